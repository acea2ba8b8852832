#include "core/ops/arithmetic/binary.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes&, const ParseContext&) {
  return Params::of(BinarySettings{Arithmetic::add});
}

}  // namespace

const Operator add{
    .name = "Add",
    .kind = LayerKind::arithmetic,
    .first_opset = 7,  // before, broadcasting had to be asked for, by attributes
    .min_inputs = 2,
    .max_inputs = 2,
    .parse = parse,
    .infer = infer_binary,
    .reference = binary_reference,
    .gradient = binary_gradient,
    .cpu = binary_cpu,
    .batch = &binary_batch,
    .vulkan = plan_binary,
    .vulkan_gradient = plan_binary_gradient,
};

}  // namespace fovea::ops
