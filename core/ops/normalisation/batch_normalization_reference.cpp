#include <cmath>

#include "core/ops/normalisation/batch_normalization.h"

namespace fovea::ops {
namespace {

/// Calls visit(index) for every element of a channel.
template <class Visit>
void for_elements(const BatchNormGeometry& geometry, std::int64_t channel, const Visit& visit) {
  for (std::int64_t n = 0; n < geometry.samples; ++n) {
    const std::int64_t first = (n * geometry.channels + channel) * geometry.spatial;
    for (std::int64_t i = first; i < first + geometry.spatial; ++i) {
      visit(static_cast<std::size_t>(i));
    }
  }
}

/// What a channel is normalised by.
struct Statistics {
  double mean = 0;
  double factor = 1;  ///< 1 / √(variance + ε)
};

Statistics batch_statistics(const BatchNormGeometry& geometry, std::int64_t channel,
                            std::span<const double> x, double epsilon) {
  const auto count = static_cast<double>(geometry.samples * geometry.spatial);
  double sum = 0, squares = 0;
  for_elements(geometry, channel, [&](std::size_t i) { sum += x[i]; });
  const double mean = sum / count;
  for_elements(geometry, channel, [&](std::size_t i) { squares += (x[i] - mean) * (x[i] - mean); });
  return {mean, 1 / std::sqrt(squares / count + epsilon)};
}

Statistics statistics_of(const Params& params, std::span<const Tensor> inputs, TrainingMode mode,
                         std::int64_t channel) {
  const double epsilon = params.as<BatchNormSettings>().epsilon;
  if (mode.trains) {
    return batch_statistics(BatchNormGeometry(inputs[0].shape()), channel,
                            inputs[0].values<double>(), epsilon);
  }
  const auto c = static_cast<std::size_t>(channel);
  return {inputs[3].values<double>()[c], 1 / std::sqrt(inputs[4].values<double>()[c] + epsilon)};
}

/// Sums over a channel that its gradients are made of; x̂ is the normalised input.
struct ChannelSums {
  double slope = 0;       ///< Σ dy
  double normalised = 0;  ///< Σ dy · x̂
};

}  // namespace

void batch_normalization_reference(const ReferenceCall& call) {
  const BatchNormGeometry geometry(call.inputs[0].shape());
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<double> y = call.outputs[0].mutable_values<double>();
  for (std::int64_t channel = 0; channel < geometry.channels; ++channel) {
    const auto c = static_cast<std::size_t>(channel);
    const double scale = call.inputs[1].values<double>()[c];
    const double bias = call.inputs[2].values<double>()[c];
    const auto [mean, factor] = statistics_of(call.params, call.inputs, call.mode, channel);
    for_elements(geometry, channel,
                 [&](std::size_t i) { y[i] = scale * (x[i] - mean) * factor + bias; });
  }
}

/// Given mean and factor are inputs like others; the batch's own move with every element, which
/// takes from its gradient what it has in common with all others and with x̂.
void batch_normalization_gradient(const GradientCall& call) {
  const BatchNormGeometry geometry(call.inputs[0].shape());
  const auto count = static_cast<double>(geometry.samples * geometry.spatial);
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  const std::span<double> dx = call.wanted(0), dscale = call.wanted(1), dbias = call.wanted(2);
  const std::span<double> dmean = call.wanted(3), dvariance = call.wanted(4);
  for (std::int64_t channel = 0; channel < geometry.channels; ++channel) {
    const auto c = static_cast<std::size_t>(channel);
    const auto statistics = statistics_of(call.params, call.inputs, call.mode, channel);
    const double factor = statistics.factor, slope = call.inputs[1].values<double>()[c] * factor;
    const auto normalised = [&](std::size_t i) { return (x[i] - statistics.mean) * factor; };
    ChannelSums sums;
    for_elements(geometry, channel, [&](std::size_t i) {
      sums.slope += dy[i];
      sums.normalised += dy[i] * normalised(i);
    });
    if (!dscale.empty()) dscale[c] += sums.normalised;
    if (!dbias.empty()) dbias[c] += sums.slope;
    if (!dmean.empty() && !call.mode.trains) dmean[c] -= slope * sums.slope;
    if (!dvariance.empty() && !call.mode.trains) {
      dvariance[c] -= slope * factor * sums.normalised / 2;
    }
    if (dx.empty()) continue;
    for_elements(geometry, channel, [&](std::size_t i) {
      const double common =
          call.mode.trains ? (sums.slope + normalised(i) * sums.normalised) / count : 0;
      dx[i] += slope * (dy[i] - common);
    });
  }
}

void update_running(const BatchNormSettings& settings, double batch_mean, double batch_variance,
                    double count, float& mean, float& variance) {
  const double keep = settings.momentum;
  const double unbiased = count > 1 ? count / (count - 1) : 1;
  mean = static_cast<float>(keep * mean + (1 - keep) * batch_mean);
  variance = static_cast<float>(keep * variance + (1 - keep) * batch_variance * unbiased);
}

}  // namespace fovea::ops
