#include "core/ops/pooling/global_pool.h"

#include <cmath>
#include <fmt/format.h>
#include <numeric>

#include "core/base/error.h"
#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

double mean(std::span<const double> samples) {
  return std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
}

/// Index of the largest, the first of equals, or of one that is NaN.
std::size_t largest(std::span<const double> samples) {
  std::size_t result = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (samples[i] > samples[result] || std::isnan(samples[i])) result = i;
  }
  return result;
}

}  // namespace

std::vector<ValueType> infer_global_pool(const Params&, std::span<const InferInput> inputs,
                                         std::size_t) {
  require_floats(inputs);
  const Shape& input = inputs[0].type.shape;
  if (input.rank() < 3 || input.elements(2, input.rank()) == 0) {
    throw Error{fmt::format("an input of {} has nothing to pool after samples and channels",
                            input.to_string())};
  }
  Shape output = input;
  for (std::size_t axis = 2; axis < output.rank(); ++axis) output[axis] = 1;
  return {{.shape = output}};
}

std::vector<AxisReads> global_pool_reads(const Params&, std::size_t,
                                         std::span<const ValueType> inputs, const ValueType&) {
  const Shape& input = inputs[0].shape;
  std::vector<AxisReads> reads(input.rank());
  for (std::size_t axis = 2; axis < input.rank(); ++axis) {
    reads[axis] = AxisReads::whole(input[axis]);
  }
  return reads;
}

void global_pool_reference(const ReferenceCall& call) {
  const bool average = call.params.as<GlobalPoolSettings>().average;
  const Shape& shape = call.inputs[0].shape();
  const auto plane = static_cast<std::size_t>(shape.elements(2, shape.rank()));
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<double> y = call.outputs[0].mutable_values<double>();
  for (std::size_t i = 0; i < y.size(); ++i) {
    const std::span<const double> samples = x.subspan(i * plane, plane);
    y[i] = average ? mean(samples) : samples[largest(samples)];
  }
}

void global_pool_gradient(const GradientCall& call) {
  if (call.wanted(0).empty()) return;
  const bool average = call.params.as<GlobalPoolSettings>().average;
  const Shape& shape = call.inputs[0].shape();
  const auto plane = static_cast<std::size_t>(shape.elements(2, shape.rank()));
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  for (std::size_t i = 0; i < dy.size(); ++i) {
    const std::span<double> dx = call.wanted(0).subspan(i * plane, plane);
    if (average) {
      for (double& slope : dx) slope += dy[i] / static_cast<double>(plane);
    } else {
      dx[largest(x.subspan(i * plane, plane))] += dy[i];
    }
  }
}

std::vector<std::int64_t> global_pool_routes(const Params&, std::span<const Tensor> inputs) {
  const Shape& shape = inputs[0].shape();
  const auto plane = static_cast<std::size_t>(shape.elements(2, shape.rank()));
  const std::span<const double> x = inputs[0].values<double>();
  std::vector<std::int64_t> sources;
  for (std::size_t first = 0; first < x.size(); first += plane) {
    sources.push_back(static_cast<std::int64_t>(first + largest(x.subspan(first, plane))));
  }
  return sources;
}

namespace {

/// One group a plane; bindings are left to the caller.
std::optional<Dispatch> plane_dispatch(std::string_view shader, const Params& params,
                                       const Shape& input, const VulkanLimits& limits) {
  const std::int64_t planes = input.elements(0, 2);
  if (input.elements() > k_most_shader_elements) return std::nullopt;
  std::optional<Dispatch> dispatch = group_dispatch(shader, planes, limits);
  if (!dispatch) return std::nullopt;
  dispatch->specialization.push_back(params.as<GlobalPoolSettings>().average ? 1 : 0);
  dispatch->push =
      push_bytes(GlobalPoolParams{.planes = static_cast<uint>(planes),
                                  .plane = static_cast<uint>(input.elements(2, input.rank()))});
  return dispatch;
}

}  // namespace

std::optional<VulkanPlan> plan_global_pool(const PlanContext& context) {
  auto dispatch = plane_dispatch("ops/pooling/global_pool", context.params, context.inputs[0].shape,
                                 context.limits);
  if (!dispatch) return std::nullopt;
  dispatch->bindings = {{Binding::Kind::input, 0}, {Binding::Kind::output, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

std::optional<VulkanPlan> plan_global_pool_gradient(const TrainingPlanContext& context) {
  auto dispatch = plane_dispatch("ops/pooling/global_pool_gradient", context.params,
                                 context.inputs[0].shape, context.limits);
  if (!dispatch) return std::nullopt;
  dispatch->bindings = {{Binding::Kind::input, 0},
                        {Binding::Kind::output_gradient, 0},
                        {Binding::Kind::input_gradient, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

}  // namespace fovea::ops
