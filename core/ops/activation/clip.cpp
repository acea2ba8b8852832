#include <fmt/format.h>
#include <limits>

#include "core/base/error.h"
#include "core/ops/activation/elementwise.h"
#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

constexpr float k_infinity = std::numeric_limits<float>::infinity();

/// Bounds as attributes (opset 6); from opset 11 they are inputs 1 and 2, and these stand for
/// the ones that are absent.
struct ClipParams {
  float low = -k_infinity, high = k_infinity;
  bool has_low_input = false, has_high_input = false;
};

Params parse(const Attributes& attributes, const ParseContext& context) {
  if (context.opset >= 11) {
    return Params::of(
        ClipParams{.has_low_input = context.has_input(1), .has_high_input = context.has_input(2)});
  }
  if (context.inputs > 1) {
    throw Error{fmt::format("at opset {} its bounds are attributes, not inputs", context.opset)};
  }
  return Params::of(ClipParams{.low = attributes.number("min", -k_infinity),
                               .high = attributes.number("max", k_infinity)});
}

std::vector<ValueType> infer(const Params&, std::span<const InferInput> inputs, std::size_t) {
  require_floats(inputs.first(1));
  for (const InferInput& bound : inputs.subspan(1)) {
    if (!bound.present) continue;
    require_floats({&bound, 1});
    if (bound.type.shape.elements() != 1) {
      throw Error{
          fmt::format("a bound must be one number, but is {}", bound.type.shape.to_string())};
    }
  }
  return {inputs[0].type};
}

/// A bound is read as one number, whatever the position.
std::vector<AxisReads> reads(const Params&, std::size_t index, std::span<const ValueType> inputs,
                             const ValueType&) {
  return std::vector<AxisReads>(inputs[index].shape.rank(),
                                index == 0 ? AxisReads{} : AxisReads::whole(1));
}

/// bound(i) is the number in input i.
template <typename Bound>
Activation with_bounds(const Params& params, const Bound& bound) {
  const auto& settings = params.as<ClipParams>();
  Activation clip{.function = Function::clip, .low = settings.low, .high = settings.high};
  if (settings.has_low_input) clip.low = bound(1);
  if (settings.has_high_input) clip.high = bound(2);
  return clip;
}

template <typename Element>
Activation with_bounds(const Params& params, std::span<const Tensor> inputs) {
  return with_bounds(params, [&](std::size_t i) { return inputs[i].values<Element>()[0]; });
}

template <typename Call>
Activation with_batch_bounds(const Call& call) {
  return with_bounds(call.context.params, [&](std::size_t i) { return call.inputs[i][0]; });
}

/// The bounds are weights, and have no gradient here.
bool batch_fits(const BatchContext& context) {
  for (std::size_t i = 1; i < context.inputs.size(); ++i) {
    if (!context.inputs[i].shape.dims().empty() || context.is_weight[i]) continue;
    return false;
  }
  return true;
}

const BatchKernels batch{
    .fits = batch_fits,
    .forward = [](const BatchForward& call) { apply_batch(with_batch_bounds(call), call); },
    .backward = [](const BatchBackward& call) { gradient_batch(with_batch_bounds(call), call); },
    .in_place = true,
    .reads_output = true,
};

void reference(const ReferenceCall& call) {
  apply_reference(with_bounds<double>(call.params, call.inputs), call);
}

/// What the bounds stand in for is theirs to answer for; where low > high, high's.
void bound_gradients(const Activation& clip, const GradientCall& call) {
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  double low = 0, high = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::max(x[i], clip.low) > clip.high) {
      high += dy[i];
    } else if (x[i] < clip.low) {
      low += dy[i];
    }
  }
  for (double& bound : call.wanted(1)) bound += low;
  for (double& bound : call.wanted(2)) bound += high;
}

void gradient(const GradientCall& call) {
  const Activation clip = with_bounds<double>(call.params, call.inputs);
  apply_gradient(clip, call);
  bound_gradients(clip, call);
}

std::vector<std::int64_t> routes(const Params& params, std::span<const Tensor> inputs) {
  return routes_of(with_bounds<double>(params, inputs), inputs[0]);
}

void cpu(const CpuCall& call) { apply_cpu(with_bounds<float>(call.params, call.inputs), call); }

/// The shader reads a bound from its input's buffer. An absent one has no buffer: the shader is
/// specialised not to look, and the data's own buffer fills the place.
std::optional<VulkanPlan> plan_with_bounds(std::string_view shader, const Params& params,
                                           std::int64_t count, std::vector<Binding> bindings,
                                           const VulkanLimits& limits) {
  std::optional<Dispatch> dispatch = line_dispatch(shader, count, limits);
  if (!dispatch) return std::nullopt;
  const auto& settings = params.as<ClipParams>();
  dispatch->specialization.push_back(settings.has_low_input ? 1 : 0);
  dispatch->specialization.push_back(settings.has_high_input ? 1 : 0);
  dispatch->push = push_bytes(ClipBounds{
      .count = static_cast<std::uint32_t>(count), .low = settings.low, .high = settings.high});
  dispatch->bindings = std::move(bindings);
  dispatch->bindings.push_back({Binding::Kind::input, settings.has_low_input ? 1U : 0U});
  dispatch->bindings.push_back({Binding::Kind::input, settings.has_high_input ? 2U : 0U});
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

std::optional<VulkanPlan> plan(const PlanContext& context) {
  return plan_with_bounds("ops/activation/clip", context.params,
                          context.outputs[0].shape.elements(),
                          {{Binding::Kind::input, 0}, {Binding::Kind::output, 0}}, context.limits);
}

/// The bounds have no gradient on a device.
std::optional<VulkanPlan> gradient_plan(const TrainingPlanContext& context) {
  if (context.wants(1) || context.wants(2)) return std::nullopt;
  return plan_with_bounds("ops/activation/clip_gradient", context.params,
                          context.outputs[0].shape.elements(),
                          {{Binding::Kind::input, 0},
                           {Binding::Kind::output_gradient, 0},
                           {Binding::Kind::input_gradient, 0}},
                          context.limits);
}

}  // namespace

const Operator clip{
    .name = "Clip",
    .kind = LayerKind::activation,
    .max_inputs = 3,
    .parse = parse,
    .infer = infer,
    .reads = reads,
    .reference = reference,
    .gradient = gradient,
    .routes = routes,
    .cpu = cpu,
    .batch = &batch,
    .vulkan = plan,
    .vulkan_gradient = gradient_plan,
};

}  // namespace fovea::ops
