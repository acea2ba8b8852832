#include "core/train/data/idx.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "core/base/error.h"
#include "core/tensor/tensor.h"
#include "core/train/data/gzip.h"
#include "core/train/data/planes.h"
#include "core/train/data/room.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_most_rank = 4;
constexpr std::size_t k_longest_header = 4 + 4 * k_most_rank;
constexpr std::uint8_t k_unsigned_byte = 0x08;
constexpr std::int64_t k_deflate_most = 1032;  // zlib, "Technical Details": no file packs better

struct Header {
  std::vector<std::int64_t> dims;
  std::int64_t elements = 0;
  std::size_t size = 0;  ///< bytes
};

Header parse_header(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 4 || bytes[0] != 0 || bytes[1] != 0) {
    throw Error{"it is not an IDX file", "byte 0", "An IDX file begins with two zeros"};
  }
  if (bytes[2] != k_unsigned_byte) {
    throw Error{fmt::format("its elements are of type 0x{:02X}; Fovea reads unsigned bytes, 0x08",
                            bytes[2]),
                "byte 2"};
  }
  const std::size_t rank = bytes[3];
  if (rank < 1 || rank > k_most_rank) {
    throw Error{fmt::format("it has {} axes; Fovea reads 1 to 4", rank), "byte 3"};
  }
  Header header{.dims = {}, .elements = 1, .size = 4 + 4 * rank};
  if (bytes.size() < header.size) throw Error{"the IDX header ends too early"};
  for (std::size_t i = 4; i < header.size; i += 4) {
    header.dims.push_back(std::int64_t{bytes[i]} << 24 | std::int64_t{bytes[i + 1]} << 16 |
                          std::int64_t{bytes[i + 2]} << 8 | bytes[i + 3]);
    header.elements = checked_multiply(header.elements, header.dims.back());
  }
  return header;
}

Error size_error(const Header& header, std::int64_t there) {
  return Error{
      fmt::format("it declares {} of {}, but {}", header.dims.size() == 1 ? "labels" : "pictures",
                  Shape(header.dims).to_string(),
                  there < header.elements ? fmt::format("ends after {} bytes of them", there)
                                          : "goes on after them"),
      {},
      "Try to get the file again"};
}

/// All bytes of the file, unpacked, no more than one beyond what its header declares.
Bytes unpacked(Bytes bytes) {
  if (!is_gzip(bytes)) return bytes;
  const Header header = parse_header(unpack_gzip(bytes, k_longest_header));
  const auto packed = static_cast<std::int64_t>(bytes.size());
  if (header.elements / k_deflate_most > packed) throw size_error(header, 0);
  return unpack_gzip(bytes, header.size + room_for_examples(header.elements, 1) + 1);
}

/// "train-images-idx3-ubyte.gz" and its other spellings, in this folder.
std::optional<fs::path> find_file(const fs::path& folder, const std::string& stem,
                                  std::string_view ranks) {
  for (const char rank : ranks) {
    for (const char* separator : {"-", "."}) {
      for (const char* ending : {"", ".gz"}) {
        fs::path path = folder / fmt::format("{}{}idx{}-ubyte{}", stem, separator, rank, ending);
        std::error_code ignored;
        if (fs::exists(path, ignored)) return path;
      }
    }
  }
  return std::nullopt;
}

std::optional<fs::path> find_images(const fs::path& folder, const char* part) {
  return find_file(folder, std::string(part) + "-images", "34");
}

fs::path labels_in(const fs::path& folder, const char* part) {
  if (auto path = find_file(folder, std::string(part) + "-labels", "1")) return *path;
  throw Error{fmt::format("there is no file {}-labels-idx1-ubyte beside the images", part),
              folder.filename().string()};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  if (const std::size_t at = text.rfind(from); at != std::string::npos) {
    text.replace(at, from.size(), to);
  }
  return text;
}

fs::path labels_beside(const fs::path& images) {
  std::string name = replaced(images.filename().string(), "images", "labels");
  name = replaced(replaced(name, "idx3", "idx1"), "idx4", "idx1");
  const fs::path plain = images.parent_path() / name;
  fs::path other = plain;
  if (other.extension() == ".gz") {
    other.replace_extension();
  } else {
    other += ".gz";
  }
  std::error_code ignored;
  for (const fs::path& path : {plain, other}) {
    if (path != images && fs::exists(path, ignored)) return path;
  }
  throw Error{"the labels of these pictures were not found", images.filename().string(),
              fmt::format("Their file would be called {}", name)};
}

IdxArray read_named(const fs::path& path) try {
  return read_idx(path);
} catch (const Error& error) {
  throw error.at(path.filename().string());
}

struct PictureShape {
  std::int64_t channels = 1, height = 0, width = 0;
  bool interleaved = false;
};

PictureShape picture_shape(const std::vector<std::int64_t>& dims) {
  const auto is_channels = [](std::int64_t extent) { return extent == 1 || extent == 3; };
  if (dims.size() == 3) return {.channels = 1, .height = dims[1], .width = dims[2]};
  if (dims.size() == 4 && is_channels(dims[1])) {
    return {.channels = dims[1], .height = dims[2], .width = dims[3]};
  }
  if (dims.size() == 4 && is_channels(dims[3])) {
    return {.channels = dims[3], .height = dims[1], .width = dims[2], .interleaved = true};
  }
  throw Error{
      fmt::format("an array of {} holds no grey or colour pictures", Shape(dims).to_string())};
}

void append_pixels(DataSet& set, const PictureShape& shape, const IdxArray& images) {
  const std::size_t before = set.pixels.size();
  room_for_examples(static_cast<std::int64_t>(before + images.values.size()), 1);
  set.pixels.insert(set.pixels.end(), images.values.begin(), images.values.end());
  if (!shape.interleaved) return;
  for (std::int64_t i = 0; i < images.dims[0]; ++i) {
    planes_from_interleaved(images.values.data() + i * set.example_bytes(),
                            shape.height * shape.width, shape.channels,
                            set.pixels.data() + before + i * set.example_bytes());
  }
}

/// Adds the examples of one pair of files.
void append_pair(DataSet& set, const fs::path& image_file, const fs::path& label_file) {
  const IdxArray images = read_named(image_file), labels = read_named(label_file);
  const std::string name = image_file.filename().string();
  if (labels.dims.size() != 1) {
    throw Error{"it holds pictures where labels belong", label_file.filename().string()};
  }
  if (images.dims[0] != labels.dims[0]) {
    throw Error{fmt::format("there are {} pictures, but {} labels", images.dims[0], labels.dims[0]),
                name};
  }
  const PictureShape shape = picture_shape(images.dims);
  if (set.labels.empty()) {
    set.channels = shape.channels;
    set.height = shape.height;
    set.width = shape.width;
  } else if (shape.channels != set.channels || shape.height != set.height ||
             shape.width != set.width) {
    throw Error{"the test pictures have another size than the training pictures", name};
  }
  append_pixels(set, shape, images);
  set.labels.insert(set.labels.end(), labels.values.begin(), labels.values.end());
}

std::shared_ptr<const DataSet> finished(DataSet set, const IdxOptions& options,
                                        const fs::path& source) {
  set.name = options.name.empty() ? source.filename().string() : options.name;
  set.classes = options.classes;
  if (set.classes.empty() && !set.labels.empty()) {
    const int last = std::max(9, *std::ranges::max_element(set.labels));
    for (int label = 0; label <= last; ++label) set.classes.push_back(std::to_string(label));
  }
  return make_data_set(std::move(set));
}

}  // namespace

IdxArray read_idx(const fs::path& path) {
  Bytes bytes = unpacked(read_file(path, memory_budget()));
  const Header header = parse_header(bytes);
  const auto there = static_cast<std::int64_t>(bytes.size() - header.size);
  if (there != header.elements) throw size_error(header, there);
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(header.size));
  return {.dims = header.dims, .values = std::move(bytes)};
}

bool is_idx_folder(const fs::path& folder) { return find_images(folder, "train").has_value(); }

std::shared_ptr<const DataSet> read_idx_folder(const fs::path& folder, const IdxOptions& options) {
  const auto train = find_images(folder, "train");
  if (!train) {
    throw Error{"there is no file train-images-idx3-ubyte", folder.filename().string()};
  }
  DataSet set;
  append_pair(set, *train, labels_in(folder, "train"));
  set.first_test = set.count();
  if (const auto test = find_images(folder, "t10k")) {
    append_pair(set, *test, labels_in(folder, "t10k"));
  }
  return finished(std::move(set), options, folder);
}

std::shared_ptr<const DataSet> read_idx_file(const fs::path& images, const IdxOptions& options) {
  DataSet set;
  append_pair(set, images, labels_beside(images));
  set.first_test = set.count();
  return finished(std::move(set), options, images);
}

}  // namespace fovea
