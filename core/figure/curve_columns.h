#pragma once

#include <QPointF>
#include <span>
#include <vector>

namespace fovea {

/// What of a curve lies in one column of pixels.
struct CurveColumn {
  double x = 0;  ///< pixels; of the point itself where the column has one, else its middle
  double first = 0, least = 0, most = 0, last = 0;  ///< values
  int points = 1;
  bool starts = false;  ///< not joined to the column before: there is a gap
};

/// The columns of the points (ascending x, y NaN for a gap) between `from` and `to`, which is
/// `width` pixels; with the next point on either side, so that lines go on to the edges. A curve
/// through each column's first, least, most and last value looks as the curve through all of them.
std::vector<CurveColumn> curve_columns(std::span<const QPointF> points, double from, double to,
                                       double width);

}  // namespace fovea
