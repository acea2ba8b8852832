#include "core/cpu/peak.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/peak.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::ScalableTag<float>;

/// Enough chains to hide the latency of every core's two multiply-adders.
constexpr int k_chains = 12;

double lanes() { return static_cast<double>(hn::Lanes(Tag())); }

/// `steps` multiply-adds in each chain; the result keeps the compiler from leaving them out.
float multiply_add(std::int64_t steps) {
  const Tag d;
  // A factor that the compiler cannot know, and that neither grows nor vanishes.
  const auto factor = hn::Set(d, steps < 0 ? 0.5F : 0.999F), term = hn::Set(d, 0.001F);
  hn::Vec<Tag> chains[k_chains];
#pragma GCC unroll 16
  for (int i = 0; i < k_chains; ++i) chains[i] = hn::Set(d, static_cast<float>(i));
  for (std::int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < k_chains; ++i) chains[i] = hn::MulAdd(chains[i], factor, term);
  }
  auto sum = chains[0];
#pragma GCC unroll 16
  for (int i = 1; i < k_chains; ++i) sum = hn::Add(sum, chains[i]);
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

/// Sum of floats whose count is a multiple of 64.
float read_all(const float* values, std::int64_t count) {
  const Tag d;
  const auto step = static_cast<std::int64_t>(hn::Lanes(d));
  auto a = hn::Zero(d), b = hn::Zero(d), e = hn::Zero(d), f = hn::Zero(d);
  for (std::int64_t i = 0; i < count; i += 4 * step) {
    a = hn::Add(a, hn::LoadU(d, values + i));
    b = hn::Add(b, hn::LoadU(d, values + i + step));
    e = hn::Add(e, hn::LoadU(d, values + i + 2 * step));
    f = hn::Add(f, hn::LoadU(d, values + i + 3 * step));
  }
  return hn::GetLane(hn::SumOfLanes(d, hn::Add(hn::Add(a, b), hn::Add(e, f))));
}

}  // namespace
}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include "core/cpu/parallel.h"
#include "core/tensor/tensor.h"

namespace fovea {
namespace {

HWY_EXPORT(lanes);
HWY_EXPORT(multiply_add);
HWY_EXPORT(read_all);

constexpr int k_tries = 12;
constexpr int k_flops_per_multiply_add = 2;

/// Seconds of the fastest of several runs of body(thread) on all threads at once.
template <typename Body>
double fastest(int threads, Body body) {
  using Clock = std::chrono::steady_clock;
  double best = 1e9;
  for (int round = 0; round < k_tries; ++round) {
    const auto start = Clock::now();
    parallel_for({.count = threads, .nanoseconds_each = 1e9, .threads = threads}, CancelToken{},
                 body);
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

}  // namespace

double measure_peak_gflops(int threads) {
  constexpr std::int64_t k_steps = 1'000'000;
  volatile float sink = 0;
  const double seconds =
      fastest(threads, [&](std::int64_t) { sink = HWY_DYNAMIC_DISPATCH(multiply_add)(k_steps); });
  const double flops = static_cast<double>(k_steps) * HWY_NAMESPACE::k_chains *
                       HWY_DYNAMIC_DISPATCH(lanes)() * k_flops_per_multiply_add;
  return flops * threads / seconds * 1e-9;
}

double measure_bandwidth_gbs(int threads) {
  constexpr std::int64_t k_floats_each = std::int64_t{16} << 20;  // 64 MiB: beyond most caches
  const Tensor memory = Tensor::filled(Shape{threads * k_floats_each}, 1.0F);
  volatile float sink = 0;
  const double seconds = fastest(threads, [&](std::int64_t thread) {
    sink = HWY_DYNAMIC_DISPATCH(read_all)(memory.floats().data() + thread * k_floats_each,
                                          k_floats_each);
  });
  return static_cast<double>(memory.bytes()) / seconds * 1e-9;
}

}  // namespace fovea
#endif
