#include "core/vulkan/block_allocator.h"

#include <cassert>
#include <iterator>
#include <limits>

namespace fovea {

BlockAllocator::BlockAllocator(std::int64_t size) : size_(size), free_{{0, size}} {
  assert(size > 0);
}

std::optional<std::int64_t> BlockAllocator::allocate(std::int64_t bytes, std::int64_t alignment) {
  assert(bytes > 0 && alignment > 0 && (alignment & (alignment - 1)) == 0);
  auto best = free_.end();
  std::int64_t best_length = std::numeric_limits<std::int64_t>::max();
  std::int64_t best_start = 0;
  for (auto range = free_.begin(); range != free_.end(); ++range) {
    const auto [start, length] = *range;
    const std::int64_t aligned = (start + alignment - 1) & ~(alignment - 1);
    if (aligned - start + bytes > length || length >= best_length) continue;
    best = range;
    best_length = length;
    best_start = aligned;
  }
  if (best == free_.end()) return std::nullopt;
  const std::int64_t start = best->first;
  const std::int64_t rest = start + best_length - (best_start + bytes);
  free_.erase(best);
  if (best_start > start) free_.emplace(start, best_start - start);
  if (rest > 0) free_.emplace(best_start + bytes, rest);
  used_.emplace(best_start, bytes);
  used_bytes_ += bytes;
  return best_start;
}

void BlockAllocator::release(std::int64_t offset) {
  const auto used = used_.find(offset);
  assert(used != used_.end() && "released twice, or never allocated");
  used_bytes_ -= used->second;
  auto range = free_.emplace(offset, used->second).first;
  used_.erase(used);
  if (const auto next = std::next(range);
      next != free_.end() && range->first + range->second == next->first) {
    range->second += next->second;
    free_.erase(next);
  }
  if (range == free_.begin()) return;
  if (const auto before = std::prev(range); before->first + before->second == range->first) {
    before->second += range->second;
    free_.erase(range);
  }
}

}  // namespace fovea
