#pragma once

#include <QList>
#include <span>

#include "core/document/unit_view.h"

namespace fovea {

struct MapStatistics {
  double least = 0, mean = 0, most = 0;
  double zero_share = 0;  ///< of exactly 0, 0 to 1
  double edge = 0;        ///< the bins reach from −edge to edge
  QList<qreal> bins;      ///< an odd number; the middle one is about 0
  std::int64_t count = 0;
  std::int64_t odd = 0;  ///< values that are no finite numbers; in nothing above
};

MapStatistics statistics_of(std::span<const float> values);

}  // namespace fovea
