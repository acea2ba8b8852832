#pragma once

#include <string>

#include "core/ops/operator.h"

namespace fovea {

/// Throws Error where the type is another one: "the bias is int64, but must be float32".
void require_float(std::string_view what, const ValueType& type);

/// Throws Error where an input is missing or is not float32: "input 2 is int64, but must be
/// float32". Inputs are counted from 1.
void require_floats(std::span<const InferInput> inputs);

/// Throws Error unless the parameter-like `input` (scale, bias, …) has the shape [length].
void require_vector(std::string_view what, const InferInput& input, std::int64_t length);

/// An axis as ONNX writes it, where -1 is the last one, as an index below `rank`. Throws Error
/// where there is no such axis.
std::size_t resolve_axis(std::int64_t axis, std::size_t rank);

/// "2 × 3 and 2 × 4", of all inputs that are present.
std::string shapes_of(std::span<const InferInput> inputs);

}  // namespace fovea
