#include "core/explain/slide_look.h"

#include <cmath>

namespace fovea {

bool keeps_brightness(const Tensor& kernel) {
  constexpr double k_near = 0.02;
  double gain = 0;
  for (const float cell : kernel.floats()) gain += static_cast<double>(cell);
  return std::abs(gain - 1) < k_near;
}

double rounded_off(const Slide& slide, float input_limit) {
  constexpr double k_rounding = 1e-6;  // of the largest that a sum can be
  double sum = 0;
  for (const float cell : slide.weights.floats()) sum += std::abs(static_cast<double>(cell));
  return k_rounding * sum * static_cast<double>(input_limit);
}

}  // namespace fovea
