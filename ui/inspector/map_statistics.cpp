#include "ui/inspector/map_statistics.h"

#include "core/figure/statistics.h"

namespace fovea {
namespace {

constexpr int k_bins = 81;

}  // namespace

MapStatistics statistics_of(std::span<const float> values) {
  const Statistics found = statistics(values);
  MapStatistics result{.least = found.min,
                       .mean = found.mean,
                       .most = found.max,
                       .zero_share = found.zero_fraction(),
                       .edge = found.finite() > 0 ? found.largest_magnitude() : 0,
                       .bins = {},
                       .count = found.finite(),
                       .odd = found.nans + found.infinities};
  const auto edge = static_cast<float>(result.edge);
  for (const std::int64_t bin : histogram(values, -edge, edge, k_bins))
    result.bins << static_cast<qreal>(bin);
  return result;
}

}  // namespace fovea
