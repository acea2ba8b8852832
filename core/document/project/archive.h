#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace fovea {

/// What a zip archive may hold to be read: more is refused before anything is inflated.
struct ArchiveLimits {
  std::int64_t entries = 10'000;
  std::int64_t bytes = 0;  ///< of all entries together, inflated; 0: the memory budget
  /// Bytes that one byte of the archive may stand for, beyond the first 64 MiB: what is larger was
  /// made to be large.
  std::int64_t growth = 100;
};

/// A zip archive that is read. Opening it looks at its list of files alone.
class Archive {
 public:
  /// Throws Error, without the file's name: it cannot be read, is no archive or a broken one, holds
  /// too much, encrypted entries, two of one name, or a name that does not stay within the archive
  /// (absolute, with "..", a backslash, a drive or control characters).
  explicit Archive(const std::filesystem::path& path, const ArchiveLimits& limits = {});
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  /// Of all files, sorted; folders are not among them.
  std::vector<std::string> names() const;
  bool has(const std::string& name) const { return entries_.contains(name); }
  /// Throws Error (where: the name) where there is none, or it is damaged.
  Bytes read(const std::string& name) const;

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
  struct Entry {
    std::int64_t index = 0, size = 0;  // inflated
  };
  std::map<std::string, Entry> entries_;
};

/// A zip archive that is made: what is to be in it, then all of it at once.
class ArchiveDraft {
 public:
  /// Weights and pictures hardly shrink, and are to be written fast.
  enum class Packing { stored, deflated };

  /// The bytes belong to `owner`.
  void add(std::string name, std::span<const std::uint8_t> bytes, std::shared_ptr<const void> owner,
           Packing packing = Packing::stored);
  void add(std::string name, Bytes bytes, Packing packing = Packing::stored);
  void add(std::string name, std::string text, Packing packing = Packing::stored);
  /// The first `size` bytes of a file, which is open only while it is written; `owner` keeps it
  /// there until then.
  void add(std::string name, std::filesystem::path file, std::int64_t size,
           std::shared_ptr<const void> owner, Packing packing = Packing::stored);

  /// By `replace_file`, on disk when it returns. Throws Error (where: the path).
  void write(const std::filesystem::path& path) const;

 private:
  struct Entry {
    std::string name;
    std::span<const std::uint8_t> bytes;
    std::shared_ptr<const void> owner;  // of the bytes or the file
    std::filesystem::path file;         // instead of bytes; empty: none
    std::int64_t size = 0;              // of the file
    Packing packing = Packing::stored;
  };
  std::vector<Entry> entries_;
};

}  // namespace fovea
