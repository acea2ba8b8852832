#pragma once

#include <cstddef>
#include <cstdint>

namespace fovea {

/// What a thread's scratch memory is for: two uses never share memory.
enum class ScratchUse { input, weights, offsets, column, sums, count };

/// At least `bytes` of 64-byte aligned memory that belongs to this thread until it asks again for
/// the same use; kept from call to call, so that kernels allocate nothing once warm. Throws Error
/// where there is no memory left.
void* scratch_bytes(ScratchUse use, std::size_t bytes);

template <typename T>
T* scratch(ScratchUse use, std::int64_t count) {
  return static_cast<T*>(scratch_bytes(use, static_cast<std::size_t>(count) * sizeof(T)));
}

}  // namespace fovea
