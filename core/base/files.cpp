#include "core/base/files.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/base/error.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

/// A descriptor that is closed on every way out.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  int get() const { return fd_; }
  bool close() { return fd_ < 0 || ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

std::string reason(int error) {
  switch (error) {
    case ENOENT:
      return "there is no such file";
    case EISDIR:
      return "it is a folder, not a file";
    case EACCES:
    case EPERM:
      return "permission was refused";
    case EROFS:
      return "the disk is write-protected";
    case ENOSPC:
    case EDQUOT:
      return "the disk is full";
    case ENAMETOOLONG:
      return "the name is too long";
    case ENOTDIR:
      return "a part of the path is not a folder";
    default:
      return std::strerror(error);
  }
}

[[noreturn]] void fail_to_write(const fs::path& path, int error) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code ignored;
  if (error == ENOENT && !fs::exists(folder, ignored)) {
    throw Error{"the file cannot be written: its folder does not exist", path.string(),
                "Make the folder first or choose another"};
  }
  throw Error{"the file cannot be written: " + reason(error), path.string()};
}

bool write_all(int fd, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

void write_directly(const fs::path& path, std::span<const std::uint8_t> bytes) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0 || !write_all(file.get(), bytes) || !file.close()) fail_to_write(path, errno);
}

/// A new file beside `path`, with the permissions that the process's umask leaves; its name is
/// written to `name`. (mkstemp's files are private, and umask can be asked only by changing it, for
/// all threads.)
int create_beside(const fs::path& path, std::string& name) {
  static std::atomic<unsigned> count = 0;
  constexpr int k_tries = 1000;  // a process that ended early may have left some behind
  int fd = -1;
  for (int i = 0; i < k_tries && (i == 0 || (fd < 0 && errno == EEXIST)); ++i) {
    name = (path.parent_path() / fmt::format(".fovea-{}-{}", ::getpid(), ++count)).string();
    fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  }
  return fd;
}

/// `mode`: the permissions of the file that is replaced, if there is one.
void write_and_rename(const fs::path& path, std::optional<mode_t> mode,
                      std::span<const std::uint8_t> bytes) {
  std::string temporary;
  Descriptor file(create_beside(path, temporary));
  if (file.get() < 0) fail_to_write(path, errno);
  const bool done = write_all(file.get(), bytes) && (!mode || ::fchmod(file.get(), *mode) == 0) &&
                    file.close() && ::rename(temporary.c_str(), path.c_str()) == 0;
  if (!done) {
    const int error = errno;
    ::unlink(temporary.c_str());
    fail_to_write(path, error);
  }
}

/// Where a link, or a link to a link, leads, also where nothing is there yet.
fs::path end_of_links(fs::path path) {
  constexpr int k_most = 40;  // Linux's own limit
  std::error_code error;
  for (int i = 0; i < k_most && fs::is_symlink(fs::symlink_status(path, error)); ++i) {
    path = path.parent_path() / fs::read_symlink(path, error);
  }
  return path;
}

}  // namespace

Bytes read_file(const fs::path& path, std::int64_t max_bytes) {
  // A pipe without a writer would block for ever without O_NONBLOCK.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
    throw Error{errno == ENOENT ? reason(errno) : "it cannot be read: " + reason(errno)};
  }
  if (S_ISDIR(status.st_mode)) throw Error{reason(EISDIR)};
  if (!S_ISREG(status.st_mode)) throw Error{"it is a device or a pipe, not a file"};
  if (status.st_size > max_bytes) {
    throw Error{fmt::format("the file holds {} MB; at most {} MB are read",
                            status.st_size / 1000000, max_bytes / 1000000)};
  }
  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw Error{"it cannot be read: " + reason(errno)};
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  bytes.resize(size);
  return bytes;
}

void write_file_atomically(const fs::path& path, std::span<const std::uint8_t> bytes) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) fail_to_write(path, errno);
    return write_and_rename(end_of_links(path), std::nullopt, bytes);
  }
  if (S_ISDIR(status.st_mode)) fail_to_write(path, EISDIR);
  // Renaming would replace a file that its owner has protected.
  if (::access(path.c_str(), W_OK) != 0) fail_to_write(path, errno);
  if (!S_ISREG(status.st_mode)) return write_directly(path, bytes);
  write_and_rename(end_of_links(path), status.st_mode & 07777, bytes);
}

void write_file_atomically(const fs::path& path, std::string_view text) {
  write_file_atomically(path,
                        std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

}  // namespace fovea
