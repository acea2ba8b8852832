#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/media/picture.h"
#include "core/media/picture_folder.h"

namespace fovea {

/// A set that a person draws: a folder of PNGs, CLASS/NNNN.png, which any other program can read
/// and other people can be sent. All of it reads and writes files, so it belongs on a worker's
/// thread; all of it throws Error where that fails, and then leaves the files as they were.
class DrawnSet {
 public:
  explicit DrawnSet(std::filesystem::path folder) : folder_(std::move(folder)) {}

  struct Entry {
    std::string class_name;
    std::string file;  ///< below the set's folder: "cat/0001.png"
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  /// Examples by class and number; nothing where there is no folder yet.
  std::vector<Entry> list() const;

  /// Saves one more example, making the folders where they are missing, under the number after the
  /// class's last one. Never overwrites. Throws Error where the class has no name or its name is
  /// too long for a folder.
  Entry add(const std::string& class_name, const Picture& example) const;

  /// Deletes one, and its class's folder with the last of them.
  void remove(const std::string& file) const;

  /// All examples, classes under the names that they were given. Throws as read_picture_folder.
  std::shared_ptr<const DataSet> read(const PictureFolderOptions& options = {},
                                      const DataProgress& progress = {},
                                      const CancelToken& cancel = {}) const;

 private:
  std::filesystem::path folder_;
};

/// The name of a class as a folder's, and back: what Linux, Windows or macOS refuse in names, a dot
/// at the start or end, and "%" become "%" and two hexadecimal digits, so that different classes
/// have different folders.
std::string class_folder(std::string_view class_name);
std::string class_of_folder(std::string_view folder);

}  // namespace fovea
