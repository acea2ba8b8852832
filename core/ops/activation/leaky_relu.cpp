#include "core/ops/activation/elementwise.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes& attributes, const ParseContext&) {
  return Params::of(
      Activation{.function = Function::leaky_relu, .slope = attributes.number("alpha", 0.01F)});
}

}  // namespace

const Operator leaky_relu{
    .name = "LeakyRelu",
    .kind = LayerKind::activation,
    .parse = parse,
    .infer = infer_elementwise,
    .reference = elementwise_reference,
    .gradient = elementwise_gradient,
    .cpu = elementwise_cpu,
    .batch = &leaky_batch,
    .vulkan = plan_elementwise,
    .vulkan_gradient = plan_elementwise_gradient,
};

}  // namespace fovea::ops
