#include "core/explain/rounding.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace fovea {
namespace {

/// What is shown, in units of the last decimal: compared exactly.
double units_of(double value, int decimals) { return std::round(value * std::pow(10.0, decimals)); }

}  // namespace

double as_shown(double value, int decimals) {
  return units_of(value, decimals) / std::pow(10.0, decimals);
}

bool is_reproduced(const Factors& factors, int decimals) {
  const double shown = as_shown(factors.a, decimals) * as_shown(factors.b, decimals);
  return units_of(shown, decimals) == units_of(factors.product(), decimals);
}

int decimals_for(std::span<const Factors> factors, int least, int most) {
  int best = least;
  std::ptrdiff_t most_right = -1;
  for (int decimals = least; decimals <= most; ++decimals) {
    const std::ptrdiff_t right = std::ranges::count_if(
        factors, [decimals](const Factors& one) { return is_reproduced(one, decimals); });
    if (right <= most_right) continue;
    most_right = right;
    best = decimals;
    if (right == std::ssize(factors)) break;
  }
  return best;
}

bool adds_up(std::span<const double> terms, double sum, int decimals) {
  double units = 0;
  for (const double term : terms) units += units_of(term, decimals);
  return units == units_of(sum, decimals);
}

}  // namespace fovea
