#pragma once

#include <cstddef>
#include <cstdint>

namespace fovea {

/// One tile of dot products over long rows, what the gradients of kernels are made of:
///
///   out[r · out_stride + c] += Σᵢ Σⱼ a[r · a_stride + i · a_step + j] · b[offsets[c] + i · b_step
///   + j]
///
/// with r < rows, c < columns, i < count, j < length. `length` is a multiple of every instruction
/// set's vector (16 floats); nothing needs to be aligned.
struct DotTileCall {
  const float* a = nullptr;
  std::ptrdiff_t a_stride = 0, a_step = 0;
  const float* b = nullptr;
  const std::int32_t* offsets = nullptr;
  std::ptrdiff_t b_step = 0;
  std::int64_t count = 0, length = 0;
  float* out = nullptr;
  std::ptrdiff_t out_stride = 0;
};
using DotTileKernel = void (*)(const DotTileCall&);

/// The kernels of the instruction set in use, for every size up to the largest.
struct DotTileKernels {
  static constexpr int k_most_rows = 6, k_most_columns = 4;

  int max_rows = 1, max_columns = 1;
  DotTileKernel kernels[k_most_rows][k_most_columns] = {};

  DotTileKernel kernel(int rows, int columns) const { return kernels[rows - 1][columns - 1]; }
};

const DotTileKernels& dot_tile_kernels();

}  // namespace fovea
