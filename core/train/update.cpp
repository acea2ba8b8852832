#include "core/train/update.h"

#include <algorithm>

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/train/update.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// A rule makes of the gradient and the moments the direction that, times the rate, is taken off.

struct Sgd {
  static constexpr bool k_has_moment2 = false;
  float momentum, of_gradient, of_velocity;

  explicit Sgd(const UpdateRows& rows)
      : momentum(rows.keep1),
        of_gradient(rows.nesterov ? 1.0F : 0.0F),
        of_velocity(rows.nesterov ? rows.keep1 : 1.0F) {}

  template <class D, class V>
  HWY_INLINE V operator()(D d, V gradient, V& velocity, V&) const {
    velocity = hn::MulAdd(hn::Set(d, momentum), velocity, gradient);
    return hn::MulAdd(hn::Set(d, of_gradient), gradient,
                      hn::Mul(hn::Set(d, of_velocity), velocity));
  }
};

struct Adam {
  static constexpr bool k_has_moment2 = true;
  float beta1, beta2, add1, add2, root_scale, epsilon;

  explicit Adam(const UpdateRows& rows)
      : beta1(rows.keep1),
        beta2(rows.keep2),
        add1(rows.add1),
        add2(rows.add2),
        root_scale(rows.root_scale),
        epsilon(rows.epsilon) {}

  template <class D, class V>
  HWY_INLINE V operator()(D d, V gradient, V& mean, V& square) const {
    mean = hn::MulAdd(hn::Set(d, beta1), mean, hn::Mul(hn::Set(d, add1), gradient));
    const V squared = hn::Mul(gradient, gradient);
    square = hn::MulAdd(hn::Set(d, beta2), square, hn::Mul(hn::Set(d, add2), squared));
    return hn::Div(mean, hn::MulAdd(hn::Sqrt(square), hn::Set(d, root_scale), hn::Set(d, epsilon)));
  }
};

struct RmsProp {
  static constexpr bool k_has_moment2 = true;
  float momentum, alpha, add, epsilon;

  explicit RmsProp(const UpdateRows& rows)
      : momentum(rows.keep1), alpha(rows.keep2), add(rows.add2), epsilon(rows.epsilon) {}

  template <class D, class V>
  HWY_INLINE V operator()(D d, V gradient, V& buffer, V& square) const {
    const V squared = hn::Mul(gradient, gradient);
    square = hn::MulAdd(hn::Set(d, alpha), square, hn::Mul(hn::Set(d, add), squared));
    const V scaled = hn::Div(gradient, hn::Add(hn::Sqrt(square), hn::Set(d, epsilon)));
    buffer = hn::MulAdd(hn::Set(d, momentum), buffer, scaled);
    return buffer;
  }
};

/// Elements [first, last), whole vectors of D.
template <class D, class Rule>
HWY_INLINE void update_span(D d, const Rule& rule, const UpdateRows& rows, std::int64_t first,
                            std::int64_t last, UpdateSums& sums) {
  using V = hn::Vec<D>;
  const V scale = hn::Set(d, rows.gradient_scale), decay = hn::Set(d, rows.added_decay);
  const V rate = hn::Set(d, rows.rate), shrinking = hn::Set(d, rows.shrinking);
  V gradients = hn::Zero(d), weights = hn::Zero(d), updates = hn::Zero(d);
  for (std::int64_t i = first; i < last; i += static_cast<std::int64_t>(hn::Lanes(d))) {
    const V weight = hn::LoadU(d, rows.weights + i);
    const V gradient = hn::Mul(scale, hn::LoadU(d, rows.gradients + i));
    V moment1 = hn::LoadU(d, rows.moment1 + i), moment2 = moment1;
    if constexpr (Rule::k_has_moment2) moment2 = hn::LoadU(d, rows.moment2 + i);
    const V direction = rule(d, hn::MulAdd(decay, weight, gradient), moment1, moment2);
    const V update = hn::MulAdd(rate, direction, hn::Mul(shrinking, weight));
    hn::StoreU(hn::Sub(weight, update), d, rows.weights + i);
    hn::StoreU(moment1, d, rows.moment1 + i);
    if constexpr (Rule::k_has_moment2) hn::StoreU(moment2, d, rows.moment2 + i);
    gradients = hn::MulAdd(gradient, gradient, gradients);
    weights = hn::MulAdd(weight, weight, weights);
    updates = hn::MulAdd(update, update, updates);
  }
  sums.gradient += hn::GetLane(hn::SumOfLanes(d, gradients));
  sums.weight += hn::GetLane(hn::SumOfLanes(d, weights));
  sums.update += hn::GetLane(hn::SumOfLanes(d, updates));
}

/// Calls span(d, first, last) for blocks that together are [0, count), and at the end for what is
/// less than a vector, one by one. A block is short enough for sums in float32.
template <class Span>
HWY_INLINE void for_blocks(std::int64_t count, const Span& span) {
  constexpr std::int64_t k_block = 1024;
  const hn::ScalableTag<float> d;
  const std::int64_t whole = count - count % static_cast<std::int64_t>(hn::Lanes(d));
  for (std::int64_t i = 0; i < whole; i += k_block) span(d, i, std::min(i + k_block, whole));
  if (whole < count) span(hn::CappedTag<float, 1>(), whole, count);
}

template <class Rule>
UpdateSums update_by(const Rule& rule, const UpdateRows& rows) {
  UpdateSums sums;
  for_blocks(rows.count, [&](auto d, std::int64_t first, std::int64_t last)
                             HWY_ATTR { update_span(d, rule, rows, first, last, sums); });
  return sums;
}

UpdateSums update_all(const UpdateRows& rows) {
  switch (rows.kind) {
    case OptimiserKind::sgd:
      return update_by(Sgd(rows), rows);
    case OptimiserKind::adam:
    case OptimiserKind::adamw:
      return update_by(Adam(rows), rows);
    case OptimiserKind::rmsprop:
      return update_by(RmsProp(rows), rows);
  }
  return {};
}

double squares_of(const float* values, std::int64_t count) {
  double sum = 0;
  for_blocks(count, [&](auto d, std::int64_t first, std::int64_t last) HWY_ATTR {
    auto squares = hn::Zero(d);
    for (std::int64_t i = first; i < last; i += static_cast<std::int64_t>(hn::Lanes(d))) {
      const auto value = hn::LoadU(d, values + i);
      squares = hn::MulAdd(value, value, squares);
    }
    sum += hn::GetLane(hn::SumOfLanes(d, squares));
  });
  return sum;
}

}  // namespace
}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea {

HWY_EXPORT(update_all);
HWY_EXPORT(squares_of);

UpdateSums update_rows(const UpdateRows& rows) { return HWY_DYNAMIC_DISPATCH(update_all)(rows); }

double sum_of_squares(std::span<const float> values) {
  return HWY_DYNAMIC_DISPATCH(squares_of)(values.data(), static_cast<std::int64_t>(values.size()));
}

}  // namespace fovea
#endif
