#pragma once

#include <filesystem>

#include "core/tensor/tensor.h"

namespace fovea {

/// A tensor that is a file of its own (an ONNX TensorProto), as ONNX's backend tests hold their
/// inputs and outputs: float32 or int64, as `load_model` has it. Throws Error; Unsupported where
/// the element type is another one.
Tensor read_tensor_file(const std::filesystem::path& path);

}  // namespace fovea
