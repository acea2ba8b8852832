#include <fmt/format.h>

#include "core/base/error.h"
#include "core/ops/view.h"

namespace fovea::ops {
namespace {

struct FlattenSettings {
  std::int64_t axis = 1;
};

Params parse(const Attributes& attributes, const ParseContext&) {
  return Params::of(FlattenSettings{attributes.integer("axis", 1)});
}

/// Axes before `axis` become the first of the output, the others its second; `axis` may be the
/// rank itself.
std::vector<ValueType> infer(const Params& params, std::span<const InferInput> inputs,
                             std::size_t) {
  const auto& [shape, type] = inputs[0].type;
  const auto rank = static_cast<std::int64_t>(shape.rank());
  const std::int64_t given = params.as<FlattenSettings>().axis;
  const std::int64_t axis = given < 0 ? given + rank : given;
  if (axis < 0 || axis > rank) {
    throw Error{fmt::format("there is no axis {} in an input of {}", given, shape.to_string())};
  }
  const auto split = static_cast<std::size_t>(axis);
  const Shape output{shape.elements(0, split), shape.elements(split, shape.rank())};
  return {{.shape = output, .type = type}};
}

}  // namespace

const Operator flatten{
    .name = "Flatten",
    .kind = LayerKind::shape,
    .parse = parse,
    .infer = infer,
    .reads = reshaped_reads,
    .is_view = true,
    .reference = copy_reference,
    .gradient = copy_gradient,
};

}  // namespace fovea::ops
