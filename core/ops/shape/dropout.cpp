#include "core/base/error.h"
#include "core/ops/view.h"

namespace fovea::ops {
namespace {

struct DropoutSettings {};

/// In inference nothing is dropped. Training is asked for by `is_test` of 0 (the default) at opset
/// 6 and by the input training_mode from opset 12; between them there is no way to.
Params parse(const Attributes& attributes, const ParseContext& context) {
  if (context.opset < 7 && attributes.integer("is_test", 0) == 0) {
    throw Error{
        "it is written for training, with is_test 0", {}, "Export the network for inference"};
  }
  return Params::of(DropoutSettings{});
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

std::vector<ValueType> infer(const Params&, std::span<const InferInput> inputs, std::size_t) {
  if (inputs.size() > 2) require_nothing_dropped(inputs[1], inputs[2]);
  return {inputs[0].type};
}

/// The ratio and the training mode have no part in the result.
std::vector<AxisReads> reads(const Params&, std::size_t index, std::span<const ValueType> inputs,
                             const ValueType&) {
  return std::vector<AxisReads>(inputs[index].shape.rank());
}

}  // namespace

const Operator dropout{
    .name = "Dropout",
    .kind = LayerKind::shape,
    .max_inputs = 3,
    .first_unlearned = 1,
    .parse = parse,
    .infer = infer,
    .reads = reads,
    .is_view = true,
    .reference = copy_reference,
};

}  // namespace fovea::ops
