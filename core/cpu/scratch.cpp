#include "core/cpu/scratch.h"

#include <array>
#include <cstdlib>
#include <memory>

#include "core/base/error.h"
#include "core/tensor/tensor.h"

namespace fovea {
namespace {

constexpr std::size_t k_alignment = 64;

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};
struct Buffer {
  std::unique_ptr<void, Free> memory;
  std::size_t bytes = 0;
};

}  // namespace

void* scratch_bytes(ScratchUse use, std::size_t bytes) {
  thread_local std::array<Buffer, static_cast<std::size_t>(ScratchUse::count)> buffers;
  Buffer& buffer = buffers[static_cast<std::size_t>(use)];
  if (buffer.bytes >= bytes && buffer.memory) return buffer.memory.get();

  const std::size_t rounded = (bytes / k_alignment + 1) * k_alignment;
  buffer = {};
  buffer.memory.reset(std::aligned_alloc(k_alignment, rounded));
  if (!buffer.memory) {
    throw Error{"there is no memory left for " + human_bytes(static_cast<std::int64_t>(rounded)) +
                    " of intermediate results",
                {},
                "Close other programs or choose a smaller input"};
  }
  buffer.bytes = rounded;
  return buffer.memory.get();
}

}  // namespace fovea
