#include "core/kernel/library.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <tuple>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t k_max_file = 64 << 20;
constexpr std::size_t k_max_stem = 60;
constexpr int k_max_number = 9999;

/// Names that are devices elsewhere, whatever their ending.
bool is_device_elsewhere(std::string_view stem) {
  static constexpr std::array<std::string_view, 4> k_names{"con", "prn", "aux", "nul"};
  const std::string_view port = stem.substr(0, 3);
  return std::ranges::find(k_names, stem) != k_names.end() ||
         (stem.size() == 4 && (port == "com" || port == "lpt") && stem[3] >= '0' && stem[3] <= '9');
}

/// Makes an empty file of that name; false where there is one already.
bool claim(const fs::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "wx");
  if (file != nullptr) return std::fclose(file) == 0;
  std::error_code error;
  if (fs::exists(fs::symlink_status(path, error))) return false;
  throw Error{"the library's folder cannot be written to", path.parent_path().string()};
}

fs::path claim_name(const fs::path& folder, std::string_view stem) {
  for (int number = 1; number <= k_max_number; ++number) {
    const std::string suffix = number == 1 ? "" : fmt::format("-{}", number);
    const fs::path path = folder / fmt::format("{}{}{}", stem, suffix, k_kernel_ending);
    if (claim(path)) return path;
  }
  throw Error{"there are too many kernels of that name", {}, "Choose another name"};
}

/// The name that the file would have if it were not numbered.
bool is_named(std::string_view file, std::string_view stem) {
  if (!file.starts_with(stem)) return false;
  file.remove_prefix(stem.size());
  if (file.starts_with('-'))
    file.remove_prefix(std::min(file.find_first_not_of("0123456789", 1), file.size()));
  return file == k_kernel_ending;
}

}  // namespace

std::string file_stem(std::string_view name) {
  std::string stem;
  for (const char c : printable(name)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_kept = byte >= 0x80 || (byte >= '0' && byte <= '9') ||
                         (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || c == '_';
    const bool is_large = byte >= 'A' && byte <= 'Z';
    if (is_kept) {
      stem += is_large ? static_cast<char>(c + ('a' - 'A')) : c;
    } else if (!stem.empty() && stem.back() != '-') {
      stem += '-';
    }
  }
  std::size_t end = std::min(stem.size(), k_max_stem);
  while (end > 0 && end < stem.size() && (static_cast<unsigned char>(stem[end]) & 0xC0) == 0x80)
    --end;
  stem.resize(end);
  while (stem.ends_with('-')) stem.pop_back();
  if (stem.empty() || is_device_elsewhere(stem)) stem = "kernel" + (stem.empty() ? "" : "-" + stem);
  return stem;
}

SavedKernel read_saved_kernel(const fs::path& path) {
  const Bytes bytes = read_file(path, k_max_file);
  return decode_saved_kernel(text_of(bytes));
}

fs::path KernelLibrary::path_of(const std::string& file) const {
  if (file != fs::path(file).filename() || !file.ends_with(k_kernel_ending)) {
    throw Error{"that is no kernel file of the library", printable(file)};
  }
  return folder_ / file;
}

KernelLibrary::Listing KernelLibrary::list() const {
  Listing listing;
  std::error_code error;
  for (const auto& it : fs::directory_iterator(folder_, error)) {
    const std::string file = it.path().filename().string();
    if (!file.ends_with(k_kernel_ending)) continue;
    try {
      listing.entries.push_back(read(file));
    } catch (const Error& failure) {
      listing.damaged.push_back(printable(file) + ": " + failure.sentence());
    }
  }
  std::ranges::sort(listing.entries, {},
                    [](const Entry& entry) { return std::tie(entry.kernel.name, entry.file); });
  std::ranges::sort(listing.damaged);
  return listing;
}

KernelLibrary::Entry KernelLibrary::read(const std::string& file) const {
  return {file, read_saved_kernel(path_of(file))};
}

std::string KernelLibrary::save(const SavedKernel& kernel) const {
  const std::string text = encode_saved_kernel(kernel);
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    throw Error{"the library's folder cannot be made: " + error.message(), folder_.string()};
  }
  const fs::path path = claim_name(folder_, file_stem(kernel.name));
  try {
    write_file_atomically(path, text);
  } catch (...) {
    fs::remove(path, error);
    throw;
  }
  return path.filename().string();
}

std::string KernelLibrary::rename(const std::string& file, const std::string& name) const {
  Entry entry = read(file);
  entry.kernel.name = tidy_name(name);
  if (is_named(file, file_stem(entry.kernel.name))) {
    write_file_atomically(path_of(file), encode_saved_kernel(entry.kernel));
    return file;
  }
  const std::string renamed = save(entry.kernel);
  remove(file);
  return renamed;
}

void KernelLibrary::retag(const std::string& file, const std::vector<std::string>& tags) const {
  Entry entry = read(file);
  entry.kernel.tags = tags;
  write_file_atomically(path_of(file), encode_saved_kernel(entry.kernel));
}

void KernelLibrary::remove(const std::string& file) const {
  std::error_code error;
  if (!fs::remove(path_of(file), error)) {
    throw Error{error ? "the kernel cannot be deleted: " + error.message()
                      : std::string("the kernel is not there any more"),
                printable(file)};
  }
}

}  // namespace fovea
