// The copies that a workspace makes of its project by itself, and what others left of theirs.

#include <QDateTime>
#include <QLocale>
#include <QLockFile>
#include <QUuid>
#include <algorithm>
#include <sys/stat.h>

#include "core/base/error.h"
#include "core/base/replace_file.h"
#include "core/base/text.h"
#include "ui/window/project_file.h"
#include "ui/window/workspace.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<QLockFile> lock_of(const fs::path& copy) {
  fs::path path = copy;
  path.replace_extension(".lock");
  auto lock = std::make_unique<QLockFile>(QString::fromStdString(path.string()));
  lock->setStaleLockTime(0);  // that of a process that lives is never stale
  return lock;
}

/// Copies in the folder whose program has ended, the newest first.
std::vector<fs::path> abandoned_in(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    if (entry.path().extension() != k_project_ending) continue;
    if (lock_of(entry.path())->tryLock(0))  // and lets it go at once
      found.emplace_back(entry.last_write_time(failure), entry.path());
  }
  std::ranges::sort(found, std::greater());
  std::vector<fs::path> paths;
  for (const auto& [time, path] : found) paths.push_back(path);
  return paths;
}

/// Programs that ended early without a copy leave their locks.
void remove_stale_locks(const fs::path& folder) {
  std::vector<fs::path> locks;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure))
    if (entry.path().extension() == ".lock") locks.push_back(entry.path());
  for (const fs::path& path : locks) lock_of(path)->tryLock(0);  // and takes it away with itself
}

/// The file name of what it is a copy of; empty where that is nothing, or it cannot be read.
QString project_of(const fs::path& copy) try {
  const fs::path project = copy_of(copy).value_or(std::string());
  return QString::fromStdString(printable(project.filename().string()));
} catch (const std::exception&) {
  return {};
}

void remove_copy(fs::path path) {
  std::error_code ignored;
  fs::remove(path, ignored);
  fs::remove(path.replace_extension(".lock"), ignored);
}

}  // namespace

ProjectFile::~ProjectFile() {
  timer_.stop();
  dropCopy();
}

void ProjectFile::startCopying(const fs::path& folder, int every_ms) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  copy_name_ = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
  copies_ = folder;
  lock_ = lock_of(copyPath());
  lock_->tryLock(0);
  timer_.start(every_ms);
  lookForLeft();
}

void ProjectFile::copy() {
  const Document& now = workspace_->document();
  if (copies_.empty() || (base_ && same_work(now, *base_))) return dropCopy();
  if (copied_ && same_work(now, *copied_)) return;
  Project project = current();
  project.copy_of = path_.string();
  copied_ = now;
  has_copy_ = true;
  // A copy that cannot be made stops nobody's work; the next one may.
  files_.post([this, project = std::move(project), of = path_, generation = generation_,
               stamp = stamp_, path = copyPath()]() mutable -> FileQueue::Taking {
    bool done = true;
    try {
      project.copy_stamp = stampOnWorker(generation, of, stamp);
      // A run is on the disk already.
      save_project(project, path);
    } catch (const std::exception&) {
      done = false;
    }
    return [this, done] {
      if (!done) copied_.reset();
    };
  });
}

void ProjectFile::dropCopy() {
  copied_.reset();
  if (!std::exchange(has_copy_, false)) return;
  files_.post([path = copyPath()]() -> FileQueue::Taking {
    std::error_code ignored;
    fs::remove(path, ignored);  // the lock stays ours
    return [] {};
  });
}

void ProjectFile::lookForLeft() {
  files_.post([this, folder = copies_]() -> FileQueue::Taking {
    remove_abandoned(folder / "any");
    remove_stale_locks(folder);
    std::vector<Left> left;
    for (const fs::path& path : abandoned_in(folder)) {
      struct stat status {};
      if (::stat(path.c_str(), &status) != 0) continue;
      const QDateTime time = QDateTime::fromSecsSinceEpoch(status.st_mtim.tv_sec);
      left.push_back({path, QLocale().toString(time, QLocale::ShortFormat), project_of(path)});
    }
    return [this, left] {
      left_ = left;
      emit leftChanged();
    };
  });
}

QString ProjectFile::left() const {
  if (left_.empty()) return {};
  const Left& newest = left_.front();
  return newest.project.isEmpty()
             ? tr("Fovea ended early. There is a copy of work that is in no project, of %1.")
                   .arg(newest.when)
             : tr("Fovea ended early. There is a copy of %1 with work that was not saved, of %2.")
                   .arg(newest.project, newest.when);
}

void ProjectFile::restore() {
  if (left_.empty()) return;
  restored_from_ = left_.front().path;
  workspace_->openUrl(QUrl::fromLocalFile(QString::fromStdString(restored_from_.string())));
  left_.clear();
  emit leftChanged();
}

/// What was restored stays until there is a copy by this program.
void ProjectFile::replaceRestored() {
  copy();
  files_.post([from = std::exchange(restored_from_, {}), path = copyPath()]() -> FileQueue::Taking {
    std::error_code ignored;
    if (!from.empty() && fs::exists(path, ignored)) remove_copy(from);
    return [] {};
  });
}

void ProjectFile::discard() {
  if (left_.empty()) return;
  files_.post([path = left_.front().path]() -> FileQueue::Taking {
    remove_copy(path);
    return [] {};
  });
  left_.erase(left_.begin());
  emit leftChanged();
}

}  // namespace fovea
