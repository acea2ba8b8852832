#include "core/ops/activation/elementwise.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes&, const ParseContext&) {
  return Params::of(Activation{.function = Function::sigmoid});
}

}  // namespace

const Operator sigmoid{
    .name = "Sigmoid",
    .kind = LayerKind::activation,
    .parse = parse,
    .infer = infer_elementwise,
    .reference = elementwise_reference,
    .gradient = elementwise_gradient,
    .cpu = elementwise_cpu,
    .batch = &elementwise_batch,
    .vulkan = plan_elementwise,
    .vulkan_gradient = plan_elementwise_gradient,
};

}  // namespace fovea::ops
