#include "core/kernel/transforms.h"

#include <cmath>
#include <numbers>
#include <random>

#include "core/kernel/gain.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

template <typename Change>
Tensor mapped(const Tensor& kernel, Change change) {
  Tensor result(kernel.shape());
  std::ranges::transform(kernel.floats(), result.mutable_values<float>().begin(),
                         [&](float cell) { return static_cast<float>(change(double{cell})); });
  return result;
}

double largest_magnitude(const Tensor& kernel) {
  double largest = 0;
  for (const float cell : kernel.floats()) largest = std::max(largest, std::abs(double{cell}));
  return largest;
}

/// By hand, as libraries differ in how they make numbers of the generator's bits.
class Gaussian {
 public:
  explicit Gaussian(std::uint64_t seed) : source_(seed) {}
  double operator()() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  /// 0 to below 1.
  double uniform() { return static_cast<double>(source_() >> 11U) * 0x1p-53; }

  std::mt19937_64 source_;
};

}  // namespace

NormalisedBy normalised_by(const Tensor& kernel) {
  const Gain gain = gain_of(kernel);
  if (gain.l1 == 0) return NormalisedBy::nothing;
  return is_balanced(gain) ? NormalisedBy::magnitudes : NormalisedBy::sum;
}

Tensor normalised(const Tensor& kernel) {
  const Gain gain = gain_of(kernel);
  switch (normalised_by(kernel)) {
    case NormalisedBy::sum:
      return mapped(kernel, [&](double cell) { return cell / gain.sum; });
    case NormalisedBy::magnitudes:
      return mapped(kernel, [&](double cell) { return cell / gain.l1; });
    case NormalisedBy::nothing:
      break;
  }
  return kernel;
}

Tensor zero_mean(const Tensor& kernel) {
  const double mean = gain_of(kernel).sum / static_cast<double>(kernel.elements());
  return mapped(kernel, [&](double cell) { return cell - mean; });
}

Tensor negated(const Tensor& kernel) {
  return mapped(kernel, [](double cell) { return -cell; });
}

Tensor scaled(const Tensor& kernel, double factor) {
  return mapped(kernel, [&](double cell) { return cell * factor; });
}

Tensor with_noise(const Tensor& kernel, double deviation, std::uint64_t seed) {
  const double largest = largest_magnitude(kernel);
  const double by = deviation * (largest > 0 ? largest : 1);
  Gaussian noise(seed);
  return mapped(kernel, [&](double cell) { return cell + by * noise(); });
}

Quantised quantised_to_step(const Tensor& kernel, double step) {
  assert(step > 0);
  Quantised result{
      .kernel = mapped(kernel, [&](double cell) { return std::round(cell / step) * step; }),
      .step = step};
  for (std::size_t i = 0; i < kernel.floats().size(); ++i)
    result.largest_error =
        std::max(result.largest_error,
                 std::abs(double{kernel.floats()[i]} - double{result.kernel.floats()[i]}));
  return result;
}

Quantised quantised_to_bits(const Tensor& kernel, int bits) {
  assert(bits >= 2 && bits <= 24);
  const double largest = largest_magnitude(kernel);
  if (largest == 0) return {.kernel = kernel};
  return quantised_to_step(kernel, largest / ((1 << (bits - 1)) - 1));
}

Tensor blended(const Tensor& kernel, const Tensor& other, double share) {
  const std::int64_t rows = std::max(kernel.shape()[0], other.shape()[0]),
                     columns = std::max(kernel.shape()[1], other.shape()[1]);
  const Tensor from = centred(kernel, rows, columns), to = centred(other, rows, columns);
  Tensor result(Shape{rows, columns});
  std::ranges::transform(
      from.floats(), to.floats(), result.mutable_values<float>().begin(),
      [&](double a, double b) { return static_cast<float>((1 - share) * a + share * b); });
  return result;
}

}  // namespace fovea
