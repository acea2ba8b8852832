#include "core/ops/softmax/softmax.h"

#include <cmath>
#include <limits>

#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes& attributes, const ParseContext& context) {
  const bool flattens = context.opset < 13;
  return Params::of(
      SoftmaxSettings{.axis = attributes.integer("axis", flattens ? 1 : -1), .flattens = flattens});
}

std::vector<ValueType> infer(const Params& params, std::span<const InferInput> inputs,
                             std::size_t) {
  require_floats(inputs);
  resolve_axis(params.as<SoftmaxSettings>().axis, inputs[0].type.shape.rank());
  return {inputs[0].type};
}

std::vector<AxisReads> reads(const Params& params, std::size_t, std::span<const ValueType> inputs,
                             const ValueType&) {
  const auto& settings = params.as<SoftmaxSettings>();
  const Shape& input = inputs[0].shape;
  const std::size_t first = resolve_axis(settings.axis, input.rank());
  std::vector<AxisReads> result(input.rank());
  for (std::size_t axis = first; axis < (settings.flattens ? input.rank() : first + 1); ++axis) {
    result[axis] = AxisReads::whole(input[axis]);
  }
  return result;
}

/// One row, its elements `step` apart. The largest is taken off first: the quotients stay the
/// same and no exponential overflows.
void softmax_row(const double* x, double* y, std::int64_t count, std::int64_t step) {
  double largest = -std::numeric_limits<double>::infinity();
  for (std::int64_t i = 0; i < count; ++i) largest = std::max(largest, x[i * step]);
  double sum = 0;
  for (std::int64_t i = 0; i < count; ++i) sum += std::exp(x[i * step] - largest);
  for (std::int64_t i = 0; i < count; ++i) y[i * step] = std::exp(x[i * step] - largest) / sum;
}

void reference(const ReferenceCall& call) {
  const auto [outer, extent, inner] =
      SoftmaxGeometry(call.params.as<SoftmaxSettings>(), call.inputs[0].shape());
  const double* x = call.inputs[0].values<double>().data();
  double* y = call.outputs[0].mutable_values<double>().data();
  for (std::int64_t i = 0; i < outer; ++i) {
    for (std::int64_t j = 0; j < inner; ++j) {
      const std::int64_t start = i * extent * inner + j;
      softmax_row(x + start, y + start, extent, inner);
    }
  }
}

/// Every output takes from all others what it gets.
void softmax_row_gradient(const double* y, const double* dy, double* dx, std::int64_t count,
                          std::int64_t step) {
  double mean = 0;
  for (std::int64_t i = 0; i < count; ++i) mean += y[i * step] * dy[i * step];
  for (std::int64_t i = 0; i < count; ++i) dx[i * step] += y[i * step] * (dy[i * step] - mean);
}

void gradient(const GradientCall& call) {
  if (call.wanted(0).empty()) return;
  const auto [outer, extent, inner] =
      SoftmaxGeometry(call.params.as<SoftmaxSettings>(), call.inputs[0].shape());
  const double* y = call.outputs[0].values<double>().data();
  const double* dy = call.output_gradients[0].values<double>().data();
  for (std::int64_t i = 0; i < outer; ++i) {
    for (std::int64_t j = 0; j < inner; ++j) {
      const std::int64_t start = i * extent * inner + j;
      softmax_row_gradient(y + start, dy + start, call.wanted(0).data() + start, extent, inner);
    }
  }
}

/// One group a row; bindings are left to the caller.
std::optional<Dispatch> row_dispatch(std::string_view shader, const Params& params,
                                     const Shape& input, const VulkanLimits& limits) {
  if (input.elements() > k_most_shader_elements) return std::nullopt;
  const SoftmaxGeometry geometry(params.as<SoftmaxSettings>(), input);
  const std::int64_t rows = geometry.outer * geometry.inner;
  std::optional<Dispatch> dispatch = group_dispatch(shader, rows, limits);
  if (!dispatch) return std::nullopt;
  dispatch->push = push_bytes(SoftmaxParams{.rows = static_cast<uint>(rows),
                                            .extent = static_cast<uint>(geometry.extent),
                                            .inner = static_cast<uint>(geometry.inner)});
  return dispatch;
}

std::optional<VulkanPlan> plan(const PlanContext& context) {
  auto dispatch =
      row_dispatch("ops/softmax/softmax", context.params, context.inputs[0].shape, context.limits);
  if (!dispatch) return std::nullopt;
  dispatch->bindings = {{Binding::Kind::input, 0}, {Binding::Kind::output, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

std::optional<VulkanPlan> gradient_plan(const TrainingPlanContext& context) {
  auto dispatch = row_dispatch("ops/softmax/softmax_gradient", context.params,
                               context.inputs[0].shape, context.limits);
  if (!dispatch) return std::nullopt;
  dispatch->specialization.push_back(dispatch->specialization[0]);
  dispatch->bindings = {{Binding::Kind::output, 0},
                        {Binding::Kind::output_gradient, 0},
                        {Binding::Kind::input_gradient, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

}  // namespace

SoftmaxGeometry::SoftmaxGeometry(const SoftmaxSettings& settings, const Shape& input) {
  const std::size_t axis = resolve_axis(settings.axis, input.rank());
  outer = input.elements(0, axis);
  extent = settings.flattens ? input.elements(axis, input.rank()) : input[axis];
  inner = settings.flattens ? 1 : input.elements(axis + 1, input.rank());
}

const Operator softmax{
    .name = "Softmax",
    .kind = LayerKind::answer,
    .parse = parse,
    .infer = infer,
    .reads = reads,
    .reference = reference,
    .gradient = gradient,
    .cpu = softmax_cpu,
    .batch = &softmax_batch,
    .vulkan = plan,
    .vulkan_gradient = gradient_plan,
};

}  // namespace fovea::ops
