#pragma once

#include <filesystem>
#include <onnx/onnx_pb.h>
#include <optional>
#include <string>

#include "core/tensor/tensor.h"

namespace fovea {

/// float32 from float32, float16 and float64; int64 from int64 and int32; uint8 from bool (0 or 1).
/// Throws Error where the
/// type is another one, the shape disagrees with the data, the size is beyond the memory budget, or
/// a float is not a number. Nothing is allocated before the sizes are known to agree.
/// `folder` is where external data may be; empty where nowhere.
Tensor read_tensor(const onnx::TensorProto& proto, const std::filesystem::path& folder);

/// Bytes of the tensor that read_tensor makes: by its shape where the data is external, otherwise
/// by what the file holds. 0 where the type is not supported or the shape is none.
std::int64_t bytes_of_tensor(const onnx::TensorProto& proto);

/// float32, int64 and, as bool, uint8 tensors as raw data.
onnx::TensorProto write_tensor(const Tensor& tensor, const std::string& name);

/// "float16"; "the unknown data type 77" where ONNX has none of that number.
std::string data_type_name(std::int32_t data_type);

/// What read_tensor makes of it; nothing where it refuses the type.
std::optional<ElementType> element_type_of(std::int32_t data_type);
/// What write_tensor writes: TensorProto::FLOAT, INT64 or BOOL.
std::int32_t data_type_of(ElementType type);

}  // namespace fovea
