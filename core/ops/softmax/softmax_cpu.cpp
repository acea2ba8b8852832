#include <limits>

#include "core/cpu/parallel.h"
#include "core/ops/softmax/softmax.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/softmax/softmax_cpu.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

/// A row of neighbours: exponentials by vector, then one factor for all.
void softmax_row(const float* x, float* y, std::int64_t count) {
  const hn::ScalableTag<float> d;
  float largest = -std::numeric_limits<float>::infinity();
  for (std::int64_t i = 0; i < count; ++i) largest = std::max(largest, x[i]);
  cover(count, [&](auto tag, std::int64_t i) HWY_ATTR {
    hn::StoreU(exp_of(tag, hn::Sub(hn::LoadU(tag, x + i), hn::Set(tag, largest))), tag, y + i);
  });
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  auto sums = hn::Zero(d);
  std::int64_t i = 0;
  for (; i + lanes <= count; i += lanes) sums = hn::Add(sums, hn::LoadU(d, y + i));
  float sum = hn::GetLane(hn::SumOfLanes(d, sums));
  for (; i < count; ++i) sum += y[i];
  for (i = 0; i < count; ++i) y[i] /= sum;
}

/// Rows side by side: `inner` of them, whose elements are `inner` apart.
void softmax_columns(const float* x, float* y, std::int64_t count, std::int64_t inner) {
  cover(inner, [&](auto d, std::int64_t column) HWY_ATTR {
    const float* from = x + column;
    float* to = y + column;
    auto largest = hn::LoadU(d, from);
    for (std::int64_t i = 1; i < count; ++i) {
      largest = max_of(largest, hn::LoadU(d, from + i * inner));
    }
    auto sum = hn::Zero(d);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto exponential = exp_of(d, hn::Sub(hn::LoadU(d, from + i * inner), largest));
      sum = hn::Add(sum, exponential);
      hn::StoreU(exponential, d, to + i * inner);
    }
    for (std::int64_t i = 0; i < count; ++i) {
      hn::StoreU(hn::Div(hn::LoadU(d, to + i * inner), sum), d, to + i * inner);
    }
  });
}

void softmax_block(const float* x, float* y, std::int64_t count, std::int64_t inner) {
  if (inner == 1) return softmax_row(x, y, count);
  softmax_columns(x, y, count, inner);
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {

HWY_EXPORT(softmax_block);

void softmax_cpu(const CpuCall& call) {
  const SoftmaxGeometry geometry(call.params.as<SoftmaxSettings>(), call.inputs[0].shape());
  const std::int64_t block = geometry.extent * geometry.inner;
  const float* x = call.inputs[0].floats().data();
  float* y = call.outputs[0].mutable_values<float>().data();
  parallel_for({.count = block == 0 ? 0 : geometry.outer,
                .nanoseconds_each = static_cast<double>(block) * 4 / k_floats_per_ns,
                .threads = call.threads},
               call.cancel, [&](std::int64_t index) {
                 HWY_DYNAMIC_DISPATCH(softmax_block)
                 (x + index * block, y + index * block, geometry.extent, geometry.inner);
               });
}

}  // namespace fovea::ops
#endif
