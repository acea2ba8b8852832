#include "core/onnx/external_data.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <optional>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/tensor/tensor.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

struct Place {
  std::string location;
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;
};

std::uint64_t count(std::string_view text, std::string_view key) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) {
    throw Error{fmt::format("its external data has the {} “{:.40}”, which is no number of bytes",
                            key, printable(text))};
  }
  return value;
}

Place read_place(const onnx::TensorProto& tensor) {
  Place place;
  for (const onnx::StringStringEntryProto& entry : tensor.external_data()) {
    if (entry.key() == "location") place.location = entry.value();
    if (entry.key() == "offset") place.offset = count(entry.value(), "offset");
    if (entry.key() == "length") place.length = count(entry.value(), "length");
  }
  return place;
}

/// The data file, with links resolved, certain to be inside `folder`.
fs::path resolve(const std::string& location, const fs::path& folder) {
  const std::string shown = fmt::format("“{:.80}”", printable(location));
  if (location.empty() || location.find('\0') != std::string::npos) {
    throw Error{"its external data names no file"};
  }
  const Error outside{
      fmt::format("its external data {} lies outside the folder of the model", shown),
      {},
      "Data is read from beside the model only"};
  if (fs::path(location).is_absolute()) throw outside;
  std::error_code failure;
  const fs::path root = fs::canonical(folder.empty() ? "." : folder, failure);
  if (failure) throw Error{"the folder of the model cannot be read"};
  const fs::path file = fs::weakly_canonical(root / location, failure);
  const auto mismatch = std::ranges::mismatch(root, file);
  if (failure || mismatch.in1 != root.end()) throw outside;
  if (!fs::is_regular_file(file, failure)) {
    throw Error{fmt::format("its external data {} is not there", shown),
                {},
                "Keep the model and its data files together"};
  }
  return file;
}

}  // namespace

std::string read_external_data(const onnx::TensorProto& tensor, const fs::path& folder,
                               std::int64_t expected) {
  if (folder.empty()) throw Error{"its data is in another file, which cannot be reached from here"};
  const Place place = read_place(tensor);
  const fs::path file = resolve(place.location, folder);
  const auto wanted = static_cast<std::uint64_t>(expected);
  if (expected > memory_budget()) {
    throw Error{fmt::format("it would take {}", human_bytes(expected))};
  }
  if (place.length.value_or(wanted) != wanted) {
    throw Error{fmt::format("its shape needs {} bytes, but its external data has {}", wanted,
                            *place.length)};
  }
  std::error_code failure;
  const std::uint64_t size = fs::file_size(file, failure);
  if (failure || place.offset > size || wanted > size - place.offset) {
    throw Error{fmt::format("its external data ends after {} bytes, but {} are wanted from byte {}",
                            failure ? 0 : size, wanted, place.offset)};
  }
  std::string bytes(wanted, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(place.offset));
  stream.read(bytes.data(), static_cast<std::streamsize>(wanted));
  if (!stream) throw Error{"its external data cannot be read"};
  return bytes;
}

}  // namespace fovea
