#include <limits>

#include "core/cpu/parallel.h"
#include "core/ops/pooling/global_pool.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/pooling/global_pool_cpu.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

/// Four partial sums: the additions do not wait for each other, and rounding errors stay small.
float sum_of(const float* x, std::int64_t count) {
  const hn::ScalableTag<float> d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  auto a = hn::Zero(d), b = a, c = a, e = a;
  std::int64_t i = 0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    a = hn::Add(a, hn::LoadU(d, x + i));
    b = hn::Add(b, hn::LoadU(d, x + i + lanes));
    c = hn::Add(c, hn::LoadU(d, x + i + 2 * lanes));
    e = hn::Add(e, hn::LoadU(d, x + i + 3 * lanes));
  }
  for (; i + lanes <= count; i += lanes) a = hn::Add(a, hn::LoadU(d, x + i));
  float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(a, b), hn::Add(c, e))));
  for (; i < count; ++i) sum += x[i];
  return sum;
}

/// NaN where one of the samples is.
float largest_of(const float* x, std::int64_t count) {
  const hn::ScalableTag<float> d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  auto largest = hn::Set(d, -std::numeric_limits<float>::infinity());
  std::int64_t i = 0;
  for (; i + lanes <= count; i += lanes) largest = max_of(largest, hn::LoadU(d, x + i));
  HWY_ALIGN float last[HWY_MAX_BYTES / sizeof(float)];
  hn::Store(largest, d, last);
  const hn::CappedTag<float, 1> one;
  auto result = hn::Load(one, last);
  for (std::int64_t lane = 1; lane < lanes; ++lane) {
    result = max_of(result, hn::LoadU(one, last + lane));
  }
  for (; i < count; ++i) result = max_of(result, hn::LoadU(one, x + i));
  return hn::GetLane(result);
}

float reduce_plane(bool average, const float* x, std::int64_t count) {
  return average ? sum_of(x, count) / static_cast<float>(count) : largest_of(x, count);
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {

HWY_EXPORT(reduce_plane);

void global_pool_cpu(const CpuCall& call) {
  const bool average = call.params.as<GlobalPoolSettings>().average;
  const Shape& shape = call.inputs[0].shape();
  const std::int64_t plane = shape.elements(2, shape.rank());
  const float* x = call.inputs[0].floats().data();
  const std::span<float> y = call.outputs[0].mutable_values<float>();
  parallel_for({.count = static_cast<std::int64_t>(y.size()),
                .nanoseconds_each = static_cast<double>(plane) / k_floats_per_ns / 2,
                .threads = call.threads},
               call.cancel, [&](std::int64_t index) {
                 y[static_cast<std::size_t>(index)] =
                     HWY_DYNAMIC_DISPATCH(reduce_plane)(average, x + index * plane, plane);
               });
}

}  // namespace fovea::ops
#endif
