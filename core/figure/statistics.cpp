#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/figure/statistics.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, as Highway wants it.
#include <algorithm>
#include <cmath>
#include <hwy/highway.h>
#include <limits>

#include "core/figure/statistics.h"

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The first pass over a block; adds to `sum`, returns how many values were looked at.
template <typename D>
std::size_t look(D d, const float* values, std::size_t count, Statistics& all, double& sum) {
  const std::size_t lanes = hn::Lanes(d);
  const auto infinity = hn::Set(d, std::numeric_limits<float>::infinity());
  auto least = infinity, most = hn::Neg(infinity), total = hn::Zero(d);
  std::size_t finite = 0, nans = 0, zeros = 0, i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto value = hn::LoadU(d, values + i);
    const auto is_finite = hn::Lt(hn::Abs(value), infinity);
    least = hn::Min(least, hn::IfThenElse(is_finite, value, infinity));
    most = hn::Max(most, hn::IfThenElse(is_finite, value, hn::Neg(infinity)));
    total = hn::Add(total, hn::IfThenElseZero(is_finite, value));
    finite += hn::CountTrue(d, is_finite);
    nans += hn::CountTrue(d, hn::IsNaN(value));
    zeros += hn::CountTrue(d, hn::Eq(value, hn::Zero(d)));
  }
  all.min = std::min(all.min, hn::GetLane(hn::MinOfLanes(d, least)));
  all.max = std::max(all.max, hn::GetLane(hn::MaxOfLanes(d, most)));
  all.nans += static_cast<std::int64_t>(nans);
  all.infinities += static_cast<std::int64_t>(i - finite - nans);
  all.zeros += static_cast<std::int64_t>(zeros);
  sum += static_cast<double>(hn::GetLane(hn::SumOfLanes(d, total)));
  return i;
}

/// Adds the squared differences from `mean`; returns how many values were looked at.
template <typename D>
std::size_t spread(D d, const float* values, std::size_t count, float mean, double& squares) {
  const std::size_t lanes = hn::Lanes(d);
  const auto infinity = hn::Set(d, std::numeric_limits<float>::infinity());
  auto total = hn::Zero(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto value = hn::LoadU(d, values + i);
    const auto is_finite = hn::Lt(hn::Abs(value), infinity);
    const auto difference = hn::IfThenElseZero(is_finite, hn::Sub(value, hn::Set(d, mean)));
    total = hn::MulAdd(difference, difference, total);
  }
  squares += static_cast<double>(hn::GetLane(hn::SumOfLanes(d, total)));
  return i;
}

/// Joins block to block by Chan, Golub and LeVeque (1983): exact in double, fast in float.
Statistics measure(std::span<const float> values) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> one;
  constexpr std::size_t k_block = 2048;
  Statistics all{.min = std::numeric_limits<float>::infinity(),
                 .max = -std::numeric_limits<float>::infinity()};
  double squares = 0;
  std::int64_t seen = 0;
  for (std::size_t begin = 0; begin < values.size(); begin += k_block) {
    const float* block = values.data() + begin;
    const std::size_t count = std::min(k_block, values.size() - begin);
    const std::int64_t before = all.nans + all.infinities;
    double sum = 0, block_squares = 0;
    const std::size_t wide = look(d, block, count, all, sum);
    look(one, block + wide, count - wide, all, sum);
    const std::int64_t finite =
        static_cast<std::int64_t>(count) - (all.nans + all.infinities - before);
    if (finite == 0) continue;
    const double mean = sum / static_cast<double>(finite);
    const auto center = static_cast<float>(mean);
    spread(d, block, count, center, block_squares);
    spread(one, block + wide, count - wide, center, block_squares);
    const double shift = mean - all.mean, share = static_cast<double>(finite) / (seen + finite);
    squares += block_squares + shift * shift * static_cast<double>(seen) * share;
    all.mean += shift * share;
    seen += finite;
  }
  all.count = static_cast<std::int64_t>(values.size());
  all.deviation = seen > 0 ? std::sqrt(squares / static_cast<double>(seen)) : 0;
  if (seen == 0) all.min = all.max = 0;
  return all;
}

/// Bin of each value plus one; 0 for what belongs to none.
template <typename D>
std::size_t find_bins(D d, const float* values, std::size_t count, float min, float max, int bins,
                      std::int32_t* out) {
  const hn::RebindToSigned<D> di;
  const auto factor = hn::Set(d, static_cast<float>(bins / (static_cast<double>(max) - min)));
  const auto last = hn::Set(d, static_cast<float>(bins));
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, values + i);
    const auto inside = hn::And(hn::Ge(value, hn::Set(d, min)), hn::Le(value, hn::Set(d, max)));
    const auto place = hn::MulAdd(hn::Sub(value, hn::Set(d, min)), factor, hn::Set(d, 1.0F));
    hn::StoreU(hn::ConvertTo(di, hn::IfThenElseZero(inside, hn::Min(place, last))), di, out + i);
  }
  return i;
}

void bin_indices(const float* values, std::size_t count, float min, float max, int bins,
                 std::int32_t* out) {
  const std::size_t wide = find_bins(hn::ScalableTag<float>(), values, count, min, max, bins, out);
  find_bins(hn::CappedTag<float, 1>(), values + wide, count - wide, min, max, bins, out + wide);
}

}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea {

HWY_EXPORT(measure);
HWY_EXPORT(bin_indices);

Statistics statistics(std::span<const float> values) {
  return HWY_DYNAMIC_DISPATCH(measure)(values);
}

std::vector<std::int64_t> histogram(std::span<const float> values, float min, float max, int bins) {
  if (!(max > min) || bins < 1) return {};
  constexpr std::size_t k_block = 1024, k_tables = 4;
  // Neighbours often fall into one bin; four tables keep them from waiting for each other.
  const auto size = static_cast<std::size_t>(bins) + 1;
  std::vector<std::int64_t> tables(k_tables * size);
  std::int32_t indices[k_block];
  for (std::size_t begin = 0; begin < values.size(); begin += k_block) {
    const std::size_t count = std::min(k_block, values.size() - begin);
    HWY_DYNAMIC_DISPATCH(bin_indices)(values.data() + begin, count, min, max, bins, indices);
    for (std::size_t i = 0; i < count; ++i) {
      ++tables[i % k_tables * size + static_cast<std::size_t>(indices[i])];
    }
  }
  std::vector<std::int64_t> counts(static_cast<std::size_t>(bins));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i % size != 0) counts[i % size - 1] += tables[i];
  }
  return counts;
}

}  // namespace fovea
#endif  // HWY_ONCE
