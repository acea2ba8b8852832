#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>

namespace fovea {

/// An open file's number, closed on every way out.
class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  int get() const { return file_; }
  /// False, with `errno`, where what was written could not be kept.
  bool close();

 private:
  int file_;
};

/// What the system's `error` means, as a clause: "the disk is full".
std::string reason_of(int error);

/// Throws the Error of a file that could not be written, which tells a folder that is gone from one
/// that refuses.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, int error);

enum class Keeping {
  renamed,  ///< whoever opens the file sees all of the old one or all of the new one
  on_disk   ///< also after the machine has lost its power
};

/// Gives `path` another content: `write` fills a new, empty file under a temporary name in the same
/// folder, and returns false, with `errno`, where it cannot; then it is renamed. A failure, also
/// one that `write` throws, leaves an earlier file as it was and nothing beside it. A path that is
/// a device or a pipe (/dev/stdout) is written to directly; a link stays one, and the file that it
/// names, there or not yet, is written. Throws Error (where: the path) where the folder does not
/// exist, the path is a folder, it may not be written, or the disk is full.
void replace_file(const std::filesystem::path& path, const std::function<bool(int file)>& write,
                  Keeping keeping = Keeping::renamed);

/// Takes away what `replace_file` left in the folder of `path` where its process was killed, if
/// that was more than `age` ago. What another process writes at this moment stays, as do files of
/// other names than ".fovea-PID-N".
void remove_abandoned(const std::filesystem::path& path,
                      std::chrono::seconds age = std::chrono::seconds(60));

}  // namespace fovea
