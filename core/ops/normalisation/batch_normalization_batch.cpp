#include <cmath>

#include "core/ops/normalisation/batch_normalization.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/normalisation/batch_normalization_batch.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

#ifndef FOVEA_NORMALISED_PLANE
#define FOVEA_NORMALISED_PLANE
namespace fovea::ops {

/// One channel of a few samples: [positions, lanes]. xhat = (x − mean) · inverse.
struct NormalisedPlane {
  std::int64_t positions = 0, lanes = 0, samples = 0;
  float mean = 0, inverse = 1;
  std::int64_t floats() const { return positions * lanes; }
};

}  // namespace fovea::ops
#endif

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

/// first += Σ a, second += Σ a · b over the samples, where step(d, i) gives (a, b). Each lane is
/// summed for some positions in single precision, then in double.
template <class Step>
HWY_INLINE void sum_pairs(const NormalisedPlane& plane, const Step& step, double& first,
                          double& second) {
  constexpr std::int64_t k_positions = 64;
  const hn::ScalableTag<float> d;
  const auto width = static_cast<std::int64_t>(hn::Lanes(d));
  alignas(64) float sums[2][hn::MaxLanes(d)];
  for (std::int64_t lane = 0; lane < plane.samples; lane += width) {
    const std::int64_t used = std::min(width, plane.samples - lane);
    for (std::int64_t p = 0; p < plane.positions; p += k_positions) {
      auto a_sum = hn::Zero(d), ab_sum = hn::Zero(d);
      for (std::int64_t q = p; q < std::min(p + k_positions, plane.positions); ++q) {
        const auto [a, b] = step(d, q * plane.lanes + lane);
        a_sum = hn::Add(a_sum, a);
        ab_sum = hn::MulAdd(a, b, ab_sum);
      }
      hn::Store(a_sum, d, sums[0]);
      hn::Store(ab_sum, d, sums[1]);
      for (std::int64_t i = 0; i < used; ++i) {
        first += static_cast<double>(sums[0][i]);
        second += static_cast<double>(sums[1][i]);
      }
    }
  }
}

/// Σ x and Σ x².
void add_moments(const NormalisedPlane& plane, const float* x, double* sums) {
  sum_pairs(
      plane,
      [&](auto d, std::int64_t i) HWY_ATTR {
        const auto value = hn::LoadU(d, x + i);
        return std::pair(value, value);
      },
      sums[0], sums[1]);
}

/// Σ dy and Σ dy · xhat.
void add_gradient_moments(const NormalisedPlane& plane, const float* x, const float* dy,
                          double* sums) {
  sum_pairs(
      plane,
      [&](auto d, std::int64_t i) HWY_ATTR {
        const auto centred = hn::Sub(hn::LoadU(d, x + i), hn::Set(d, plane.mean));
        return std::pair(hn::LoadU(d, dy + i), hn::Mul(centred, hn::Set(d, plane.inverse)));
      },
      sums[0], sums[1]);
}

/// y = xhat · scale + bias.
void normalise(const NormalisedPlane& plane, const float* x, float scale, float bias, float* y) {
  const float factor = scale * plane.inverse;
  cover(plane.floats(), [&](auto d, std::int64_t i) HWY_ATTR {
    const auto centred = hn::Sub(hn::LoadU(d, x + i), hn::Set(d, plane.mean));
    hn::StoreU(hn::MulAdd(centred, hn::Set(d, factor), hn::Set(d, bias)), d, y + i);
  });
}

/// dx = factor · (dy − a − xhat · b), 0 in lanes without a sample.
void differentiate(const NormalisedPlane& plane, const float* x, const float* dy, float factor,
                   float a, float b, float* dx) {
  const hn::ScalableTag<float> d;
  const auto width = static_cast<std::int64_t>(hn::Lanes(d));
  for (std::int64_t lane = 0; lane < plane.lanes; lane += width) {
    const auto mask = hn::FirstN(
        d, static_cast<std::size_t>(std::clamp<std::int64_t>(plane.samples - lane, 0, width)));
    for (std::int64_t i = lane; i < plane.floats(); i += plane.lanes) {
      const auto centred = hn::Sub(hn::LoadU(d, x + i), hn::Set(d, plane.mean));
      const auto xhat = hn::Mul(centred, hn::Set(d, plane.inverse));
      const auto left =
          hn::Sub(hn::LoadU(d, dy + i), hn::MulAdd(xhat, hn::Set(d, b), hn::Set(d, a)));
      hn::StoreU(hn::IfThenElseZero(mask, hn::Mul(left, hn::Set(d, factor))), d, dx + i);
    }
  }
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {
namespace {

HWY_EXPORT(add_moments);
HWY_EXPORT(add_gradient_moments);
HWY_EXPORT(normalise);
HWY_EXPORT(differentiate);

enum Input : std::size_t { k_scale = 1, k_bias, k_mean, k_variance };

bool fits(const BatchContext& context) {
  if (context.is_weight[0] || context.inputs[0].shape.rank() < 2) return false;
  return std::ranges::all_of(context.is_weight.subspan(1), [](char is) { return is != 0; });
}

/// The statistics of the whole batch, or the running ones.
struct Statistics {
  double mean = 0, variance = 0;
};

double batch_count(const BatchContext& context) {
  const BatchNormGeometry geometry(context.inputs[0].shape);
  return static_cast<double>(context.batch_samples * geometry.spatial);
}

Statistics batch_statistics(const BatchContext& context, const double* sums, std::int64_t channel) {
  const double count = batch_count(context);
  const double mean = sums[2 * channel] / count;
  return {mean, std::max(sums[2 * channel + 1] / count - mean * mean, 0.0)};
}

template <class Call>
NormalisedPlane plane_of(const Call& call, std::int64_t channel) {
  const BatchContext& context = call.context;
  const BatchNormGeometry geometry(context.inputs[0].shape);
  Statistics statistics{call.inputs[k_mean][channel], call.inputs[k_variance][channel]};
  if (context.mode.trains) statistics = batch_statistics(context, call.sums, channel);
  const double epsilon = context.params.as<BatchNormSettings>().epsilon;
  return {.positions = geometry.spatial,
          .lanes = context.lanes,
          .samples = context.samples,
          .mean = static_cast<float>(statistics.mean),
          .inverse = static_cast<float>(1 / std::sqrt(statistics.variance + epsilon))};
}

std::int64_t channels_of(const BatchContext& context) { return context.inputs[0].shape[1]; }

void add_sums(const BatchForward& call, double* sums) {
  const BatchNormGeometry geometry(call.context.inputs[0].shape);
  const NormalisedPlane plane{
      .positions = geometry.spatial, .lanes = call.context.lanes, .samples = call.context.samples};
  for (std::int64_t c = 0; c < geometry.channels; ++c) {
    HWY_DYNAMIC_DISPATCH(add_moments)
    (plane, call.inputs[0] + c * plane.floats(), sums + 2 * c);
  }
}

void add_gradient_sums(const BatchBackward& call, double* sums) {
  for (std::int64_t c = 0; c < channels_of(call.context); ++c) {
    const NormalisedPlane plane = plane_of(call, c);
    HWY_DYNAMIC_DISPATCH(add_gradient_moments)
    (plane, call.inputs[0] + c * plane.floats(), call.output_gradient + c * plane.floats(),
     sums + 2 * c);
  }
}

void forward(const BatchForward& call) {
  for (std::int64_t c = 0; c < channels_of(call.context); ++c) {
    const NormalisedPlane plane = plane_of(call, c);
    HWY_DYNAMIC_DISPATCH(normalise)
    (plane, call.inputs[0] + c * plane.floats(), call.inputs[k_scale][c], call.inputs[k_bias][c],
     call.outputs[0] + c * plane.floats());
  }
}

/// Source: Ioffe, Szegedy, "Batch Normalization", 2015, section 3.
void backward(const BatchBackward& call) {
  const BatchContext& context = call.context;
  // The sums are those of the whole batch: the first few samples give them for all.
  const bool gives_sums = context.first_sample == 0;
  for (std::int64_t c = 0; c < channels_of(context); ++c) {
    const NormalisedPlane plane = plane_of(call, c);
    // A frozen one goes by the running statistics and has no sums.
    const double bias = context.mode.trains ? call.gradient_sums[2 * c] : 0;
    const double scale = context.mode.trains ? call.gradient_sums[2 * c + 1] : 0;
    if (float* to = call.input_gradients[k_scale]) {
      to[c] = gives_sums ? static_cast<float>(scale) : 0.0F;
    }
    if (float* to = call.input_gradients[k_bias]) {
      to[c] = gives_sums ? static_cast<float>(bias) : 0.0F;
    }
    if (float* dx = call.input_gradients[0]) {
      const double share = context.mode.trains ? 1 / batch_count(context) : 0;
      HWY_DYNAMIC_DISPATCH(differentiate)
      (plane, call.inputs[0] + c * plane.floats(), call.output_gradient + c * plane.floats(),
       call.inputs[k_scale][c] * plane.inverse, static_cast<float>(bias * share),
       static_cast<float>(scale * share), dx + c * plane.floats());
    }
  }
}

void after_step(const BatchContext& context, const double* sums, std::span<float* const> weights) {
  const auto& settings = context.params.as<BatchNormSettings>();
  for (std::int64_t c = 0; c < channels_of(context); ++c) {
    const Statistics batch = batch_statistics(context, sums, c);
    update_running(settings, batch.mean, batch.variance, batch_count(context), weights[k_mean][c],
                   weights[k_variance][c]);
  }
}

}  // namespace

const BatchKernels batch_normalization_batch{
    .fits = fits,
    .forward = forward,
    .backward = backward,
    .sums = [](const BatchContext& context) { return 2 * channels_of(context); },
    .add_sums = add_sums,
    .add_gradient_sums = add_gradient_sums,
    .after_step = after_step,
};

}  // namespace fovea::ops
#endif
