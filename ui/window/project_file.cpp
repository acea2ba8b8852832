#include "ui/window/project_file.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QSettings>
#include <QStandardPaths>
#include <algorithm>

#include "core/base/error.h"
#include "core/train/run_store.h"
#include "ui/window/opening.h"
#include "ui/window/workspace.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

constexpr auto k_recent_key = "project/recent";
constexpr qsizetype k_most_recent = 10;
constexpr auto k_unknown_stamp = "unknown";  // no file has it

QString text_of_path(const fs::path& path) { return QString::fromStdString(path.string()); }

}  // namespace

ProjectFile::ProjectFile(Workspace* workspace)
    : QObject(workspace),
      workspace_(workspace),
      base_(workspace->document()),
      files_(this, [this](const QString& sentence) { workspace_->fail(sentence); }) {
  const QString own = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  if (!own.isEmpty()) runs_ = fs::path(own.toStdString()) / "runs";
  connect(&timer_, &QTimer::timeout, this, &ProjectFile::copy);
}

QString ProjectFile::name() const { return text_of_path(path_.stem()); }

bool ProjectFile::isModified() const {
  return (hasFile() || restored_) && !(base_ && same_work(workspace_->document(), *base_));
}

// What is saved.

void ProjectFile::noteRun(const Graph& original, const fs::path& folder) {
  if (folder.empty() || folder.parent_path() != runs_) return;
  std::erase_if(known_runs_, [&](const auto& it) { return it.first == original; });
  known_runs_.emplace_back(original, folder.filename().string());
}

std::string ProjectFile::runOf(const Document& document) const {
  const Graph& original = document.network.origin->model.graph;
  const auto found =
      std::ranges::find_if(known_runs_, [&](const auto& it) { return it.first == original; });
  return found == known_runs_.end() ? std::string() : found->second;
}

Project ProjectFile::current() const {
  Project project{.document = workspace_->document(),
                  .look = workspace_->look(),
                  .run = runOf(workspace_->document()),
                  .runs = run_names_,
                  .not_understood = not_understood_};
  const bool is_new = std::ranges::find(run_names_, project.run) == run_names_.end();
  if (!project.run.empty() && is_new) project.runs.push_back(project.run);
  return project;
}

void ProjectFile::save(bool thenGoOn) {
  if (hasFile()) write(path_, stamp_, thenGoOn);
}

void ProjectFile::saveAs(const QUrl& url, bool thenGoOn) {
  fs::path path((url.isLocalFile() ? url.toLocalFile() : url.path()).toStdString());
  write(path, {}, thenGoOn);
}

/// `expected`: the stamp of the file that may be replaced; empty for any, as a person chose it.
void ProjectFile::write(const fs::path& path, const std::string& expected, bool then_go_on) {
  ++saving_;
  emit savingChanged();
  Project project = current();
  run_names_ = project.runs;  // from now on they are the project's, whatever is trained next
  files_.post([this, project = std::move(project), generation = generation_, path, expected,
               then_go_on, runs = runs_]() -> FileQueue::Taking {
    std::string sentence, stamp;
    try {
      const std::string found = stamp_of(path.string());
      const std::string known = stampOnWorker(generation, path, expected);
      if (!expected.empty() && !found.empty() && found != known) {
        throw Error{"another program has changed the project since it was opened here",
                    path.string(), "Save it under another name, or open it again"};
      }
      save_project(project, path, runs);
      stamp = stamp_of(path.string());
      last_written_ = {generation, path, stamp};
    } catch (const Error& error) {
      sentence = error.sentence();
    } catch (const std::bad_alloc&) {
      sentence = "There is not enough memory to save the project.";
    } catch (const std::exception& error) {
      sentence = error.what();
    }
    return [this, sentence, written = Written{generation, path, stamp}, then_go_on,
            document = project.document] {
      --saving_;
      emit savingChanged();
      if (sentence.empty()) {
        finish(written, document, then_go_on);
      } else {
        workspace_->fail(QString::fromStdString(sentence));
      }
    };
  });
}

std::string ProjectFile::stampOnWorker(std::uint64_t generation, const fs::path& path,
                                       const std::string& expected) const {
  const bool is_ours = last_written_.generation == generation && last_written_.path == path;
  return is_ours ? last_written_.stamp : expected;
}

void ProjectFile::finish(const Written& written, const Document& document, bool then_go_on) {
  remember(written.path);
  if (written.generation != generation_) return;  // another project was opened meanwhile
  path_ = written.path;
  stamp_ = written.stamp;
  base_ = document;
  restored_ = false;
  workspace_->markSaved(document);
  restored_from_.clear();
  copied_.reset();  // it tells of another file, or of this one as it was
  if (!isModified()) dropCopy();
  emit changed();
  emit saved(then_go_on);
}

void ProjectFile::take(const OpenedProject& opened) {
  ++generation_;
  const Project& project = opened.loaded.project;
  restored_ = project.copy_of.has_value();
  path_ = restored_ ? fs::path(*project.copy_of) : fs::path(opened.path);
  stamp_ = restored_ ? project.copy_stamp : opened.stamp;
  if (stamp_.empty() && hasFile()) stamp_ = k_unknown_stamp;
  not_understood_ = project.not_understood;
  run_names_ = project.runs;
  brought_run_.clear();
  if (!project.run.empty()) {
    noteRun(project.document.network.origin->model.graph, runs_ / project.run);
    if (RunStore::is_run(runs_ / project.run)) brought_run_ = runs_ / project.run;
  }
  base_ = workspace_->document();
  if (restored_) {
    base_.reset();
  } else {
    remember(path_);
  }
  dropCopy();
  if (restored_) replaceRestored();
  emit changed();
}

// Recent files.

void ProjectFile::remember(const fs::path& path) {
  QStringList paths = QSettings().value(QLatin1String(k_recent_key)).toStringList();
  const QString absolute = QFileInfo(text_of_path(path)).absoluteFilePath();
  paths.removeAll(absolute);
  paths.prepend(absolute);
  if (paths.size() > k_most_recent) paths.resize(k_most_recent);
  QSettings().setValue(QLatin1String(k_recent_key), paths);
  emit recentChanged();
}

QVariantList ProjectFile::recent() const {
  QVariantList list;
  for (const QString& path : QSettings().value(QLatin1String(k_recent_key)).toStringList()) {
    const QFileInfo file(path);
    list << QVariantMap{{"text", file.completeBaseName()}, {"detail", file.path()}};
  }
  return list;
}

void ProjectFile::openRecent(int index) {
  const QString path = QSettings().value(QLatin1String(k_recent_key)).toStringList().value(index);
  if (!path.isEmpty()) workspace_->openUrl(QUrl::fromLocalFile(path));
}

}  // namespace fovea
