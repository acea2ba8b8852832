#include "core/base/replace_file.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "core/base/error.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_prefix = ".fovea-";

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// ".fovea-PID-N", as `create_beside` makes them, and no other file of such a beginning.
bool is_temporary(std::string_view name) {
  if (!name.starts_with(k_prefix)) return false;
  name.remove_prefix(k_prefix.size());
  const std::size_t dash = name.find('-');
  return dash != std::string_view::npos && is_number(name.substr(0, dash)) &&
         is_number(name.substr(dash + 1));
}

/// Takes a file away unless it was renamed.
class Temporary {
 public:
  Temporary() = default;
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    const int error = errno;  // still to be told
    if (!name.empty()) ::unlink(name.c_str());
    errno = error;
  }
  std::string name;
};

/// A new file beside `path`, with the permissions that the process's umask leaves; its name is
/// written to `name`. (mkstemp's files are private, and umask can be asked only by changing it, for
/// all threads.)
int create_beside(const fs::path& path, std::string& name) {
  static std::atomic<unsigned> count = 0;
  constexpr int k_tries = 1000;  // a process that ended early may have left some behind
  int file = -1;
  for (int i = 0; i < k_tries && (i == 0 || (file < 0 && errno == EEXIST)); ++i) {
    const fs::path wanted =
        path.parent_path() / fmt::format("{}{}-{}", k_prefix, ::getpid(), ++count);
    file = ::open(wanted.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) name = wanted.string();
  }
  if (file >= 0) ::flock(file, LOCK_EX | LOCK_NB);  // tells `remove_abandoned` that we are alive
  return file;
}

/// The new name of a file, too, is to survive a loss of power.
void keep_folder(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.get() >= 0) ::fsync(file.get());  // some file systems cannot; all was written
}

/// `mode`: the permissions of the file that is replaced, if there is one.
void write_and_rename(const fs::path& path, std::optional<mode_t> mode,
                      const std::function<bool(int)>& write, Keeping keeping) {
  Temporary temporary;
  Descriptor file(create_beside(path, temporary.name));
  if (file.get() < 0) fail_to_write(path, errno);
  const bool written = write(file.get()) && (!mode || ::fchmod(file.get(), *mode) == 0) &&
                       (keeping == Keeping::renamed || ::fsync(file.get()) == 0) && file.close() &&
                       ::rename(temporary.name.c_str(), path.c_str()) == 0;
  if (!written) fail_to_write(path, errno);
  temporary.name.clear();
  if (keeping == Keeping::on_disk) keep_folder(path);
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

void write_directly(const fs::path& path, const std::function<bool(int)>& write) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0 || !write(file.get()) || !file.close()) fail_to_write(path, errno);
}

}  // namespace

bool Descriptor::close() { return file_ < 0 || ::close(std::exchange(file_, -1)) == 0; }

std::string reason_of(int error) {
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
    case EFBIG:
      return "it is larger than a file may be there";
    case EBUSY:
    case ETXTBSY:
      return "another program uses it";
    case ENAMETOOLONG:
      return "the name is too long";
    case ENOTDIR:
      return "a part of the path is not a folder";
    default:
      return std::strerror(error);
  }
}

void fail_to_write(const fs::path& path, int error) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code ignored;
  if (error == ENOENT && !fs::exists(folder, ignored)) {
    throw Error{"the file cannot be written: its folder does not exist", path.string(),
                "Make the folder first or choose another"};
  }
  throw Error{"the file cannot be written: " + reason_of(error), path.string()};
}

void replace_file(const fs::path& path, const std::function<bool(int)>& write, Keeping keeping) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) fail_to_write(path, errno);
    return write_and_rename(end_of_links(path), std::nullopt, write, keeping);
  }
  if (S_ISDIR(status.st_mode)) fail_to_write(path, EISDIR);
  // Renaming would replace a file that its owner has protected.
  if (::access(path.c_str(), W_OK) != 0) fail_to_write(path, errno);
  if (!S_ISREG(status.st_mode)) return write_directly(path, write);
  write_and_rename(end_of_links(path), status.st_mode & 07777, write, keeping);
}

void remove_abandoned(const fs::path& path, std::chrono::seconds age) {
  const fs::path folder = end_of_links(path).parent_path();
  std::error_code failure;
  std::vector<fs::path> left;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(folder.empty() ? "." : folder, failure)) {
    if (!is_temporary(entry.path().filename().string()) || !entry.is_regular_file(failure))
      continue;
    const auto written = entry.last_write_time(failure);
    if (!failure && fs::file_time_type::clock::now() - written > age) left.push_back(entry.path());
  }
  for (const fs::path& file : left) {
    const Descriptor held(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (held.get() >= 0 && ::flock(held.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(file.c_str());
  }
}

}  // namespace fovea
