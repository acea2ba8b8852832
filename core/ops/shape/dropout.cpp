#include "core/ops/shape/dropout.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/ops/line_dispatch.h"
#include "core/ops/view.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

constexpr int k_first_with_ratio_input = 12;

/// Written for inference, where nothing is dropped. Training is asked for by `is_test` of 0 (the
/// default) at opset 6 and by the input training_mode from opset 12; between them there is no way
/// to.
Params parse(const Attributes& attributes, const ParseContext& context) {
  if (context.opset < 7 && attributes.integer("is_test", 0) == 0) {
    throw Error{
        "it is written for training, with is_test 0", {}, "Export the network for inference"};
  }
  return Params::of(DropoutSettings{
      .ratio = attributes.number("ratio", 0.5F),
      .has_ratio_input = context.opset >= k_first_with_ratio_input && context.has_input(1)});
}

double number_in(const Tensor& constant) {
  return constant.to(ElementType::float64).values<double>()[0];
}

/// Training with a ratio of 0 drops nothing either.
void require_nothing_dropped(const InferInput& ratio, const InferInput& training_mode) {
  if (!training_mode.present) return;
  const Tensor& trains = training_mode.constant;
  if (trains.empty()) throw Error{"whether it trains is computed, which is not supported"};
  if (trains.elements() == 1 && number_in(trains) == 0) return;
  const bool keeps_all = ratio.present && !ratio.constant.empty() &&
                         ratio.constant.elements() == 1 && number_in(ratio.constant) == 0;
  if (trains.elements() != 1 || !keeps_all) {
    throw Error{"it is written for training, with training_mode set",
                {},
                "Export the network for inference"};
  }
}

void require_one_number(const InferInput& ratio) {
  if (!ratio.present || ratio.type.shape.elements() == 1) return;
  throw Error{fmt::format("its ratio must be one number, but is {}", ratio.type.shape.to_string())};
}

std::vector<ValueType> infer(const Params&, std::span<const InferInput> inputs, std::size_t) {
  if (inputs.size() > 1) require_one_number(inputs[1]);
  if (inputs.size() > 2) require_nothing_dropped(inputs[1], inputs[2]);
  return {inputs[0].type};
}

DropoutMask mask_of(const Params& params, std::span<const Tensor> inputs, std::uint64_t seed) {
  const auto& settings = params.as<DropoutSettings>();
  return {settings.has_ratio_input ? number_in(inputs[1]) : settings.ratio, seed};
}

void reference(const ReferenceCall& call) {
  if (!call.mode.trains) return copy_reference(call);
  const DropoutMask mask = mask_of(call.params, call.inputs, call.mode.seed);
  const std::span<const double> x = call.inputs[0].values<double>();
  const std::span<double> y = call.outputs[0].mutable_values<double>();
  for (std::size_t i = 0; i < y.size(); ++i) {
    y[i] = x[i] * mask.factor(static_cast<std::int64_t>(i));
  }
}

/// The ratio has none: what is dropped depends on it, but not smoothly.
void gradient(const GradientCall& call) {
  if (!call.mode.trains) return copy_gradient(call);
  const DropoutMask mask = mask_of(call.params, call.inputs, call.mode.seed);
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  const std::span<double> dx = call.wanted(0);
  for (std::size_t i = 0; i < dx.size(); ++i) {
    dx[i] += dy[i] * mask.factor(static_cast<std::int64_t>(i));
  }
}

/// to = from · factor, batch last; both passes.
void mask_batch(const BatchContext& context, const float* ratio, const float* from, float* to) {
  const std::int64_t features = batch_floats(context) / context.lanes;
  if (!context.mode.trains) {
    std::copy_n(from, features * context.lanes, to);
    return;
  }
  const auto& settings = context.params.as<DropoutSettings>();
  const DropoutMask mask(settings.has_ratio_input ? *ratio : settings.ratio, context.mode.seed);
  for (std::int64_t feature = 0; feature < features; ++feature) {
    for (std::int64_t lane = 0; lane < context.lanes; ++lane, ++from, ++to) {
      const std::int64_t index = (context.first_sample + lane) * features + feature;
      *to = *from * static_cast<float>(mask.factor(index));
    }
  }
}

template <class Call>
const float* ratio_of(const Call& call) {
  return call.inputs.size() > 1 ? call.inputs[1] : nullptr;
}

const BatchKernels batch{
    .fits = [](const BatchContext& context) { return !context.is_weight[0]; },
    .forward =
        [](const BatchForward& call) {
          mask_batch(call.context, ratio_of(call), call.inputs[0], call.outputs[0]);
        },
    .backward =
        [](const BatchBackward& call) {
          mask_batch(call.context, ratio_of(call), call.output_gradient, call.input_gradients[0]);
        },
    .in_place = true,
};

/// to = from · factor; nothing where the ratio is not known before a run.
std::optional<VulkanPlan> mask_plan(const TrainingPlanContext& context, const Binding& from,
                                    const Binding& to) {
  const std::int64_t count = context.outputs[0].shape.elements();
  std::optional<Dispatch> dispatch = line_dispatch("ops/shape/dropout", count, context.limits);
  const auto& settings = context.params.as<DropoutSettings>();
  if (!dispatch || (settings.has_ratio_input && context.weights[1].empty())) return std::nullopt;
  const double ratio = settings.has_ratio_input ? number_in(context.weights[1]) : settings.ratio;
  const DropoutMask mask(ratio, 0);
  dispatch->push =
      push_bytes(DropoutParams{.count = static_cast<uint>(count),
                               .threshold_low = static_cast<uint>(mask.threshold()),
                               .threshold_high = static_cast<uint>(mask.threshold() >> 32),
                               .scale = static_cast<float>(mask.scale())});
  dispatch->bindings = {from, to, {Binding::Kind::seed, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

std::optional<VulkanPlan> plan(const TrainingPlanContext& context) {
  return mask_plan(context, {Binding::Kind::input, 0}, {Binding::Kind::output, 0});
}

std::optional<VulkanPlan> gradient_plan(const TrainingPlanContext& context) {
  return mask_plan(context, {Binding::Kind::output_gradient, 0},
                   {Binding::Kind::input_gradient, 0});
}

/// The ratio and the training mode have no part in the result of inference.
std::vector<AxisReads> reads(const Params&, std::size_t index, std::span<const ValueType> inputs,
                             const ValueType&) {
  return std::vector<AxisReads>(inputs[index].shape.rank());
}

}  // namespace

const Operator dropout{
    .name = "Dropout",
    .kind = LayerKind::shape,
    .max_inputs = 3,
    .parse = parse,
    .infer = infer,
    .reads = reads,
    .is_view = true,
    .reference = reference,
    .gradient = gradient,
    .batch = &batch,
    .vulkan_training = plan,
    .vulkan_gradient = gradient_plan,
};

}  // namespace fovea::ops
