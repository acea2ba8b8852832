#include "core/media/resample_weights.h"

#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

double triangle(double x) { return std::max(0.0, 1.0 - std::abs(x)); }

/// Keys' cubic; a = −0.5 is Pillow's, −0.75 torchvision's and OpenCV's.
double cubic(double x, double a) {
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

std::int32_t to_fixed(double weight) {
  return static_cast<std::int32_t>(std::lround(weight * (1 << k_weight_bits)));
}

struct FloatTaps {
  int first = 0;
  std::vector<double> weights;
};

/// Leaves out the zero weights at both ends and scales the rest to a sum of one.
void trim_and_normalize(FloatTaps& taps) {
  auto& weights = taps.weights;
  const auto filled = [](double weight) { return weight != 0; };
  const auto begin = std::ranges::find_if(weights, filled);
  taps.first += static_cast<int>(begin - weights.begin());
  weights.erase(weights.begin(), begin);
  while (!weights.empty() && weights.back() == 0) weights.pop_back();
  double sum = 0;
  for (double weight : weights) sum += weight;
  for (double& weight : weights) weight /= sum;
}

FloatTaps one_tap(int index) { return {index, {1.0}}; }

/// Pillow: src/libImaging/Resample.c, precompute_coeffs.
FloatTaps filter_taps(Filter filter, double center, double ratio, int lower, int upper) {
  const double spread = std::max(1.0, ratio);
  const double support = (filter == Filter::bicubic ? 2.0 : 1.0) * spread;
  FloatTaps taps;
  taps.first = std::max(lower, static_cast<int>(center - support + 0.5));
  const int last = std::min(upper, static_cast<int>(center + support + 0.5));
  for (int i = taps.first; i < last; ++i) {
    const double x = (i - center + 0.5) / spread;
    taps.weights.push_back(filter == Filter::bicubic ? cubic(x, -0.5) : triangle(x));
  }
  return taps;
}

FloatTaps area_taps(double begin, double end, int lower, int upper) {
  FloatTaps taps;
  taps.first = std::clamp(static_cast<int>(std::floor(begin)), lower, upper - 1);
  const int last = std::clamp(static_cast<int>(std::ceil(end)), taps.first + 1, upper);
  for (int i = taps.first; i < last; ++i) {
    // Differences of this order are rounding, not coverage.
    const double covered = std::min<double>(end, i + 1) - std::max<double>(begin, i);
    taps.weights.push_back(covered > 1e-9 ? covered : 0);
  }
  return taps;
}

FloatTaps taps_of(Filter filter, double begin, double ratio, int output, int lower, int upper) {
  const double left = begin + output * ratio;
  const double center = begin + (output + 0.5) * ratio;
  const int nearest = std::clamp(static_cast<int>(std::floor(center)), lower, upper - 1);
  FloatTaps taps;
  switch (filter) {
    case Filter::nearest:
      return one_tap(nearest);
    case Filter::area:
      taps = area_taps(left, left + ratio, lower, upper);
      break;
    case Filter::bilinear:
    case Filter::bicubic:
      taps = filter_taps(filter, center, ratio, lower, upper);
      break;
  }
  trim_and_normalize(taps);
  return taps.weights.empty() ? one_tap(nearest) : taps;
}

}  // namespace

ResampleAxis antialiased_axis(Filter filter, double begin, double extent, int lower, int upper,
                              int outputs) {
  std::vector<FloatTaps> all;
  std::size_t longest = 1;
  for (int i = 0; i < outputs; ++i) {
    all.push_back(taps_of(filter, begin, extent / outputs, i, lower, upper));
    longest = std::max(longest, all.back().weights.size());
  }
  ResampleAxis axis;
  axis.stride =
      static_cast<int>((longest + k_weight_padding - 1) / k_weight_padding) * k_weight_padding;
  axis.weights.assign(static_cast<std::size_t>(axis.stride) * all.size(), 0);
  axis.first = upper;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const int count = static_cast<int>(all[i].weights.size());
    axis.taps.push_back({all[i].first, count});
    std::ranges::transform(all[i].weights, axis.weights.begin() + axis.stride * std::ptrdiff_t(i),
                           to_fixed);
    axis.first = std::min(axis.first, all[i].first);
    axis.last = std::max(axis.last, all[i].first + count);
  }
  for (std::int32_t weight : axis.weights) {
    axis.high.push_back(static_cast<std::int16_t>(weight >> k_low_bits));
    axis.low.push_back(static_cast<std::int16_t>(weight & ((1 << k_low_bits) - 1)));
  }
  return axis;
}

std::vector<PointTaps> point_axis(Filter filter, bool centered, double begin, double extent,
                                  int lower, int upper, int outputs) {
  const double ratio = extent / outputs;
  const int whole = static_cast<int>(std::floor(begin));
  double stepped = ratio / 2;  // added up, as Pillow does: its rounding decides ties
  std::vector<PointTaps> axis(static_cast<std::size_t>(outputs));
  for (int i = 0; i < outputs; ++i) {
    PointTaps& taps = axis[static_cast<std::size_t>(i)];
    if (filter == Filter::nearest) {
      const double offset = centered ? stepped : i * ratio;
      const int index = whole + static_cast<int>(std::floor(begin - whole + offset));
      taps = {{std::clamp(index, lower, upper - 1)}, {1.0F}, 1};
      stepped += ratio;
      continue;
    }
    const double position = begin + (i + 0.5) * ratio - 0.5;
    const int base = static_cast<int>(std::floor(position));
    const int reach = filter == Filter::bicubic ? 2 : 1;
    taps.count = 2 * reach;
    for (int k = 0; k < taps.count; ++k) {
      const int index = base - reach + 1 + k;
      const double x = position - index;
      taps.index[k] = std::clamp(index, lower, upper - 1);
      taps.weight[k] =
          static_cast<float>(filter == Filter::bicubic ? cubic(x, -0.75) : triangle(x));
    }
  }
  return axis;
}

}  // namespace fovea
