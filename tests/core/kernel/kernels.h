#pragma once

#include <algorithm>
#include <cmath>
#include <random>

#include "core/tensor/tensor.h"

namespace fovea::testing {

/// Numbers from −1 to 1.
inline Tensor random_kernel(std::int64_t rows, std::int64_t columns, std::uint32_t seed = 1) {
  std::mt19937 source(seed);
  std::uniform_real_distribution<float> numbers(-1, 1);
  Tensor kernel(Shape{rows, columns});
  for (float& cell : kernel.mutable_values<float>()) cell = numbers(source);
  return kernel;
}

inline Tensor kernel_of_cells(std::int64_t rows, std::int64_t columns, std::vector<float> cells) {
  return Tensor::of(Shape{rows, columns}, cells);
}

/// Largest difference of two cells; infinite where the shapes differ.
inline double largest_difference(const Tensor& a, const Tensor& b) {
  if (!(a.shape() == b.shape())) return INFINITY;
  double largest = 0;
  for (std::size_t i = 0; i < a.floats().size(); ++i)
    largest = std::max(largest, std::abs(double{a.floats()[i]} - double{b.floats()[i]}));
  return largest;
}

/// Sizes that differ in every way that matters: 1, even and odd, narrow and high, the largest.
inline constexpr std::pair<std::int64_t, std::int64_t> k_kernel_sizes[] = {
    {1, 1}, {1, 7}, {5, 1}, {2, 2}, {3, 3}, {4, 6}, {7, 5}, {15, 15}, {31, 31}};

}  // namespace fovea::testing
