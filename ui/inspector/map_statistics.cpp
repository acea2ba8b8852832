#include "ui/inspector/map_statistics.h"

#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

constexpr int k_bins = 81;

}  // namespace

MapStatistics statistics_of(std::span<const float> values) {
  MapStatistics result;
  double sum = 0;
  std::int64_t zeros = 0;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      ++result.odd;
      continue;
    }
    result.least = result.count == 0 ? value : std::min<double>(result.least, value);
    result.most = result.count == 0 ? value : std::max<double>(result.most, value);
    sum += value;
    zeros += value == 0;
    ++result.count;
  }
  if (result.count == 0) return result;
  result.mean = sum / static_cast<double>(result.count);
  result.zero_share = static_cast<double>(zeros) / static_cast<double>(result.count);
  result.edge = std::max(std::abs(result.least), std::abs(result.most));
  result.bins.fill(0, k_bins);
  const double scale = result.edge > 0 ? k_bins / (2 * result.edge) : 0;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    const int bin = scale > 0 ? static_cast<int>((value + result.edge) * scale) : k_bins / 2;
    result.bins[std::clamp(bin, 0, k_bins - 1)] += 1;
  }
  return result;
}

std::int64_t units_of(const Shape& shape) {
  return shape.rank() >= 2 ? shape[1] : shape.rank() == 1 ? shape[0] : 1;
}

}  // namespace fovea
