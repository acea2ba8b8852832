#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/train/data/data_set.h"

namespace fovea {

/// A file that may be a picture, and the class whose folder it lies in.
struct PictureFile {
  std::filesystem::path path;
  std::string source;  ///< below the set's folder, with "/"
  std::int32_t label = 0;
};

/// The files of a folder of classes, before any of them is opened.
struct PictureFiles {
  std::vector<std::string> classes;
  std::vector<PictureFile> files;  ///< training examples, then own test examples
  std::size_t first_test = 0;      ///< files from here on are test examples
  std::vector<Unreadable> unreadable;
};

/// The folders directly below that may be classes or parts, by name: those that are not hidden and,
/// where they are links, do not lead back to a folder that holds them.
std::vector<std::filesystem::path> folders_in(const std::filesystem::path& folder);

/// Finds them as read_picture_folder documents. Throws Error where the folder cannot be listed;
/// Cancelled.
PictureFiles find_picture_files(const std::filesystem::path& folder, const CancelToken& cancel);

}  // namespace fovea
