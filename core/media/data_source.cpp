#include "core/media/data_source.h"

#include <array>
#include <cstdlib>
#include <fstream>

#include "core/base/error.h"
#include "core/train/data/cifar.h"
#include "core/train/data/csv.h"
#include "core/train/data/fashion_mnist.h"
#include "core/train/data/gzip.h"
#include "core/train/data/idx.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

fs::path path_of(std::string_view text) {
  const char* home = std::getenv("HOME");
  if (!text.starts_with("~/") || home == nullptr) return fs::path(text);
  return fs::path(home) / text.substr(2);
}

std::shared_ptr<const DataSet> read_folder(const fs::path& folder, const DataSourceOptions& options,
                                           const DataProgress& progress,
                                           const CancelToken& cancel) {
  if (is_idx_folder(folder)) return read_idx_folder(folder);
  if (is_cifar_folder(folder)) return read_cifar_folder(folder);
  if (is_picture_folder(folder))
    return read_picture_folder(folder, options.pictures, progress, cancel);
  throw Error{
      "the folder holds no data to train on", folder.string(),
      "Looked for train-images-idx3-ubyte, data_batch_1.bin, train.bin and folders of pictures"};
}

/// IDX begins with two zeros, which no text does.
bool begins_as_idx(const fs::path& path) {
  std::array<char, 4> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(start.data());
  return file && (is_gzip(std::span(bytes, start.size())) || (start[0] == 0 && start[1] == 0));
}

std::shared_ptr<const DataSet> read_one_file(const fs::path& path, const CancelToken& cancel) try {
  if (begins_as_idx(path)) return read_idx_file(path);
  return read_csv_set(path, cancel);
} catch (const Error& error) {
  const std::string name = path.filename().string();
  throw error.where().find(name) == std::string::npos ? error.at(name) : error;
}

}  // namespace

std::shared_ptr<const DataSet> read_data_set(std::string_view text,
                                             const DataSourceOptions& options,
                                             const DataProgress& progress,
                                             const CancelToken& cancel) {
  cancel.throw_if_cancelled();
  if (text == "fashion-mnist") return read_fashion_mnist();
  if (text == "digits-from-fonts") return draw_font_digits(options.digits, progress, cancel);
  const fs::path path = path_of(text);
  std::error_code error;
  if (fs::is_directory(path, error)) return read_folder(path, options, progress, cancel);
  if (fs::is_regular_file(path, error)) return read_one_file(path, cancel);
  throw Error{"there is no such data", std::string(text),
              "Give fashion-mnist, digits-from-fonts, a folder (IDX, CIFAR or pictures in one "
              "folder a class) or a file (CSV or IDX)"};
}

}  // namespace fovea
