#pragma once

#include <vector>

namespace fovea {

/// From the values along an axis to where they are on it.
struct AxisScale {
  double from = 0, to = 1;  ///< from < to; both above 0 where it is logarithmic
  bool logarithmic = false;

  /// 0 at `from`, 1 at `to`; NaN for what a logarithmic axis does not have.
  double share(double value) const;
};

/// Round numbers of an axis, ascending, within its ends; `decimals` to write them with.
struct AxisTicks {
  std::vector<double> at;
  int decimals = 0;
};

/// At most `most` (2 or more) multiples of 1, 2 or 5 times a power of ten; on a logarithmic axis
/// that is long enough, the same times each power of ten.
AxisTicks round_ticks(const AxisScale& scale, int most);

/// The scale widened to the next round numbers, so that ticks stand at both of its ends.
AxisScale widened(const AxisScale& scale, int most);

}  // namespace fovea
