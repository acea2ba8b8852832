#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <zip.h>

namespace fovea {

/// A zip archive written by libzip straight into an open, empty file, so that what the system says
/// of the disk is known, and there is one temporary file and not two.
class ZipOutput {
 public:
  /// Throws Error where libzip refuses.
  explicit ZipOutput(int file);
  ~ZipOutput();
  ZipOutput(const ZipOutput&) = delete;
  ZipOutput& operator=(const ZipOutput&) = delete;

  /// What an entry is made of; must last until `finish`.
  zip_source_t* source(std::span<const std::uint8_t> bytes);
  /// A file's first bytes, at least one; it is opened when its entry is written, and no other is
  /// open then.
  zip_source_t* source(const std::filesystem::path& file, std::int64_t size);
  /// Takes the source. `level`: of deflate, 1 to 9; 0: stored.
  void add(const std::string& name, zip_source_t* source, std::uint32_t level);
  /// Writes all. False, with `errno`, where the file cannot be written; throws Error where an entry
  /// cannot be read.
  bool finish();

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
  zip_t* zip_ = nullptr;
};

}  // namespace fovea
