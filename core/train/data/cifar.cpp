#include "core/train/data/cifar.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/train/data/room.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t k_side = 32;
constexpr std::int64_t k_pixels = 3 * k_side * k_side;

/// What tells the two sets apart.
struct Variant {
  const char* name;
  std::vector<const char*> training;
  const char* test;
  const char* names;
  int classes;
  std::int64_t label_bytes;  ///< the last of them is the class
};

const Variant k_cifar_10{"CIFAR-10",
                         {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                          "data_batch_4.bin", "data_batch_5.bin"},
                         "test_batch.bin",
                         "batches.meta.txt",
                         10,
                         1};
const Variant k_cifar_100{"CIFAR-100", {"train.bin"}, "test.bin", "fine_label_names.txt", 100, 2};

const Variant* variant_of(const fs::path& folder) {
  std::error_code ignored;
  for (const Variant* variant : {&k_cifar_10, &k_cifar_100}) {
    for (const char* file : variant->training) {
      if (fs::is_regular_file(folder / file, ignored)) return variant;
    }
  }
  return nullptr;
}

/// Adds the pictures of one file; what cannot be read of it is listed.
void append_file(DataSet& set, const Variant& variant, const fs::path& path) {
  const std::string file = path.filename().string();
  Bytes bytes;
  try {
    bytes = read_file(path);
  } catch (const Error& error) {
    set.unreadable.push_back({file, error.clause()});
    return;
  }
  const std::int64_t record = variant.label_bytes + k_pixels;
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (size % record != 0) {
    set.unreadable.push_back({file, fmt::format("it ends within picture {}", size / record)});
  }
  room_for_examples(set.count() + size / record, k_pixels);
  for (std::int64_t at = 0; at + record <= size; at += record) {
    const auto pixels = bytes.begin() + at + variant.label_bytes;
    const int label = pixels[-1];
    if (label >= variant.classes) {
      throw Error{fmt::format("the label {} is not one of {} classes", label, variant.classes),
                  fmt::format("{}, picture {}", file, at / record)};
    }
    set.labels.push_back(label);
    set.pixels.insert(set.pixels.end(), pixels, pixels + k_pixels);
  }
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.push_back(printable(line));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

void read_names(DataSet& set, const Variant& variant, const fs::path& path) {
  const auto expected = static_cast<std::size_t>(variant.classes);
  try {
    constexpr std::int64_t k_most = 1 << 20;
    set.classes = lines_of(text_of(read_file(path, k_most)));
    if (set.classes.size() == expected) return;
    throw Error{
        fmt::format("it names {} classes where there are {}", set.classes.size(), expected)};
  } catch (const Error& error) {
    set.unreadable.push_back({path.filename().string(), error.clause()});
  }
  set.classes.clear();
  for (int i = 0; i < variant.classes; ++i) set.classes.push_back(std::to_string(i));
}

}  // namespace

bool is_cifar_folder(const fs::path& folder) { return variant_of(folder) != nullptr; }

std::shared_ptr<const DataSet> read_cifar_folder(const fs::path& folder) {
  const Variant* variant = variant_of(folder);
  if (variant == nullptr) {
    throw Error{"there is neither data_batch_1.bin nor train.bin", folder.filename().string()};
  }
  DataSet set;
  set.name = variant->name;
  set.channels = 3;
  set.height = set.width = k_side;
  for (const char* file : variant->training) append_file(set, *variant, folder / file);
  set.first_test = set.count();
  append_file(set, *variant, folder / variant->test);
  read_names(set, *variant, folder / variant->names);
  return make_data_set(std::move(set));
}

}  // namespace fovea
