#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace fovea {

/// Hands out ranges of one block of memory and takes them back: bookkeeping only, in bytes from
/// the block's start. The smallest free range that fits is taken; neighbours that are free merge.
class BlockAllocator {
 public:
  explicit BlockAllocator(std::int64_t size);

  /// Start of a range of `bytes` (> 0), a multiple of `alignment` (a power of two); nothing where
  /// no free range is large enough.
  std::optional<std::int64_t> allocate(std::int64_t bytes, std::int64_t alignment);

  /// `offset` must come from allocate and not have been released since.
  void release(std::int64_t offset);

  std::int64_t size() const { return size_; }
  std::int64_t used_bytes() const { return used_bytes_; }

 private:
  std::int64_t size_;
  std::int64_t used_bytes_ = 0;
  std::map<std::int64_t, std::int64_t> free_;  // start to length
  std::map<std::int64_t, std::int64_t> used_;
};

}  // namespace fovea
