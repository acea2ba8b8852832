#include "core/kernel/saved_kernel.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/kernel/kernel_text.h"

namespace fovea {
namespace {

constexpr std::string_view k_format = "fovea-kernel";
constexpr int k_version = 1;
constexpr std::size_t k_max_name = 80, k_max_tag = 40, k_max_tags = 32;

/// JSON whose numbers are float32, so that they are written short and read exactly, and whose
/// entries keep their order.
using Json = nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool,
                                  std::int64_t, std::uint64_t, float>;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Cut to so many characters of UTF-8.
std::string shortened(std::string_view text, std::size_t most) {
  const std::string clean = printable(trimmed(text));
  std::size_t end = 0;
  for (std::size_t characters = 0; end < clean.size(); ++end) {
    const bool is_start = (static_cast<unsigned char>(clean[end]) & 0xC0) != 0x80;
    if (is_start && characters++ == most) break;
  }
  return clean.substr(0, end);
}

void add_tag(std::vector<std::string>& tags, std::string_view text) {
  const std::string tag = shortened(text, k_max_tag);
  if (!tag.empty() && tags.size() < k_max_tags && std::ranges::find(tags, tag) == tags.end()) {
    tags.push_back(tag);
  }
}

/// Small letters of ASCII and Latin-1; others stay.
std::string lower(std::string_view text) {
  std::string result(text);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto byte = static_cast<unsigned char>(result[i]);
    const bool is_latin = i > 0 && result[i - 1] == '\xC3' && byte >= 0x80 && byte <= 0x9E &&
                          byte != 0x97;  // ×, which is no letter
    if ((byte >= 'A' && byte <= 'Z') || is_latin) result[i] = static_cast<char>(byte + 0x20);
  }
  return result;
}

void check_shape(const Shape& shape) {
  const std::size_t rank = shape.rank();
  const auto dims = shape.dims();
  if ((rank != 2 && rank != 4) || std::ranges::any_of(dims, [](auto d) { return d < 1; })) {
    throw Error{fmt::format("the shape {} is neither a kernel's nor a bank's", shape.to_string())};
  }
  if (std::max(dims[rank - 2], dims[rank - 1]) > k_max_kernel_side ||
      shape.elements() > k_max_bank_cells) {
    throw Error{fmt::format("the shape {} is too large", shape.to_string()),
                {},
                fmt::format("Kernels have at most {0} × {0} cells, banks {1} in all",
                            k_max_kernel_side, k_max_bank_cells)};
  }
}

const Json& entry(const Json& json, const char* key, Json::value_t type, const char* word) {
  const auto it = json.find(key);
  if (it == json.end()) throw Error{fmt::format("“{}” is missing", key)};
  const bool fits =
      it->type() == type || (type == Json::value_t::number_unsigned && it->is_number_unsigned());
  if (!fits) throw Error{fmt::format("“{}” is not {}", key, word)};
  return *it;
}

Shape shape_of(const Json& json) {
  std::vector<std::int64_t> dims;
  for (const Json& dim : entry(json, "shape", Json::value_t::array, "a list")) {
    if (!dim.is_number_integer()) throw Error{"a size in “shape” is not a whole number"};
    dims.push_back(dim.get<std::int64_t>());
  }
  Shape shape{std::span<const std::int64_t>(dims)};
  check_shape(shape);
  return shape;
}

Tensor cells_of(const Json& json) {
  const Shape shape = shape_of(json);
  const Json& cells = entry(json, "cells", Json::value_t::array, "a list");
  if (static_cast<std::int64_t>(cells.size()) != shape.elements()) {
    throw Error{
        fmt::format("there are {} cells for a shape of {}", cells.size(), shape.to_string())};
  }
  Tensor tensor(shape);
  auto to = tensor.mutable_values<float>().begin();
  for (const Json& cell : cells) {
    if (!cell.is_number() || !std::isfinite(cell.get<float>())) {
      throw Error{"a cell is not a finite number",
                  fmt::format("cell {}", to - tensor.mutable_values<float>().begin() + 1)};
    }
    *to++ = cell.get<float>();
  }
  return tensor;
}

void check_format(const Json& json) {
  if (!json.is_object() || json.value("format", Json()) != k_format) {
    throw Error{"it is not a kernel file of Fovea"};
  }
  const auto version =
      entry(json, "version", Json::value_t::number_unsigned, "a whole number").get<std::uint64_t>();
  if (version != k_version) {
    throw Error{fmt::format("it is of version {} of the format, and {} is the latest known",
                            version, k_version)};
  }
}

}  // namespace

std::int64_t SavedKernel::count() const {
  return cells.shape().elements(0, cells.shape().rank() - 2);
}

Tensor SavedKernel::kernel(std::int64_t index) const {
  if (!is_bank()) return cells;
  const Shape shape{cells.shape()[2], cells.shape()[3]};
  const auto size = static_cast<std::size_t>(shape.elements());
  return Tensor::of(shape, cells.floats().subspan(static_cast<std::size_t>(index) * size, size));
}

std::string encode_saved_kernel(const SavedKernel& kernel) {
  check_shape(kernel.cells.shape());
  const auto cells = kernel.cells.floats();
  if (!std::ranges::all_of(cells, [](float cell) { return std::isfinite(cell); })) {
    throw Error{"a cell of the kernel is not a finite number"};
  }
  std::vector<std::string> tags;
  for (const std::string& tag : kernel.tags) add_tag(tags, tag);
  Json json{{"format", k_format}, {"version", k_version}, {"name", tidy_name(kernel.name)}};
  json["tags"] = tags;
  json["shape"] = std::vector<std::int64_t>(kernel.cells.shape().dims().begin(),
                                            kernel.cells.shape().dims().end());
  json["cells"] = std::vector<float>(cells.begin(), cells.end());
  return json.dump() + '\n';
}

SavedKernel decode_saved_kernel(std::string_view text) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception& error) {
    throw Error{
        "it is not a kernel file of Fovea, or damaged", {}, "A kernel file holds one JSON object"};
  }
  check_format(json);
  SavedKernel kernel{
      .name = tidy_name(entry(json, "name", Json::value_t::string, "a text").get<std::string>())};
  for (const Json& tag : entry(json, "tags", Json::value_t::array, "a list")) {
    if (!tag.is_string()) throw Error{"a tag is not a text"};
    add_tag(kernel.tags, tag.get<std::string>());
  }
  kernel.cells = cells_of(json);
  return kernel;
}

std::string tidy_name(std::string_view name) {
  std::string tidy = shortened(name, k_max_name);
  if (tidy.empty()) throw Error{"the kernel has no name", {}, "Type one"};
  return tidy;
}

std::vector<std::string> tags_of(std::string_view text) {
  std::vector<std::string> tags;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    add_tag(tags, text.substr(begin, end - begin));
    begin = end + 1;
  }
  return tags;
}

bool matches(const SavedKernel& kernel, std::string_view words) {
  std::string hay = lower(kernel.name);
  for (const std::string& tag : kernel.tags) hay += '\n' + lower(tag);
  const std::string wanted = lower(words);
  for (std::size_t begin = 0; begin < wanted.size();) {
    const std::size_t end = std::min(wanted.find_first_of(" \t\n", begin), wanted.size());
    if (hay.find(wanted.substr(begin, end - begin)) == std::string::npos) return false;
    begin = end + 1;
  }
  return true;
}

}  // namespace fovea
