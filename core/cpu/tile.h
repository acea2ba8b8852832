#pragma once

#include <cstddef>
#include <cstdint>

namespace fovea {

/// One tile of a matrix product, what convolution and Gemm spend their time in:
///
///   out[r][j] = start[r] + Σₖ a[k · rows + r] · b[step(k) + j],  r < rows, j < vectors · lanes
///
/// where step(k) is offsets[k], or k · stride where `offsets` is null. `b` must be readable over
/// all vectors · lanes elements of every step; nothing needs to be aligned. The sums stay in
/// registers, so the tile is as large as the registers allow.
struct TileCall {
  const float* a = nullptr;
  const float* b = nullptr;
  const std::int32_t* offsets = nullptr;
  std::ptrdiff_t stride = 0;
  std::int64_t depth = 0;        ///< number of steps k
  const float* start = nullptr;  ///< [rows]; null means zeros
  float* out = nullptr;
  std::ptrdiff_t out_stride = 0;  ///< between rows of `out`
};
using TileKernel = void (*)(const TileCall&);

/// The tile kernels of the instruction set in use.
struct TileKernels {
  static constexpr int k_most_rows = 8, k_most_vectors = 3;

  int lanes = 1;        ///< floats in a vector
  int max_rows = 1;     ///< sizes that have kernels: rows 1 to max_rows,
  int max_vectors = 1;  ///< vectors 1 to max_vectors
  TileKernel kernels[k_most_rows][k_most_vectors] = {};

  int max_columns() const { return lanes * max_vectors; }
  TileKernel kernel(int rows, int vectors) const { return kernels[rows - 1][vectors - 1]; }
};

const TileKernels& tile_kernels();

/// Largest lanes · max_vectors of any instruction set, for buffers on the stack.
constexpr int k_most_columns = 16 * TileKernels::k_most_vectors;

}  // namespace fovea
