#pragma once

#include <optional>
#include <vector>

#include "core/base/cancel.h"
#include "core/filter/border.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// One run of a method: stride and dilation are 1.
struct FilterRun {
  const float* input = nullptr;  ///< [channels, height, width]
  std::int64_t channels = 0, height = 0, width = 0;
  Border border = Border::zero;
  std::int64_t top = 0, left = 0;  ///< padding
  const float* kernel = nullptr;   ///< [rows, columns], as cross-correlation applies it
  std::int64_t rows = 0, columns = 0;
  float* output = nullptr;  ///< [channels, out_height, out_width]
  std::int64_t out_height = 0, out_width = 0;
  int threads = 1;
  const CancelToken& cancel;

  Plane plane(std::int64_t channel) const {
    return {input + channel * height * width, height, width};
  }
};

/// A kernel of rank 1 as the product of a column and a row.
struct SeparableKernel {
  std::vector<float> column, row;
};
/// Nothing where the product would differ from the kernel by more than rounding.
std::optional<SeparableKernel> separate(const Tensor& kernel);

void filter_direct(const FilterRun&);
void filter_separable(const FilterRun&, const SeparableKernel&);
/// For kernels of at most `k_most_fourier` cells an axis.
void filter_fourier(const FilterRun&);

constexpr std::int64_t k_most_fourier = 64;

/// Tiles that `filter_fourier` transforms for an output of this size.
std::int64_t fourier_tiles(std::int64_t out_height, std::int64_t out_width, std::int64_t rows,
                           std::int64_t columns);

}  // namespace fovea
