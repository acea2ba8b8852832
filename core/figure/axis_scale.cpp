#include "core/figure/axis_scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace fovea {
namespace {

/// Smallest of 1, 2 and 5 times a power of ten that is at least `least`.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

double step_of(const AxisScale& scale, int most) {
  return round_step((scale.to - scale.from) / std::max(1, most - 1));
}

AxisTicks linear_ticks(const AxisScale& scale, int most) {
  const double step = step_of(scale, most);
  AxisTicks ticks{.at = {},
                  .decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)))};
  for (double n = std::ceil(scale.from / step - 1e-6); n * step <= scale.to + step * 1e-6; ++n)
    ticks.at.push_back(n * step);
  return ticks;
}

/// `factors` times each power of ten that is on the axis.
std::vector<double> powers(const AxisScale& scale, std::initializer_list<double> factors) {
  std::vector<double> at;
  for (double power = std::pow(10.0, std::floor(std::log10(scale.from))); power <= scale.to;
       power *= 10)
    for (const double factor : factors)
      if (factor * power >= scale.from * (1 - 1e-9) && factor * power <= scale.to * (1 + 1e-9))
        at.push_back(factor * power);
  return at;
}

}  // namespace

double AxisScale::share(double value) const {
  if (!logarithmic) return (value - from) / (to - from);
  return value > 0 ? std::log(value / from) / std::log(to / from)
                   : std::numeric_limits<double>::quiet_NaN();
}

AxisTicks round_ticks(const AxisScale& scale, int most) {
  if (!scale.logarithmic) return linear_ticks(scale, most);
  for (const auto& factors : {std::initializer_list<double>{1, 2, 5}, {1, 3}, {1}}) {
    std::vector<double> at = powers(scale, factors);
    if (std::ssize(at) <= most) {
      if (at.size() < 2) break;  // less than a power of ten: as on a linear axis
      return {.at = std::move(at), .decimals = -1};
    }
  }
  std::vector<double> at = powers(scale, {1});
  if (at.size() < 2) return linear_ticks(scale, most);
  const std::size_t every =
      (at.size() + static_cast<std::size_t>(most) - 1) / static_cast<std::size_t>(most);
  std::vector<double> kept;
  for (std::size_t i = 0; i < at.size(); i += every) kept.push_back(at[i]);
  return {.at = std::move(kept), .decimals = -1};
}

AxisScale widened(const AxisScale& scale, int most) {
  if (scale.logarithmic) {
    const auto step = [](double value, bool up) {
      const double power = std::pow(10.0, std::floor(std::log10(value) + 1e-9));
      for (const double factor : up ? std::array{1.0, 2.0, 5.0} : std::array{5.0, 2.0, 1.0})
        if (up ? factor * power >= value * (1 - 1e-9) : factor * power <= value * (1 + 1e-9))
          return factor * power;
      return up ? 10 * power : power;
    };
    return {step(scale.from, false), step(scale.to, true), true};
  }
  const double step = step_of(scale, most);
  return {std::floor(scale.from / step + 1e-9) * step, std::ceil(scale.to / step - 1e-9) * step};
}

}  // namespace fovea
