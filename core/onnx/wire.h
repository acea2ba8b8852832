#pragma once

#include <cstddef>
#include <span>

namespace fovea {

/// Walks the bytes of an ONNX model as far down as graphs nest, without recursion and without
/// allocating, so that hostile bytes are refused, and named, before protobuf sees them.
/// Throws Error where they are not ONNX, end too early, hold a number of more than ten bytes, or
/// nest graphs too deeply.
void check_wire(std::span<const std::byte> bytes);

}  // namespace fovea
