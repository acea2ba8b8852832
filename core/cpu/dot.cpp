#include "core/cpu/dot.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/dot.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// `rows` rows at once: each element of x is loaded once for all, and the sums are independent.
template <int rows>
void dot(const DotCall& call, std::int64_t first) {
  const hn::ScalableTag<float> d;
  using Vector = hn::Vec<decltype(d)>;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  const float* row = call.rows + first * call.stride;
  Vector sums[rows][2];
#pragma GCC unroll 8
  for (int r = 0; r < rows; ++r) sums[r][0] = sums[r][1] = hn::Zero(d);

  std::int64_t k = 0;
  for (; k + 2 * lanes <= call.depth; k += 2 * lanes) {
    const Vector x0 = hn::LoadU(d, call.x + k), x1 = hn::LoadU(d, call.x + k + lanes);
#pragma GCC unroll 8
    for (int r = 0; r < rows; ++r) {
      const float* at = row + r * call.stride + k;
      sums[r][0] = hn::MulAdd(hn::LoadU(d, at), x0, sums[r][0]);
      sums[r][1] = hn::MulAdd(hn::LoadU(d, at + lanes), x1, sums[r][1]);
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < rows; ++r) {
    float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(sums[r][0], sums[r][1])));
    for (std::int64_t tail = k; tail < call.depth; ++tail) {
      sum += row[r * call.stride + tail] * call.x[tail];
    }
    if (call.start != nullptr) sum += call.start[first + r];
    call.out[(first + r) * call.out_stride] = sum;
  }
}

void dot_all(const DotCall& call) {
  std::int64_t row = 0;
  for (; row + 4 <= call.count; row += 4) dot<4>(call, row);
  for (; row < call.count; ++row) dot<1>(call, row);
}

}  // namespace
}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea {
namespace {
HWY_EXPORT(dot_all);
}
void dot_rows(const DotCall& call) { HWY_DYNAMIC_DISPATCH(dot_all)(call); }
}  // namespace fovea
#endif
