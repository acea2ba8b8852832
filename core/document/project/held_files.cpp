#include "core/document/project/held_files.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <fmt/format.h>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "core/base/error.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_prefix = ".saving-";
constexpr std::chrono::seconds k_age(60);  // between making a folder and locking it

int locked(const fs::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0 || ::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  ::close(file);
  return -1;
}

void remove_left(const fs::path& parent) {
  std::error_code failure;
  std::vector<fs::path> left;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, failure)) {
    const bool is_ours = entry.path().filename().string().starts_with(k_prefix);
    if (!is_ours || !entry.is_directory(failure)) continue;
    const auto made = entry.last_write_time(failure);
    if (!failure && fs::file_time_type::clock::now() - made > k_age) left.push_back(entry.path());
  }
  for (const fs::path& folder : left) {
    const Descriptor held(locked(folder));
    if (held.get() >= 0) fs::remove_all(folder, failure);
  }
}

/// Empty where nothing can be written.
fs::path made_in(const fs::path& parent) {
  static std::atomic<unsigned> count = 0;
  constexpr int k_tries = 1000;  // a process that ended early may have left some behind
  for (int i = 0; i < k_tries; ++i) {
    fs::path folder = parent / fmt::format("{}{}-{}", k_prefix, ::getpid(), ++count);
    if (::mkdir(folder.c_str(), 0700) == 0) return folder;
    if (errno != EEXIST) break;
  }
  return {};
}

[[noreturn]] void fail_to_read(const fs::path& path, int error) {
  throw Error{"a run's file cannot be read: " + reason_of(error), path.string()};
}

}  // namespace

HeldFiles::HeldFiles(const fs::path& parent)
    : folder_((remove_left(parent), made_in(parent))),
      lock_(folder_.empty() ? -1 : locked(folder_)) {}

HeldFiles::~HeldFiles() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::optional<HeldFiles::File> HeldFiles::hold(const fs::path& path) {
  File file{path};
  if (!folder_.empty()) {
    file.path = folder_ / std::to_string(++count_);
    if (::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, file.path.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      if (errno == ENOENT) return std::nullopt;
      // There are file systems on which a file has one name.
      std::error_code failure;
      fs::copy_file(path, file.path, failure);
      if (failure == std::errc::no_such_file_or_directory) return std::nullopt;
      if (failure) fail_to_read(path, failure.value());
    }
  }
  struct stat status {};
  if (::stat(file.path.c_str(), &status) != 0 || ::access(file.path.c_str(), R_OK) != 0) {
    if (errno == ENOENT) return std::nullopt;
    fail_to_read(path, errno);
  }
  file.size = status.st_size;
  return file;
}

}  // namespace fovea
