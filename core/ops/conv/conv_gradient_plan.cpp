#include "core/base/divide_up.h"
#include "core/ops/conv/conv_plan.h"
#include "core/ops/line_dispatch.h"
#include "core/ops/reduction_plan.h"

namespace fovea {
namespace {

/// Channels that one invocation of the input gradient's shader makes.
constexpr std::int64_t k_data_channels = 4;
/// Taps along the width and channels that one of the kernels' makes, and both together: they and
/// what they need stay in registers.
constexpr std::int64_t k_most_taps = 8, k_most_channels = 8, k_most_sums = 16;

constexpr Binding k_data{Binding::Kind::input, 0}, k_weights{Binding::Kind::input, 1};
constexpr Binding k_slopes{Binding::Kind::output_gradient, 0};

constexpr Binding gradient_of(std::uint32_t input) {
  return {Binding::Kind::input_gradient, input};
}

/// The convolution that takes output gradients to input gradients; nothing where there is none: a
/// stride leaves gaps, padding beyond the window would have to be negative.
std::optional<ConvGeometry> backward_geometry(const ConvGeometry& conv) {
  ConvGeometry backward = conv;
  std::swap(backward.group_inputs, backward.group_outputs);
  std::swap(backward.input, backward.output);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Window& window = conv.windows[axis];
    const std::int64_t pad = window.span() - 1 - window.pad_begin;
    if (window.stride != 1 || pad < 0) return std::nullopt;
    backward.windows[axis].pad_begin = pad;
  }
  return backward;
}

/// As a convolution with the kernels turned round.
bool add_flipped(VulkanPlan& plan, const ConvGeometry& conv, const ConvGeometry& backward,
                 const VulkanLimits& limits) {
  const std::int64_t count = conv.group * conv.group_outputs * conv.depth();
  std::optional<Dispatch> flip = line_dispatch("ops/conv/conv_flip", count, limits);
  std::optional<Dispatch> convolve = conv_dispatch(backward, false, limits);
  if (!flip || !convolve) return false;
  flip->push = push_bytes(ConvFlipConstants{.count = static_cast<uint>(count),
                                            .group_in = static_cast<uint>(conv.group_inputs),
                                            .group_out = static_cast<uint>(conv.group_outputs),
                                            .taps = static_cast<uint>(conv.taps())});
  const Binding flipped = add_scratch(plan, count);
  flip->bindings = {k_weights, flipped};
  convolve->bindings = {k_slopes, flipped, gradient_of(0), flipped};
  plan.dispatches.push_back(std::move(*flip));
  plan.dispatches.push_back(std::move(*convolve));
  return true;
}

bool add_data_gradient(VulkanPlan& plan, const ConvGeometry& conv, const VulkanLimits& limits) {
  if (const auto backward = backward_geometry(conv)) {
    return add_flipped(plan, conv, *backward, limits);
  }
  const std::int64_t group_size = conv_group_size(limits);
  const std::int64_t channels = std::min(conv.group_inputs, k_data_channels);
  Dispatch dispatch{.shader = "ops/conv/conv_data_gradient",
                    .specialization = conv_specialization(conv, group_size,
                                                          static_cast<std::uint32_t>(channels), 0),
                    .push = push_bytes(conv_constants<ConvConstants>(conv)),
                    .bindings = {k_slopes, k_weights, gradient_of(0)}};
  // Positions come by their place between strides: neighbours are read by the same taps.
  std::int64_t positions = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::int64_t stride = conv.windows[axis].stride;
    positions *= divide_up(conv.input[axis], stride) * stride;
  }
  if (positions > k_most_shader_elements) return false;
  if (!set_groups(dispatch,
                  {divide_up(positions, group_size),
                   divide_up(conv.group_inputs, channels) * conv.group, conv.batch},
                  limits)) {
    return false;
  }
  plan.dispatches.push_back(std::move(dispatch));
  return true;
}

/// In chunks of samples that leave no part of the device idle.
bool add_weight_gradient(VulkanPlan& plan, const ConvGeometry& conv, const VulkanLimits& limits) {
  const std::int64_t group_size = conv_group_size(limits);
  const std::int64_t width = conv.windows[2].kernel;
  const std::int64_t taps = divide_up(width, divide_up(width, k_most_taps));
  const std::int64_t channels = std::min(
      {conv.group_outputs, k_most_channels, std::max<std::int64_t>(k_most_sums / taps, 1)});
  const std::int64_t across = divide_up(conv.depth() / width * divide_up(width, taps), group_size);
  const std::int64_t down = divide_up(conv.group_outputs, channels) * conv.group;
  const std::int64_t wanted = divide_up(limits.busy_invocations, across * group_size * down);
  const std::int64_t chunk = divide_up(conv.batch, std::min(wanted, conv.batch));
  const std::int64_t chunks = divide_up(conv.batch, chunk);
  const std::int64_t count = conv.group * conv.group_outputs * conv.depth();
  if (count * chunks > k_most_shader_elements) return false;

  auto constants = conv_constants<ConvWeightGradientConstants>(conv);
  constants.chunk = static_cast<int>(chunk);
  const Binding to = chunks > 1 ? add_scratch(plan, count * chunks) : gradient_of(1);
  Dispatch dispatch{.shader = "ops/conv/conv_weight_gradient",
                    .specialization = conv_specialization(conv, group_size,
                                                          static_cast<std::uint32_t>(channels), 0),
                    .push = push_bytes(constants),
                    .bindings = {k_data, k_slopes, to}};
  dispatch.specialization.push_back(static_cast<std::uint32_t>(taps));
  if (!set_groups(dispatch, {across, down, chunks}, limits)) return false;
  plan.dispatches.push_back(std::move(dispatch));
  return chunks == 1 || add_sum_of_parts(plan, count, chunks, 1, to, gradient_of(1), limits);
}

bool add_bias_gradient(VulkanPlan& plan, const ConvGeometry& conv, const VulkanLimits& limits) {
  Reduction reduction =
      channel_reduction(conv.batch, conv.group * conv.group_outputs, conv.output_plane());
  reduction.values = k_slopes;
  reduction.sums = gradient_of(2);
  return add_reduction(plan, reduction, limits);
}

}  // namespace

std::optional<VulkanPlan> conv_gradient_plan(const TrainingPlanContext& context) {
  const ConvGeometry conv = conv_geometry(context.params.as<ConvParams>(), context.inputs[0].shape,
                                          context.inputs[1].shape);
  const auto fits = [](const ValueType& type) {
    return type.shape.elements() <= k_most_shader_elements;
  };
  if (!std::ranges::all_of(context.inputs, fits) || !fits(context.outputs[0])) return std::nullopt;
  VulkanPlan plan;
  if (context.wants(0) && !add_data_gradient(plan, conv, context.limits)) return std::nullopt;
  if (context.wants(1) && !add_weight_gradient(plan, conv, context.limits)) return std::nullopt;
  if (context.wants(2) && !add_bias_gradient(plan, conv, context.limits)) return std::nullopt;
  return plan;
}

}  // namespace fovea
