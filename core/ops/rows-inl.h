// Loops over contiguous floats that the elementwise kernels share; included once for each
// instruction set, after Highway's foreach_target.h.

// clang-format off
#if defined(FOVEA_CORE_OPS_ROWS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef FOVEA_CORE_OPS_ROWS_INL_H_
#undef FOVEA_CORE_OPS_ROWS_INL_H_
#else
#define FOVEA_CORE_OPS_ROWS_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"
#include "hwy/contrib/math/math-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Calls step(d, i) so that [i, i + Lanes(d)) together cover [0, count), with vectors as wide as
/// `widest` where they fit. The last step may overlap the one before it, so a step must not read
/// what an earlier one wrote.
template <class Step, class D = hn::ScalableTag<float>>
HWY_INLINE void cover(std::int64_t count, const Step& step, D widest = {}) {
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(widest));
  if (count >= lanes) {
    for (std::int64_t i = 0; i + lanes <= count; i += lanes) step(widest, i);
    if (count % lanes != 0) step(widest, count - lanes);
  } else if constexpr (hn::MaxLanes(widest) > 4) {
    cover(count, step, hn::Half<D>());
  } else {
    for (std::int64_t i = 0; i < count; ++i) step(hn::CappedTag<float, 1>(), i);
  }
}

/// e to the x for x up to 104; NaN stays NaN (Highway's Exp makes it 0).
template <class D, class V>
HWY_INLINE V exp_of(D d, V x) {
  return hn::IfThenElse(hn::IsNaN(x), x, hn::Exp(d, x));
}

/// The larger of both; NaN where either is (Highway's Max leaves that open).
template <class V>
HWY_INLINE V max_of(V a, V b) {
  return hn::IfThenElse(hn::Or(hn::Gt(b, a), hn::IsNaN(b)), b, a);
}

}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
