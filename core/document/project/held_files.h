#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "core/base/replace_file.h"

namespace fovea {

/// Keeps files as they are at a moment while they are read one after the other, though others
/// rename and delete them meanwhile: by second names in a folder of its own, which goes with it.
/// No file is open for that, however many are held.
class HeldFiles {
 public:
  /// The folder is made in `parent`, where the files are too, as ".saving-PID-N". Where nothing can
  /// be written there, nothing changes there either, and files are read where they are. Takes away
  /// what a process that was killed left.
  explicit HeldFiles(const std::filesystem::path& parent);
  HeldFiles(const HeldFiles&) = delete;
  HeldFiles& operator=(const HeldFiles&) = delete;
  ~HeldFiles();

  struct File {
    std::filesystem::path path;  ///< to be read
    std::int64_t size = 0;       ///< now, in bytes; what is appended later is not meant
  };
  /// Nothing where the file has gone. Throws Error (where: the path) where it cannot be read.
  std::optional<File> hold(const std::filesystem::path& path);

 private:
  std::filesystem::path folder_;  // empty: none
  Descriptor lock_;               // tells others that we are alive
  int count_ = 0;
};

}  // namespace fovea
