#include "core/onnx/tensor_proto.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/onnx/external_data.h"
#include "core/tensor/half.h"

namespace fovea {
namespace {

using onnx::TensorProto;

static_assert(std::endian::native == std::endian::little, "ONNX's raw data is little endian");

std::int64_t bytes_an_element(std::int32_t data_type) {
  switch (data_type) {
    case TensorProto::BOOL:
      return 1;
    case TensorProto::FLOAT16:
      return 2;
    case TensorProto::FLOAT:
    case TensorProto::INT32:
      return 4;
    default:
      return 8;
  }
}

/// Elements as the file's typed fields hold them; float16 as bit patterns in int32_data.
std::int64_t typed_elements(const TensorProto& proto) {
  switch (proto.data_type()) {
    case TensorProto::FLOAT:
      return proto.float_data_size();
    case TensorProto::DOUBLE:
      return proto.double_data_size();
    case TensorProto::INT64:
      return proto.int64_data_size();
    default:
      return proto.int32_data_size();
  }
}

template <typename From, typename To, typename Convert>
void convert_raw(const std::string& raw, std::span<To> to, Convert convert) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    From value;
    std::memcpy(&value, raw.data() + i * sizeof value, sizeof value);
    to[i] = convert(value);
  }
}

std::uint8_t truth(std::int32_t value) { return value != 0; }

float narrowed(double value) { return static_cast<float>(value); }

void fill_from_raw(const TensorProto& proto, const std::string& raw, Tensor& tensor) {
  if (tensor.elements() == 0) return;
  switch (proto.data_type()) {
    case TensorProto::FLOAT:
      std::memcpy(tensor.mutable_values<float>().data(), raw.data(), raw.size());
      return;
    case TensorProto::FLOAT16:
      return convert_raw<std::uint16_t>(raw, tensor.mutable_values<float>(), half_to_float);
    case TensorProto::DOUBLE:
      return convert_raw<double>(raw, tensor.mutable_values<float>(), narrowed);
    case TensorProto::INT32:
      return convert_raw<std::int32_t>(raw, tensor.mutable_values<std::int64_t>(),
                                       [](std::int32_t value) { return std::int64_t{value}; });
    case TensorProto::BOOL:
      return convert_raw<std::uint8_t>(raw, tensor.mutable_values<std::uint8_t>(), truth);
    default:
      std::memcpy(tensor.mutable_values<std::int64_t>().data(), raw.data(), raw.size());
  }
}

void fill_from_fields(const TensorProto& proto, Tensor& tensor) {
  switch (proto.data_type()) {
    case TensorProto::FLOAT:
      std::ranges::copy(proto.float_data(), tensor.mutable_values<float>().begin());
      return;
    case TensorProto::FLOAT16:
      std::ranges::transform(
          proto.int32_data(), tensor.mutable_values<float>().begin(),
          [](std::int32_t bits) { return half_to_float(static_cast<std::uint16_t>(bits)); });
      return;
    case TensorProto::DOUBLE:
      std::ranges::transform(proto.double_data(), tensor.mutable_values<float>().begin(), narrowed);
      return;
    case TensorProto::INT32:
      std::ranges::copy(proto.int32_data(), tensor.mutable_values<std::int64_t>().begin());
      return;
    case TensorProto::BOOL:
      std::ranges::transform(proto.int32_data(), tensor.mutable_values<std::uint8_t>().begin(),
                             truth);
      return;
    default:
      std::ranges::copy(proto.int64_data(), tensor.mutable_values<std::int64_t>().begin());
  }
}

Shape read_shape(const TensorProto& proto) {
  const std::vector<std::int64_t> dims(proto.dims().begin(), proto.dims().end());
  if (std::ranges::any_of(dims, [](std::int64_t dim) { return dim < 0; })) {
    throw Error{"it has a negative extent"};
  }
  return Shape(dims);
}

void check_present(std::int64_t there, std::int64_t wanted, const char* unit, const Shape& shape) {
  if (there == wanted) return;
  throw Error{fmt::format("its shape {} needs {} {}, but the file holds {}", shape.to_string(),
                          wanted, unit, there)};
}

void check_numbers(const Tensor& tensor) {
  if (tensor.type() != ElementType::float32) return;
  const auto values = tensor.floats();
  const auto found = std::ranges::find_if(values, [](float value) { return std::isnan(value); });
  if (found == values.end()) return;
  throw Error{fmt::format("its element {} is not a number (NaN), and would make every map NaN",
                          found - values.begin())};
}

}  // namespace

std::optional<ElementType> element_type_of(std::int32_t data_type) {
  switch (data_type) {
    case TensorProto::FLOAT:
    case TensorProto::FLOAT16:
    case TensorProto::DOUBLE:
      return ElementType::float32;
    case TensorProto::INT64:
    case TensorProto::INT32:
      return ElementType::int64;
    case TensorProto::BOOL:
      return ElementType::uint8;
    default:
      return std::nullopt;
  }
}

std::int32_t data_type_of(ElementType type) {
  if (type == ElementType::int64) return TensorProto::INT64;
  return type == ElementType::uint8 ? TensorProto::BOOL : TensorProto::FLOAT;
}

std::string data_type_name(std::int32_t data_type) {
  switch (data_type) {
    case TensorProto::FLOAT:
      return "float32";
    case TensorProto::DOUBLE:
      return "float64";
    case TensorProto::UNDEFINED:
      return "no type";
    default:
      break;
  }
  std::string name = onnx::TensorProto_DataType_Name(data_type);
  if (name.empty()) return fmt::format("the unknown data type {}", data_type);
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

std::int64_t bytes_of_tensor(const TensorProto& proto) {
  const std::int32_t type = proto.data_type();
  const std::optional<ElementType> made = element_type_of(type);
  if (!made) return 0;
  const auto element_bytes = static_cast<std::int64_t>(size_of(*made));
  if (proto.data_location() != TensorProto::EXTERNAL) {
    const auto raw = static_cast<std::int64_t>(proto.raw_data().size()) / bytes_an_element(type);
    return std::max(raw, typed_elements(proto)) * element_bytes;
  }
  try {
    return checked_multiply(read_shape(proto).elements(), element_bytes);
  } catch (const Error&) {
    return 0;  // read_tensor says what is wrong with it
  }
}

Tensor read_tensor(const TensorProto& proto, const std::filesystem::path& folder) {
  const std::int32_t type = proto.data_type();
  const std::optional<ElementType> made = element_type_of(type);
  if (!made) {
    throw Error{fmt::format("it holds {}, which is not supported", data_type_name(type))};
  }
  if (proto.has_segment()) throw Error{"it is cut into segments, which is not supported"};
  const Shape shape = read_shape(proto);
  const std::int64_t elements = shape.elements();
  const std::int64_t raw_bytes = checked_multiply(elements, bytes_an_element(type));

  const bool is_external = proto.data_location() == TensorProto::EXTERNAL;
  const bool is_raw = is_external || proto.has_raw_data();
  if (!is_raw) check_present(typed_elements(proto), elements, "elements", shape);
  if (is_raw && !is_external) {
    check_present(static_cast<std::int64_t>(proto.raw_data().size()), raw_bytes, "bytes", shape);
  }
  const std::string external =
      is_external ? read_external_data(proto, folder, raw_bytes) : std::string();

  Tensor tensor(shape, *made);
  if (is_raw) {
    fill_from_raw(proto, is_external ? external : proto.raw_data(), tensor);
  } else {
    fill_from_fields(proto, tensor);
  }
  check_numbers(tensor);
  return tensor;
}

TensorProto write_tensor(const Tensor& tensor, const std::string& name) {
  TensorProto proto;
  proto.set_name(name);
  for (const std::int64_t dim : tensor.shape().dims()) proto.add_dims(dim);
  assert(tensor.type() != ElementType::float64);
  proto.set_data_type(data_type_of(tensor.type()));
  proto.set_raw_data(tensor.data(), tensor.bytes());
  return proto;
}

}  // namespace fovea
