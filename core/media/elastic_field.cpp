#include "core/media/elastic_field.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/train/random.h"

namespace fovea {
namespace {

constexpr double k_deviation = 4, k_strength = 34;
constexpr int k_radius = 12;
constexpr int k_side = ElasticField::k_side, k_wide = k_side + 2 * k_radius;

using Kernel = std::array<float, 2 * k_radius + 1>;

Kernel gaussian() {
  Kernel kernel;
  float sum = 0;
  for (int i = -k_radius; i <= k_radius; ++i) {
    const double distance = i / k_deviation;
    sum += kernel[static_cast<std::size_t>(i + k_radius)] =
        static_cast<float>(std::exp(-distance * distance / 2));
  }
  for (float& value : kernel) value /= sum;
  return kernel;
}

/// `rows` of k_wide numbers smoothed along each and written as columns: [k_side, rows].
std::vector<float> smoothed_and_turned(const std::vector<float>& from, int rows) {
  static const Kernel kernel = gaussian();
  std::vector<float> to(static_cast<std::size_t>(k_side * rows));
  for (int row = 0; row < rows; ++row) {
    for (int x = 0; x < k_side; ++x) {
      const float* first = from.data() + row * k_wide + x;
      float sum = 0;
      for (std::size_t k = 0; k < kernel.size(); ++k) sum += kernel[k] * first[k];
      to[static_cast<std::size_t>(x * rows + row)] = sum;
    }
  }
  return to;
}

std::vector<float> smooth_numbers(double strength, Random random) {
  std::vector<float> numbers(static_cast<std::size_t>(k_wide * k_wide));
  for (float& value : numbers) {
    value = static_cast<float>(strength * k_strength * random.uniform(-1, 1));
  }
  return smoothed_and_turned(smoothed_and_turned(numbers, k_wide), k_side);
}

double between(const std::vector<float>& values, double x, double y) {
  x = std::clamp(x - 0.5, 0.0, k_side - 1.001);
  y = std::clamp(y - 0.5, 0.0, k_side - 1.001);
  const int left = static_cast<int>(x), top = static_cast<int>(y);
  const float* p = values.data() + top * k_side + left;
  const double upper = std::lerp(double{p[0]}, double{p[1]}, x - left);
  const double lower = std::lerp(double{p[k_side]}, double{p[k_side + 1]}, x - left);
  return std::lerp(upper, lower, y - top);
}

}  // namespace

ElasticField::ElasticField(double strength, std::uint64_t seed)
    : across_(smooth_numbers(strength, Random(seed, 0))),
      down_(smooth_numbers(strength, Random(seed, 1))) {}

ElasticField::Offset ElasticField::at(double x, double y) const {
  return {between(across_, x, y), between(down_, x, y)};
}

}  // namespace fovea
