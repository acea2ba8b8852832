#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/document/project/project.h"
#include "ui/kernel/library/file_queue.h"

class QLockFile;

namespace fovea {

class Workspace;
struct OpenedProject;

/// The file of the project that a workspace works on: saved when a person asks, and copied every 30
/// seconds where it has changed, so that nothing is lost where the program ends early. All files
/// are written by a worker, one after the other; what is written is a copy of the document, so that
/// work goes on.
class ProjectFile : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("belongs to a workspace")
  /// As titles have it, without folder and ending; empty where there is no file yet.
  Q_PROPERTY(QString name READ name NOTIFY changed)
  Q_PROPERTY(bool hasFile READ hasFile NOTIFY changed)
  Q_PROPERTY(bool saving READ isSaving NOTIFY savingChanged)
  /// Projects that were opened or saved, the newest first: { text, detail }, name and folder.
  Q_PROPERTY(QVariantList recent READ recent NOTIFY recentChanged)
  /// A sentence on what a program that ended early has left; empty where it left nothing.
  Q_PROPERTY(QString left READ left NOTIFY leftChanged)
  /// There is a run for `takeRun`.
  Q_PROPERTY(bool bringsRun READ bringsRun NOTIFY runBrought)

 public:
  explicit ProjectFile(Workspace* workspace);
  /// Waits until what is being written is written; the copy of this workspace goes.
  ~ProjectFile() override;

  QString name() const;
  bool hasFile() const { return !path_.empty(); }
  bool isSaving() const { return saving_ > 0; }
  /// The document differs from what the file holds. Always false where there is no file, but for
  /// what was restored.
  bool isModified() const;
  QVariantList recent() const;
  QString left() const;

  /// Where runs are kept; the folder "runs" of the program's own data where nobody says so.
  const std::filesystem::path& runsFolder() const { return runs_; }
  void setRunsFolder(std::filesystem::path folder) { runs_ = std::move(folder); }
  /// That documents of this network are of the run in that folder.
  void noteRun(const Graph& original, const std::filesystem::path& folder);

  /// The workspace shows what was opened.
  void take(const OpenedProject& opened);
  /// The folder of the run that the opened project's network is of, for whoever shows runs; empty
  /// where there is none, or somebody took it.
  std::filesystem::path takeRun() { return std::exchange(brought_run_, {}); }
  bool bringsRun() const { return !brought_run_.empty(); }

  /// Copies go into this folder from now on, and what others left there is offered.
  void startCopying(const std::filesystem::path& folder, int every_ms = 30'000);

 public slots:
  /// Into the file that there is. `thenGoOn` comes back with `saved`, and is forgotten where that
  /// cannot be, or where another project was opened before it was done.
  void save(bool thenGoOn = false);
  void saveAs(const QUrl& url, bool thenGoOn = false);
  void openRecent(int index);
  /// Opens what was left, or deletes it.
  void restore();
  void discard();
  /// A copy now, where the document has changed.
  void copy();

 signals:
  void changed();
  void savingChanged();
  void recentChanged();
  void leftChanged();
  void saved(bool thenGoOn);
  /// All of the project is shown but its run: see `takeRun`.
  void runBrought();

 private:
  Project current() const;
  std::string runOf(const Document& document) const;
  void write(const std::filesystem::path& path, const std::string& expected, bool then_go_on);
  /// What a job of saving has done. One of an earlier project than this one's is only remembered.
  struct Written {
    std::uint64_t generation = 0;
    std::filesystem::path path;
    std::string stamp;
  };
  /// The stamp that this project's file has had by us last: what a job before this one wrote is
  /// known to the worker first. `expected`: as it was known when the job was posted.
  std::string stampOnWorker(std::uint64_t generation, const std::filesystem::path& path,
                            const std::string& expected) const;
  void finish(const Written& written, const Document& document, bool then_go_on);
  void remember(const std::filesystem::path& path);
  void lookForLeft();
  void dropCopy();
  void replaceRestored();
  std::filesystem::path copyPath() const { return copies_ / (copy_name_ + ".fovea"); }

  Workspace* workspace_;
  std::uint64_t generation_ = 0;  // of the project: raised when another one is taken
  std::filesystem::path path_, runs_;
  std::string stamp_;             // of the file as we know it; empty: there is none
  std::optional<Document> base_;  // as the file has it, or as it was at the start
  bool restored_ = false;         // from a copy: in no file that a person made
  NotUnderstood not_understood_;
  std::vector<std::string> run_names_;  // that came with the project or were saved
  std::vector<std::pair<Graph, std::string>> known_runs_;  // by the network's original
  int saving_ = 0;

  std::filesystem::path copies_;  // the folder; empty: none are made
  std::string copy_name_;
  bool has_copy_ = false;                // there may be one on the disk, whatever it holds
  std::optional<Document> copied_;       // as the copy has it; nothing where that failed
  std::filesystem::path restored_from_;  // goes when there is another copy
  std::unique_ptr<QLockFile> lock_;
  struct Left {
    std::filesystem::path path;
    QString when;
    QString project = {};  // "cat.fovea"; empty: it is of no project
  };
  std::vector<Left> left_;
  QTimer timer_;
  std::filesystem::path brought_run_;
  Written last_written_;  // by a job that ended well; of the worker alone
  FileQueue files_;       // first to go: it waits
};

}  // namespace fovea
