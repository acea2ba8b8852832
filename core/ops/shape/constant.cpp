#include <array>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/ops/operator.h"

namespace fovea::ops {
namespace {

struct ConstantValue {
  Tensor tensor;
};

/// The value in the one attribute that gives it.
Tensor value_of(const Attributes& attributes) {
  if (attributes.has("value")) return attributes.tensor("value");
  if (attributes.has("value_float")) {
    return Tensor::filled<float>({}, attributes.number("value_float", 0));
  }
  if (attributes.has("value_int")) {
    return Tensor::filled<std::int64_t>({}, attributes.integer("value_int", 0));
  }
  if (attributes.has("value_floats")) {
    const std::vector<float> values = attributes.numbers("value_floats");
    return Tensor::of({static_cast<std::int64_t>(values.size())}, values);
  }
  if (attributes.has("value_ints")) {
    const std::vector<std::int64_t> values = attributes.integers("value_ints");
    return Tensor::of({static_cast<std::int64_t>(values.size())}, values);
  }
  for (const std::string_view name : {"sparse_value", "value_string", "value_strings"}) {
    if (attributes.has(name)) {
      throw Error{fmt::format("a constant given as “{}” is not supported", name)};
    }
  }
  throw Error{"it has no attribute that gives its value"};
}

Params parse(const Attributes& attributes, const ParseContext&) {
  return Params::of(ConstantValue{value_of(attributes)});
}

Tensor constant_of(const Params& params) { return params.as<ConstantValue>().tensor; }

std::vector<ValueType> infer(const Params& params, std::span<const InferInput>, std::size_t) {
  const Tensor& tensor = params.as<ConstantValue>().tensor;
  return {{.shape = tensor.shape(), .type = tensor.type()}};
}

void reference(const ReferenceCall& call) {
  const Tensor& tensor = call.params.as<ConstantValue>().tensor;
  const bool is_float = tensor.type() == ElementType::float32;
  call.outputs[0] = is_float ? tensor.to(ElementType::float64) : tensor;
}

}  // namespace

const Operator constant{
    .name = "Constant",
    .kind = LayerKind::shape,
    .min_inputs = 0,
    .max_inputs = 0,
    .parse = parse,
    .infer = infer,
    .constant = constant_of,
    .reference = reference,
};

}  // namespace fovea::ops
