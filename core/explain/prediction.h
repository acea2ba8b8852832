#pragma once

#include <array>
#include <cstdint>

#include "core/tensor/tensor.h"

namespace fovea {

/// A kernel to be read, and four kernels whose results are offered: one of them is its own.
struct Prediction {
  static constexpr std::size_t k_choices = 4;
  std::array<Tensor, k_choices> kernels;  ///< [3, 3] each, all clearly different
  std::size_t answer = 0;
  const Tensor& kernel() const { return kernels[answer]; }
};

/// The question of that number: the same for the same number. Kernels are of well-known kinds,
/// turned, mirrored and changed in sign and strength, so that nobody has seen them before.
Prediction prediction(std::uint32_t number);

/// How alike the results of two kernels of equal size are on noise: the cosine of their cells, −1
/// to 1; 0 where either is empty.
double likeness(const Tensor& a, const Tensor& b);

}  // namespace fovea
