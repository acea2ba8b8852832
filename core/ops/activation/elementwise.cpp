#include "core/ops/activation/elementwise.h"

#include <cmath>

#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea::ops {

double evaluate(const Activation& activation, double x) {
  switch (activation.function) {
    case Function::relu:
      return x < 0 ? 0 : x;
    case Function::leaky_relu:
      return x < 0 ? activation.slope * x : x;
    case Function::sigmoid:
      return 1 / (1 + std::exp(-x));
    case Function::tanh:
      return std::tanh(x);
    case Function::clip: {
      const double raised = x < activation.low ? activation.low : x;
      return raised > activation.high ? activation.high : raised;
    }
  }
  return x;
}

double derivative(const Activation& activation, double x) {
  switch (activation.function) {
    case Function::relu:
      return x > 0 ? 1 : 0;
    case Function::leaky_relu:
      return x > 0 ? 1 : activation.slope;
    case Function::sigmoid: {
      const double y = evaluate(activation, x);
      return y * (1 - y);
    }
    case Function::tanh: {
      const double y = std::tanh(x);
      return 1 - y * y;
    }
    case Function::clip:
      return x > activation.low && x < activation.high ? 1 : 0;
  }
  return 1;
}

std::vector<ValueType> infer_elementwise(const Params&, std::span<const InferInput> inputs,
                                         std::size_t) {
  require_floats(inputs.first(1));
  return {inputs[0].type};
}

void apply_reference(const Activation& activation, const ReferenceCall& call) {
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<double> y = call.outputs[0].mutable_values<double>();
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = evaluate(activation, x[i]);
}

void apply_gradient(const Activation& activation, const GradientCall& call) {
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  const std::span<double> dx = call.wanted(0);
  for (std::size_t i = 0; i < dx.size(); ++i) dx[i] += dy[i] * derivative(activation, x[i]);
}

std::vector<std::int64_t> routes_of(const Activation& activation, const Tensor& input) {
  std::vector<std::int64_t> sources;
  for (const double x : input.values<double>()) {
    const auto own = static_cast<std::int64_t>(sources.size());
    sources.push_back(derivative(activation, x) == 0 ? -1 : own);
  }
  return sources;
}

void elementwise_reference(const ReferenceCall& call) {
  apply_reference(call.params.as<Activation>(), call);
}

void elementwise_gradient(const GradientCall& call) {
  apply_gradient(call.params.as<Activation>(), call);
}

void elementwise_cpu(const CpuCall& call) { apply_cpu(call.params.as<Activation>(), call); }

std::optional<VulkanPlan> plan_elementwise(const PlanContext& context) {
  const std::int64_t count = context.outputs[0].shape.elements();
  std::optional<Dispatch> dispatch =
      line_dispatch("ops/activation/elementwise", count, context.limits);
  if (!dispatch) return std::nullopt;
  const auto& activation = context.params.as<Activation>();
  dispatch->specialization.push_back(static_cast<std::uint32_t>(activation.function));
  dispatch->push = push_bytes(
      ElementwiseParams{.count = static_cast<std::uint32_t>(count), .slope = activation.slope});
  dispatch->bindings = {{Binding::Kind::input, 0}, {Binding::Kind::output, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

std::optional<VulkanPlan> plan_elementwise_gradient(const TrainingPlanContext& context) {
  const std::int64_t count = context.outputs[0].shape.elements();
  std::optional<Dispatch> dispatch =
      line_dispatch("ops/activation/activation_gradient", count, context.limits);
  if (!dispatch) return std::nullopt;
  const auto& activation = context.params.as<Activation>();
  dispatch->specialization.push_back(static_cast<std::uint32_t>(activation.function));
  dispatch->push = push_bytes(
      ElementwiseParams{.count = static_cast<std::uint32_t>(count), .slope = activation.slope});
  dispatch->bindings = {{Binding::Kind::input, 0},
                        {Binding::Kind::output, 0},
                        {Binding::Kind::output_gradient, 0},
                        {Binding::Kind::input_gradient, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

}  // namespace fovea::ops
