#include "core/onnx/tensor_file.h"

#include <fmt/format.h>
#include <limits>

#include "core/base/files.h"
#include "core/onnx/model.h"
#include "core/onnx/tensor_proto.h"

namespace fovea {

Tensor read_tensor_file(const std::filesystem::path& path) {
  const Bytes bytes = read_file(path);
  onnx::TensorProto proto;
  if (bytes.empty() || !proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw Error{"the file holds no tensor"};
  }
  if (!element_type_of(proto.data_type())) {
    throw Unsupported{
        fmt::format("tensors of {} are not supported", data_type_name(proto.data_type()))};
  }
  return read_tensor(proto, {});
}

}  // namespace fovea
