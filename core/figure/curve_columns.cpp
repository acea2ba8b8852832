#include "core/figure/curve_columns.h"

#include <algorithm>
#include <cmath>

namespace fovea {

std::vector<CurveColumn> curve_columns(std::span<const QPointF> points, double from, double to,
                                       double width) {
  std::vector<CurveColumn> columns;
  if (points.empty() || !(to > from)) return columns;
  auto first = std::ranges::lower_bound(points, from, {}, &QPointF::x);
  auto end = std::ranges::upper_bound(points, to, {}, &QPointF::x);
  if (first != points.begin()) --first;
  if (end != points.end()) ++end;
  bool gap = true;
  for (auto point = first; point != end; ++point) {
    const double y = point->y(), x = (point->x() - from) / (to - from) * width;
    if (std::isnan(y)) {
      gap = true;
      continue;
    }
    CurveColumn* column = columns.empty() ? nullptr : &columns.back();
    if (!column || gap || std::floor(column->x) != std::floor(x)) {
      columns.push_back({x, y, y, y, y, 1, gap});
      gap = false;
      continue;
    }
    column->x = std::floor(x) + 0.5;
    column->least = std::min(column->least, y);
    column->most = std::max(column->most, y);
    column->last = y;
    ++column->points;
  }
  return columns;
}

}  // namespace fovea
