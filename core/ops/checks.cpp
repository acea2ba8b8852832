#include "core/ops/checks.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {

void require_float(std::string_view what, const ValueType& type) {
  if (type.type == ElementType::float32) return;
  throw Error{fmt::format("{} is {}, but must be float32", what, name_of(type.type))};
}

void require_floats(std::span<const InferInput> inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].present) throw Error{fmt::format("input {} is missing", i + 1)};
    require_float(fmt::format("input {}", i + 1), inputs[i].type);
  }
}

void require_vector(std::string_view what, const InferInput& input, std::int64_t length) {
  if (input.type.shape != Shape{length}) {
    throw Error{fmt::format("the {} is {}, but the input has {} channels", what,
                            input.type.shape.to_string(), length)};
  }
}

std::size_t resolve_axis(std::int64_t axis, std::size_t rank) {
  const auto axes = static_cast<std::int64_t>(rank);
  if (axis < -axes || axis >= axes) {
    throw Error{fmt::format("there is no axis {} in an input of {} axes", axis, rank)};
  }
  return static_cast<std::size_t>(axis < 0 ? axis + axes : axis);
}

std::string shapes_of(std::span<const InferInput> inputs) {
  std::string text;
  for (const InferInput& input : inputs) {
    if (!input.present) continue;
    if (!text.empty()) text += " and ";
    text += input.type.shape.to_string();
  }
  return text;
}

}  // namespace fovea
