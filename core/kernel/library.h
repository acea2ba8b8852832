#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/kernel/saved_kernel.h"

namespace fovea {

/// A folder of kernel files, each of which another person can open. A file is known by its name in
/// the folder. All of it reads and writes files, so it belongs on a worker's thread; all of it
/// throws Error where that fails, and then leaves the files as they were.
class KernelLibrary {
 public:
  struct Entry {
    std::string file;
    SavedKernel kernel;
  };
  struct Listing {
    std::vector<Entry> entries;        ///< by name, then by file
    std::vector<std::string> damaged;  ///< a sentence for each file that could not be read
  };

  explicit KernelLibrary(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Nothing where there is no folder yet.
  Listing list() const;
  Entry read(const std::string& file) const;

  /// Writes a new file, making the folder where there is none, and returns its name: from the
  /// kernel's, numbered where that is taken. Never overwrites.
  std::string save(const SavedKernel& kernel) const;
  /// Gives it another name, and its file too where the name asks for one; returns the file.
  std::string rename(const std::string& file, const std::string& name) const;
  void retag(const std::string& file, const std::vector<std::string>& tags) const;
  void remove(const std::string& file) const;

 private:
  std::filesystem::path path_of(const std::string& file) const;

  std::filesystem::path folder_;
};

/// Reads one kernel file from anywhere.
SavedKernel read_saved_kernel(const std::filesystem::path& path);

/// A name for the file of a kernel of that name, without its ending: no separators, control
/// characters or what other systems refuse, at most 60 bytes, never empty.
std::string file_stem(std::string_view name);

}  // namespace fovea
