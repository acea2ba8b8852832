#include "core/media/npy.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/tensor/half.h"

namespace fovea {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view k_magic = "\x93NUMPY";
constexpr std::int64_t k_max_file = std::int64_t{8} << 30;

/// Hands out the header's parts from left to right.
struct Scanner {
  std::string_view rest;

  void skip_spaces() {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\n')) rest.remove_prefix(1);
  }
  bool take(std::string_view token) {
    skip_spaces();
    if (!rest.starts_with(token)) return false;
    rest.remove_prefix(token.size());
    return true;
  }
};

[[noreturn]] void fail(const std::string& what) { throw Error{what, "NPY header"}; }

/// The text after 'KEY': in the header's Python dictionary.
Scanner after_key(std::string_view header, std::string_view key) {
  const std::size_t at = header.find(fmt::format("'{}'", key));
  if (at == std::string_view::npos) fail(fmt::format("'{}' is missing", key));
  Scanner scanner{header.substr(at + key.size() + 2)};
  if (!scanner.take(":")) fail(fmt::format("'{}' has no value", key));
  return scanner;
}

std::string read_type(std::string_view header) {
  Scanner scanner = after_key(header, "descr");
  if (!scanner.take("'")) fail("it holds records, not numbers");
  const std::size_t end = scanner.rest.find('\'');
  if (end == std::string_view::npos) fail("its element type does not end");
  return std::string(scanner.rest.substr(0, end));
}

Shape read_shape(std::string_view header) {
  Scanner scanner = after_key(header, "shape");
  if (!scanner.take("(")) fail("its shape cannot be read");
  std::vector<std::int64_t> dims;
  while (!scanner.take(")")) {
    scanner.skip_spaces();
    std::int64_t dim = 0;
    const char* begin = scanner.rest.data();
    const auto [end, error] = std::from_chars(begin, begin + scanner.rest.size(), dim);
    if (error != std::errc{} || dim < 0) fail("its shape cannot be read");
    scanner.rest.remove_prefix(static_cast<std::size_t>(end - begin));
    dims.push_back(dim);
    scanner.take(",");
  }
  const Shape shape(dims);
  if (shape.elements() == 0) fail("it is empty: its shape is " + shape.to_string());
  return shape;
}

struct Header {
  char kind = 0;  ///< f, i, u or b, as NumPy writes it.
  std::size_t size = 0;
  bool big_endian = false, fortran_order = false;
  Shape shape;
  std::size_t data = 0;  ///< Byte at which the elements begin.
};

Header read_header(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (bytes.empty()) throw Error{"the file is empty"};
  if (!text.starts_with(k_magic) || bytes.size() < 12) throw Error{"it is not an NPY file"};
  const int version = bytes[6];
  if (version < 1 || version > 3) fail(fmt::format("NPY format {} is not known", version));
  const std::size_t prefix = version == 1 ? 10 : 12;
  std::size_t length = bytes[8] | std::size_t{bytes[9]} << 8;
  if (version > 1) length |= std::size_t{bytes[10]} << 16 | std::size_t{bytes[11]} << 24;
  if (length > bytes.size() - prefix) fail("it is longer than the file");

  const std::string_view dictionary = text.substr(prefix, length);
  const std::string type = read_type(dictionary);
  Header header;
  header.data = prefix + length;
  header.shape = read_shape(dictionary);
  header.fortran_order = after_key(dictionary, "fortran_order").take("True");
  const bool has_order =
      !type.empty() && std::string_view("<>|=").find(type[0]) != std::string_view::npos;
  header.big_endian = type.starts_with('>');
  const std::string_view code = std::string_view(type).substr(has_order ? 1 : 0);
  constexpr std::string_view k_codes[] = {"f2", "f4", "f8", "i1", "i2", "i4",
                                          "i8", "u1", "u2", "u4", "u8", "b1"};
  if (std::ranges::find(k_codes, code) == std::end(k_codes)) {
    fail(fmt::format("elements of type “{}” are not supported", printable(type)));
  }
  header.kind = code[0];
  header.size = static_cast<std::size_t>(code[1] - '0');
  return header;
}

/// The bits of one element in the low bytes.
std::uint64_t load(const std::uint8_t* from, std::size_t size, bool big_endian) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < size; ++i) {
    bits |= std::uint64_t{from[big_endian ? size - 1 - i : i]} << (8 * i);
  }
  return bits;
}

std::int64_t to_integer(std::uint64_t bits, const Header& header) {
  const auto unused = static_cast<int>(64 - 8 * header.size);
  if (header.kind == 'i') return static_cast<std::int64_t>(bits << unused) >> unused;
  if (bits > static_cast<std::uint64_t>(INT64_MAX)) throw Error{"an integer is above 2⁶³"};
  return static_cast<std::int64_t>(bits);
}

float to_float(std::uint64_t bits, const Header& header) {
  return header.size == 2 ? half_to_float(static_cast<std::uint16_t>(bits))
                          : std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}

/// Where the i-th element in row-major order lies in a Fortran-ordered file, step by step.
class FortranWalk {
 public:
  explicit FortranWalk(const Shape& shape) : shape_(shape) {}
  std::int64_t offset() const { return offset_; }
  void next() {
    for (std::size_t axis = shape_.rank(); axis-- > 0;) {
      const std::int64_t stride = shape_.elements(0, axis);
      offset_ += stride;
      if (++index_[axis] < shape_[axis]) return;
      offset_ -= stride * shape_[axis];
      index_[axis] = 0;
    }
  }

 private:
  Shape shape_;
  std::int64_t index_[Shape::k_max_rank] = {};
  std::int64_t offset_ = 0;
};

template <typename T, typename Convert>
Tensor convert(const std::uint8_t* data, const Header& header, Convert convert_bits) {
  Tensor tensor(header.shape, element_type_of<T>());
  FortranWalk walk(header.shape);
  std::size_t position = 0;
  for (T& value : tensor.mutable_values<T>()) {
    const std::size_t at =
        header.fortran_order ? static_cast<std::size_t>(walk.offset()) : position++;
    value = convert_bits(load(data + at * header.size, header.size, header.big_endian));
    if (header.fortran_order) walk.next();
  }
  return tensor;
}

std::string_view descr_of(ElementType type) {
  switch (type) {
    case ElementType::float32:
      return "<f4";
    case ElementType::float64:
      return "<f8";
    case ElementType::int64:
      return "<i8";
    case ElementType::uint8:
      return "|u1";
  }
  return "";
}

}  // namespace

Tensor decode_npy(std::span<const std::uint8_t> bytes) {
  const Header header = read_header(bytes);
  const std::int64_t wanted =
      checked_multiply(header.shape.elements(), static_cast<std::int64_t>(header.size));
  const auto there = static_cast<std::int64_t>(bytes.size() - header.data);
  if (wanted > there) {
    throw Error{fmt::format("the shape {} needs {}, the file holds {}", header.shape.to_string(),
                            human_bytes(wanted), human_bytes(there)),
                "NPY header"};
  }
  const std::uint8_t* data = bytes.data() + header.data;
  if (header.kind == 'f' && header.size == 8) {
    return convert<double>(data, header,
                           [](std::uint64_t bits) { return std::bit_cast<double>(bits); });
  }
  if (header.kind == 'f') {
    return convert<float>(data, header, [&](std::uint64_t bits) { return to_float(bits, header); });
  }
  if (header.kind != 'i' && header.size == 1) {
    return convert<std::uint8_t>(
        data, header, [](std::uint64_t bits) { return static_cast<std::uint8_t>(bits); });
  }
  return convert<std::int64_t>(data, header,
                               [&](std::uint64_t bits) { return to_integer(bits, header); });
}

Tensor read_npy(const std::filesystem::path& path) {
  return decode_npy(read_file(path, k_max_file));
}

std::vector<std::uint8_t> encode_npy(const Tensor& tensor) {
  std::string dims;
  for (std::int64_t dim : tensor.shape().dims()) dims += fmt::format("{}, ", dim);
  if (tensor.shape().rank() > 1) dims.resize(dims.size() - 2);
  if (tensor.shape().rank() == 1) dims.pop_back();
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}",
                                   descr_of(tensor.type()), dims);
  // Elements begin at a multiple of 64; the header ends with a newline.
  constexpr std::size_t k_prefix = 10, k_alignment = 64;
  const std::size_t data = (k_prefix + header.size() + k_alignment) / k_alignment * k_alignment;
  header.resize(data - k_prefix - 1, ' ');
  header += '\n';

  std::vector<std::uint8_t> bytes(data + tensor.bytes());
  std::ranges::copy(k_magic, bytes.begin());
  bytes[6] = 1;
  bytes[8] = static_cast<std::uint8_t>(header.size() & 255);
  bytes[9] = static_cast<std::uint8_t>(header.size() >> 8);
  std::ranges::copy(header, bytes.begin() + k_prefix);
  std::memcpy(bytes.data() + data, tensor.data(), tensor.bytes());
  return bytes;
}

void write_npy(const std::filesystem::path& path, const Tensor& tensor) {
  write_file_atomically(path, encode_npy(tensor));
}

}  // namespace fovea
