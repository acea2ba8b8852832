#include "core/ops/operator.h"
#include "core/ops/view.h"

namespace fovea::ops {
namespace {

struct IdentityParams {};

Params parse(const Attributes&, const ParseContext&) { return Params::of(IdentityParams{}); }

std::vector<ValueType> infer(const Params&, std::span<const InferInput> inputs, std::size_t) {
  return {inputs[0].type};
}

}  // namespace

const Operator identity{
    .name = "Identity",
    .kind = LayerKind::shape,
    .parse = parse,
    .infer = infer,
    .is_view = true,
    .reference = copy_reference,
    .gradient = copy_gradient,
};

}  // namespace fovea::ops
