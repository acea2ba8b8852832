#include "core/ops/activation/elementwise.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes&, const ParseContext&) {
  return Params::of(Activation{.function = Function::relu});
}

std::vector<std::int64_t> routes(const Params& params, std::span<const Tensor> inputs) {
  return routes_of(params.as<Activation>(), inputs[0]);
}

}  // namespace

const Operator relu{
    .name = "Relu",
    .kind = LayerKind::activation,
    .parse = parse,
    .infer = infer_elementwise,
    .reference = elementwise_reference,
    .gradient = elementwise_gradient,
    .routes = routes,
    .cpu = elementwise_cpu,
    .batch = &elementwise_batch,
    .vulkan = plan_elementwise,
    .vulkan_gradient = plan_elementwise_gradient,
};

}  // namespace fovea::ops
