#include "core/media/drawn_set.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/picture_files.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_ending = ".png";

/// The number that a file is called by; 0 for any other file.
int number_of(const fs::path& file) {
  const std::string stem = file.stem().string();
  int number = 0;
  const auto [at, error] = std::from_chars(stem.data(), stem.data() + stem.size(), number);
  constexpr int k_most = 999'999'999;  // one more is still a number
  const bool fits =
      error == std::errc{} && at == stem.data() + stem.size() && number > 0 && number <= k_most;
  return fits && file.extension() == k_ending ? number : 0;
}

/// The numbered files of a class, by number.
std::vector<fs::path> numbered_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (number_of(at->path()) > 0) files.push_back(at->path());
  }
  std::ranges::sort(files, {}, number_of);
  return files;
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error{"the folder cannot be made: " + error.message(), folder.string()};
}

bool is_refused(char c) {
  constexpr std::string_view k_refused = "%/\\:*?\"<>|";
  return static_cast<unsigned char>(c) < ' ' || c == '\x7F' ||
         k_refused.find(c) != std::string::npos;
}

std::optional<char> escaped_char(std::string_view text) {
  int value = 0;
  if (text.size() < 3 || text[0] != '%') return std::nullopt;
  const auto [at, error] = std::from_chars(text.data() + 1, text.data() + 3, value, 16);
  if (error != std::errc{} || at != text.data() + 3) return std::nullopt;
  return static_cast<char>(value);
}

}  // namespace

std::string class_folder(std::string_view name) {
  std::string folder;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool outermost = i == 0 || i + 1 == name.size();
    if (is_refused(name[i]) || (outermost && (name[i] == '.' || name[i] == ' '))) {
      folder += fmt::format("%{:02X}", static_cast<unsigned char>(name[i]));
    } else {
      folder += name[i];
    }
  }
  return folder;
}

std::string class_of_folder(std::string_view folder) {
  std::string name;
  while (!folder.empty()) {
    const std::optional<char> escaped = escaped_char(folder);
    name += escaped.value_or(folder[0]);
    folder.remove_prefix(escaped ? 3 : 1);
  }
  return name;
}

std::vector<DrawnSet::Entry> DrawnSet::list() const {
  std::vector<Entry> entries;
  std::error_code error;
  if (!fs::exists(folder_, error)) return entries;
  for (const fs::path& folder : folders_in(folder_)) {
    const std::string name = folder.filename().string();
    for (const fs::path& file : numbered_files(folder)) {
      entries.push_back({class_of_folder(name), name + '/' + file.filename().string()});
    }
  }
  return entries;
}

DrawnSet::Entry DrawnSet::add(const std::string& class_name, const Picture& example) const {
  constexpr std::size_t k_longest = 200;  // bytes; file systems take 255
  const std::string name = class_folder(class_name);
  if (name.empty()) throw Error{"the class has no name", {}, "Type what the drawing shows"};
  if (name.size() > k_longest) throw Error{"the name of the class is too long for a folder"};
  const std::vector<std::uint8_t> png = encode_png(example);
  make_folder(folder_ / name);
  const std::vector<fs::path> files = numbered_files(folder_ / name);
  const int number = files.empty() ? 1 : number_of(files.back()) + 1;
  const std::string file = fmt::format("{}/{:04}{}", name, number, k_ending);
  write_file_atomically(folder_ / file, png);
  return {class_name, file};
}

void DrawnSet::remove(const std::string& file) const {
  const fs::path relative(file);
  const bool inside = std::distance(relative.begin(), relative.end()) == 2 &&
                      *relative.begin() != ".." && relative.filename() != "..";
  if (!inside || relative.is_absolute() || number_of(relative) == 0) {
    throw Error{"it is not an example of the set", file};
  }
  std::error_code error;
  if (!fs::remove(folder_ / relative, error)) {
    throw Error{error ? "it cannot be deleted: " + error.message() : "there is no such file", file};
  }
  fs::remove((folder_ / relative).parent_path(), error);  // refused while anything is left in it
}

std::shared_ptr<const DataSet> DrawnSet::read(const PictureFolderOptions& options,
                                              const DataProgress& progress,
                                              const CancelToken& cancel) const {
  DataSet set = *read_picture_folder(folder_, options, progress, cancel);
  std::ranges::transform(set.classes, set.classes.begin(), class_of_folder);
  return make_data_set(std::move(set));
}

}  // namespace fovea
