#include "core/kernel/gain.h"

#include <cmath>

namespace fovea {

Gain gain_of(const Tensor& kernel) {
  Gain gain;
  double squares = 0;
  for (const double cell : kernel.floats()) {
    gain.sum += cell;
    gain.l1 += std::abs(cell);
    squares += cell * cell;
  }
  gain.l2 = std::sqrt(squares);
  return gain;
}

bool is_balanced(const Gain& gain) { return std::abs(gain.sum) <= 1e-3 * gain.l1; }

bool is_finite(const Tensor& kernel) {
  return std::ranges::all_of(kernel.floats(), [](float cell) { return std::isfinite(cell); });
}

}  // namespace fovea
