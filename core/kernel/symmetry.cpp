#include "core/kernel/symmetry.h"

#include <cmath>

#include "core/kernel/turns.h"

namespace fovea {
namespace {

Tensor moved(const Tensor& kernel, Motion motion) {
  switch (motion) {
    case Motion::left_right:
      return flipped_left_right(kernel);
    case Motion::up_down:
      return flipped_up_down(kernel);
    case Motion::main_diagonal:
      return transposed(kernel);
    case Motion::anti_diagonal:
      return transposed(turned_by_half(kernel));
    case Motion::half_turn:
      return turned_by_half(kernel);
    case Motion::quarter_turn:
      return turned_by_quarter(kernel);
  }
  return {};
}

}  // namespace

Parity parity(const Tensor& kernel, Motion motion, double tolerance) {
  const Tensor other = moved(kernel, motion);
  if (!(other.shape() == kernel.shape())) return Parity::none;
  const auto a = kernel.floats(), b = other.floats();
  double largest = 0, difference = 0, sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(double{a[i]}));
    difference = std::max(difference, std::abs(double{a[i]} - double{b[i]}));
    sum = std::max(sum, std::abs(double{a[i]} + double{b[i]}));
  }
  if (difference <= tolerance * largest) return Parity::even;
  return sum <= tolerance * largest ? Parity::odd : Parity::none;
}

}  // namespace fovea
