#include <cmath>

#include "core/cpu/parallel.h"
#include "core/ops/normalisation/batch_normalization.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/normalisation/batch_normalization_cpu.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

/// y = (x − mean) · factor + bias over one channel's elements.
void normalise_plane(const float* x, float mean, float factor, float bias, float* y,
                     std::int64_t count) {
  cover(count, [&](auto d, std::int64_t i) HWY_ATTR {
    const auto centred = hn::Sub(hn::LoadU(d, x + i), hn::Set(d, mean));
    hn::StoreU(hn::MulAdd(centred, hn::Set(d, factor), hn::Set(d, bias)), d, y + i);
  });
}

/// The same across the channels of one sample that has one element each.
void normalise_channels(const float* x, const float* mean, const float* factor, const float* bias,
                        float* y, std::int64_t count) {
  cover(count, [&](auto d, std::int64_t i) HWY_ATTR {
    const auto centred = hn::Sub(hn::LoadU(d, x + i), hn::LoadU(d, mean + i));
    hn::StoreU(hn::MulAdd(centred, hn::LoadU(d, factor + i), hn::LoadU(d, bias + i)), d, y + i);
  });
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {
namespace {

HWY_EXPORT(normalise_plane);
HWY_EXPORT(normalise_channels);

/// scale / √(variance + epsilon), by channel.
std::vector<float> factors_of(const CpuCall& call) {
  const float epsilon = call.params.as<BatchNormSettings>().epsilon;
  const std::span<const float> scale = call.inputs[1].floats(), variance = call.inputs[4].floats();
  std::vector<float> factors(scale.size());
  for (std::size_t c = 0; c < factors.size(); ++c) {
    factors[c] = scale[c] / std::sqrt(variance[c] + epsilon);
  }
  return factors;
}

}  // namespace

void batch_normalization_cpu(const CpuCall& call) {
  const auto [samples, channels, spatial] = BatchNormGeometry(call.inputs[0].shape());
  const std::vector<float> factors = factors_of(call);
  const float* x = call.inputs[0].floats().data();
  const float* bias = call.inputs[2].floats().data();
  const float* mean = call.inputs[3].floats().data();
  float* y = call.outputs[0].mutable_values<float>().data();
  const bool by_plane = spatial != 1;
  const std::int64_t row = by_plane ? spatial : channels;
  parallel_for({.count = by_plane ? samples * channels : samples,
                .nanoseconds_each = static_cast<double>(row) / k_floats_per_ns,
                .threads = call.threads},
               call.cancel, [&, channels = channels](std::int64_t index) {
                 const float* from = x + index * row;
                 float* to = y + index * row;
                 if (by_plane) {
                   const std::int64_t c = index % channels;
                   HWY_DYNAMIC_DISPATCH(normalise_plane)
                   (from, mean[c], factors[static_cast<std::size_t>(c)], bias[c], to, row);
                 } else {
                   HWY_DYNAMIC_DISPATCH(normalise_channels)
                   (from, mean, factors.data(), bias, to, row);
                 }
               });
}

}  // namespace fovea::ops
#endif
