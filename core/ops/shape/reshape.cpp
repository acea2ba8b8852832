#include <fmt/format.h>
#include <optional>

#include "core/base/error.h"
#include "core/ops/view.h"

namespace fovea::ops {
namespace {

struct ReshapeSettings {
  bool allow_zero = false;  ///< 0 means no elements, instead of "as the input"
};

Params parse(const Attributes& attributes, const ParseContext&) {
  return Params::of(ReshapeSettings{attributes.integer("allowzero", 0) != 0});
}

Error wrong_shape(const Shape& input, const Shape& wanted, std::string_view why) {
  return Error{fmt::format("{} cannot become {}: {}", input.to_string(), wanted.to_string(), why)};
}

/// The shape as written: 0 copies the input's extent, -1 is left to follow from the count.
Shape written_shape(const Tensor& constant, const Shape& input, bool allow_zero) {
  Shape wanted(constant.values<std::int64_t>());
  for (std::size_t axis = 0; axis < wanted.rank(); ++axis) {
    if (wanted[axis] < -1) throw wrong_shape(input, wanted, "an extent is negative");
    if (wanted[axis] != 0 || allow_zero) continue;
    if (axis >= input.rank()) throw wrong_shape(input, wanted, "0 stands for an axis it has not");
    wanted[axis] = input[axis];
  }
  return wanted;
}

/// The shape with its one -1, if there is one, replaced by what the count leaves.
Shape complete(const Shape& wanted, const Shape& input) {
  std::optional<std::size_t> open;
  std::int64_t known = 1;
  for (std::size_t axis = 0; axis < wanted.rank(); ++axis) {
    if (wanted[axis] >= 0) {
      known = checked_multiply(known, wanted[axis]);
    } else if (open) {
      throw wrong_shape(input, wanted, "only one extent can be left open");
    } else {
      open = axis;
    }
  }
  Shape result = wanted;
  if (open && known > 0) result[*open] = input.elements() / known;
  if (open && known == 0) throw wrong_shape(input, wanted, "the open extent could be anything");
  if (result.elements() != input.elements()) {
    throw wrong_shape(
        input, wanted,
        open ? fmt::format("{} elements are not a multiple of {}", input.elements(), known)
             : fmt::format("{} elements are not {}", input.elements(), known));
  }
  return result;
}

std::vector<ValueType> infer(const Params& params, std::span<const InferInput> inputs,
                             std::size_t) {
  const Tensor& wanted = inputs[1].constant;
  if (wanted.empty()) {
    throw Error{"its new shape is computed by the network, which is not supported",
                {},
                "Export the network with fixed shapes, or simplify it"};
  }
  if (wanted.type() != ElementType::int64 || wanted.shape().rank() != 1) {
    throw Error{fmt::format("its new shape must be a list of int64, not {} of {}",
                            wanted.shape().to_string(), name_of(wanted.type()))};
  }
  const auto& [shape, type] = inputs[0].type;
  const bool allow_zero = params.as<ReshapeSettings>().allow_zero;
  return {{.shape = complete(written_shape(wanted, shape, allow_zero), shape), .type = type}};
}

}  // namespace

const Operator reshape{
    .name = "Reshape",
    .kind = LayerKind::shape,
    .min_inputs = 2,
    .max_inputs = 2,
    .parse = parse,
    .infer = infer,
    .reads = reshaped_reads,
    .is_view = true,
    .reference = copy_reference,
    .gradient = copy_gradient,
};

}  // namespace fovea::ops
