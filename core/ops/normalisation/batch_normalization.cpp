#include "core/ops/normalisation/batch_normalization.h"

#include <array>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/ops/checks.h"

namespace fovea::ops {
namespace {

/// Weights, all [C], in the order of the inputs after the data.
constexpr std::array<std::string_view, 4> k_weight_names{"scale", "bias", "mean", "variance"};

/// What the node says that asks for training; empty where nothing does. By opset: `is_test` of 0
/// (the default) at 6, `training_mode` from 14, between them outputs for the running statistics.
std::string training_sign(const Attributes& attributes, const ParseContext& context) {
  if (context.opset < 7) return attributes.integer("is_test", 0) == 0 ? "is_test 0" : "";
  if (context.opset < 14)
    return context.outputs > 1 ? fmt::format("{} outputs", context.outputs) : "";
  return attributes.integer("training_mode", 0) != 0 ? "training_mode 1" : "";
}

/// A file says how a network infers; how it learns is the trainer's business.
Params parse(const Attributes& attributes, const ParseContext& context) {
  if (const std::string sign = training_sign(attributes, context); !sign.empty()) {
    throw Error{fmt::format("it is written for training, with {}", sign),
                {},
                "Export the network for inference"};
  }
  if (context.opset < 9 && attributes.integer("spatial", 1) != 1) {
    throw Error{"statistics for each position by itself (spatial 0) are not supported"};
  }
  return Params::of(BatchNormSettings{.epsilon = attributes.number("epsilon", 1e-5F),
                                      .momentum = attributes.number("momentum", 0.9F)});
}

std::vector<ValueType> infer(const Params&, std::span<const InferInput> inputs, std::size_t) {
  require_floats(inputs);
  const Shape& input = inputs[0].type.shape;
  if (input.rank() < 1) throw Error{"its input is a single number, without channels"};
  for (std::size_t i = 0; i < k_weight_names.size(); ++i) {
    require_vector(k_weight_names[i], inputs[1 + i], BatchNormGeometry(input).channels);
  }
  return {inputs[0].type};
}

std::vector<AxisReads> reads(const Params&, std::size_t index, std::span<const ValueType> inputs,
                             const ValueType& output) {
  if (index == 0) return std::vector<AxisReads>(output.shape.rank());
  return {AxisReads::whole(inputs[index].shape[0])};
}

/// A single axis is one channel, but is shown as units. Without scale and bias a unit is 0 whatever
/// its statistics are; a variance of 0 could make it NaN.
std::vector<UnitSlice> unit_slices(const Params&, std::span<const ValueType> inputs) {
  if (inputs[0].shape.rank() == 1) return {};
  return {{1, 0},
          {2, 0},
          {.input = 3, .axis = 0, .silences = false},
          {.input = 4, .axis = 0, .silences = false}};
}

}  // namespace

BatchNormGeometry::BatchNormGeometry(const Shape& input)
    : samples(input[0]),
      channels(input.rank() < 2 ? 1 : input[1]),
      spatial(input.rank() < 2 ? 1 : input.elements(2, input.rank())) {}

const Operator batch_normalization{
    .name = "BatchNormalization",
    .kind = LayerKind::normalisation,
    .min_inputs = 5,
    .max_inputs = 5,
    .parse = parse,
    .infer = infer,
    .reads = reads,
    .unit_slices = unit_slices,
    .reference = batch_normalization_reference,
    .gradient = batch_normalization_gradient,
    .cpu = batch_normalization_cpu,
    .batch = &batch_normalization_batch,
    .vulkan = plan_batch_normalization,
    .vulkan_training = plan_batch_normalization_training,
    .vulkan_gradient = plan_batch_normalization_gradient,
    .after_vulkan_step = update_running_statistics,
};

}  // namespace fovea::ops
