#pragma once

#include <filesystem>
#include <onnx/onnx_pb.h>
#include <string>

namespace fovea {

/// The bytes of a tensor that lie in a file of their own. Throws Error where that file is not in
/// `folder` or below it (symbolic links followed), is not there, or does not hold exactly
/// `expected` bytes at the place told. An empty `folder` refuses all external data.
std::string read_external_data(const onnx::TensorProto& tensor, const std::filesystem::path& folder,
                               std::int64_t expected);

}  // namespace fovea
