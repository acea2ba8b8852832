#include "core/ops/line_dispatch.h"
#include "core/ops/normalisation/batch_normalization.h"
#include "core/ops/reduction_plan.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

constexpr Binding k_data{Binding::Kind::input, 0}, k_scale{Binding::Kind::input, 1};
constexpr Binding k_bias{Binding::Kind::input, 2};
constexpr Binding k_output{Binding::Kind::output, 0};
constexpr Binding k_slopes{Binding::Kind::output_gradient, 0};

/// What a channel is normalised by, both [channels].
struct Statistics {
  Binding mean, variance;
};
constexpr Statistics k_running{{Binding::Kind::input, 3}, {Binding::Kind::input, 4}};
constexpr Statistics k_batch{{Binding::Kind::kept, 0}, {Binding::Kind::kept, 1}};

bool add_normalisation(VulkanPlan& plan, const PlanContext& context, const Statistics& statistics) {
  const Shape& input = context.inputs[0].shape;
  const std::int64_t count = input.elements();
  std::optional<Dispatch> dispatch =
      line_dispatch("ops/normalisation/batch_normalization", count, context.limits);
  if (!dispatch) return false;
  const BatchNormGeometry geometry(input);
  dispatch->push =
      push_bytes(BatchNormParams{.count = static_cast<uint>(count),
                                 .channels = static_cast<uint>(geometry.channels),
                                 .spatial = static_cast<uint>(geometry.spatial),
                                 .epsilon = context.params.as<BatchNormSettings>().epsilon});
  dispatch->bindings = {k_data, k_scale, k_bias, statistics.mean, statistics.variance, k_output};
  plan.dispatches.push_back(std::move(*dispatch));
  return true;
}

Reduction over_channels(const BatchNormGeometry& geometry) {
  return channel_reduction(geometry.samples, geometry.channels, geometry.spatial);
}

/// Mean first, then what the elements deviate from it: nothing cancels.
bool add_batch_statistics(VulkanPlan& plan, const BatchNormGeometry& geometry,
                          const VulkanLimits& limits) {
  Reduction reduction = over_channels(geometry);
  reduction.scale = 1 / static_cast<float>(geometry.samples * geometry.spatial);
  reduction.values = k_data;
  reduction.sums = k_batch.mean;
  if (!add_reduction(plan, reduction, limits)) return false;
  reduction.term = ReductionTerm::deviation;
  reduction.centres = k_batch.mean;
  reduction.sums = k_batch.variance;
  return add_reduction(plan, reduction, limits);
}

/// Σ dy · x̂ and Σ dy by channel: the gradients of scale and bias, and what the data's needs.
bool add_channel_gradients(VulkanPlan& plan, const TrainingPlanContext& context,
                           const Statistics& statistics, const Binding& scale,
                           const Binding& bias) {
  Reduction reduction = over_channels(BatchNormGeometry(context.inputs[0].shape));
  reduction.values = k_slopes;
  reduction.sums = bias;
  if (!add_reduction(plan, reduction, context.limits)) return false;
  reduction.term = ReductionTerm::normalised;
  for (std::size_t axis = 4; axis-- > 0;) {  // x lies as dy does
    reduction.factor_strides[axis] =
        axis == 3 ? 1 : reduction.factor_strides[axis + 1] * reduction.dims[axis + 1];
  }
  reduction.factors = k_data;
  reduction.centres = statistics.mean;
  reduction.variances = statistics.variance;
  reduction.epsilon = context.params.as<BatchNormSettings>().epsilon;
  reduction.sums = scale;
  return add_reduction(plan, reduction, context.limits);
}

bool add_data_gradient(VulkanPlan& plan, const TrainingPlanContext& context,
                       const Statistics& statistics, const Binding& scale, const Binding& bias) {
  const Shape& input = context.inputs[0].shape;
  const std::int64_t count = input.elements();
  std::optional<Dispatch> dispatch =
      line_dispatch("ops/normalisation/batch_normalization_gradient", count, context.limits);
  if (!dispatch) return false;
  const BatchNormGeometry geometry(input);
  const auto elements = static_cast<float>(geometry.samples * geometry.spatial);
  dispatch->push =
      push_bytes(BatchNormGradientParams{.count = static_cast<uint>(count),
                                         .channels = static_cast<uint>(geometry.channels),
                                         .spatial = static_cast<uint>(geometry.spatial),
                                         .epsilon = context.params.as<BatchNormSettings>().epsilon,
                                         .share = context.trains ? 1 / elements : 0});
  dispatch->bindings = {k_data,
                        k_slopes,
                        k_scale,
                        statistics.mean,
                        statistics.variance,
                        scale,
                        bias,
                        {Binding::Kind::input_gradient, 0}};
  plan.dispatches.push_back(std::move(*dispatch));
  return true;
}

}  // namespace

std::optional<VulkanPlan> plan_batch_normalization(const PlanContext& context) {
  VulkanPlan plan;
  if (!add_normalisation(plan, context, k_running)) return std::nullopt;
  return plan;
}

std::optional<VulkanPlan> plan_batch_normalization_training(const TrainingPlanContext& context) {
  const PlanContext forward = context.forward();
  if (!context.trains) return plan_batch_normalization(forward);
  const BatchNormGeometry geometry(context.inputs[0].shape);
  const auto bytes = geometry.channels * static_cast<std::int64_t>(sizeof(float));
  VulkanPlan plan{.dispatches = {}, .scratch_bytes = {}, .kept_bytes = {bytes, bytes}};
  if (!add_batch_statistics(plan, geometry, context.limits)) return std::nullopt;
  if (!add_normalisation(plan, forward, k_batch)) return std::nullopt;
  return plan;
}

/// The running statistics are measured, and have no gradient on a device.
std::optional<VulkanPlan> plan_batch_normalization_gradient(const TrainingPlanContext& context) {
  if (context.wants(3) || context.wants(4)) return std::nullopt;
  const Statistics& statistics = context.trains ? k_batch : k_running;
  const std::int64_t channels = BatchNormGeometry(context.inputs[0].shape).channels;
  VulkanPlan plan;
  Binding scale = k_scale, bias = k_bias;  // fill the places where nothing is read
  if (context.trains || context.wants(1) || context.wants(2)) {
    const auto place = [&](std::uint32_t input) {
      return context.wants(input) ? Binding{Binding::Kind::input_gradient, input}
                                  : add_scratch(plan, channels);
    };
    scale = place(1);
    bias = place(2);
    if (!add_channel_gradients(plan, context, statistics, scale, bias)) return std::nullopt;
  }
  if (context.wants(0) && !add_data_gradient(plan, context, statistics, scale, bias)) {
    return std::nullopt;
  }
  return plan;
}

void update_running_statistics(const AfterVulkanStep& step) {
  if (step.weights[3] == nullptr || step.weights[4] == nullptr) return;
  const BatchNormGeometry geometry(step.inputs[0].shape);
  const auto count = static_cast<double>(geometry.samples * geometry.spatial);
  const std::vector<float>&mean = step.kept[0], &variance = step.kept[1];
  for (std::size_t c = 0; c < mean.size(); ++c) {
    update_running(step.params.as<BatchNormSettings>(), mean[c], variance[c], count,
                   step.weights[3][c], step.weights[4][c]);
  }
}

}  // namespace fovea::ops
