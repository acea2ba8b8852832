// What a workspace opens, pastes and saves. All reading and writing is done by workers.

#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QPointer>
#include <QThreadPool>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/class_names.h"
#include "core/figure/figure_format.h"
#include "core/kernel/kernel_text.h"
#include "core/kernel/saved_kernel.h"
#include "ui/clipboard/copied.h"
#include "ui/window/workspace.h"

namespace fovea {
namespace {

/// As many failures of one drop as can be read at once.
constexpr qsizetype k_most_sentences = 3;

}  // namespace

void Workspace::open(std::function<std::vector<Opened>()> load) {
  const std::uint64_t ticket = ++ticket_;
  opening_ = ticket;
  emit openingChanged();
  QPointer<Workspace> self(this);
  QThreadPool::globalInstance()->start([self, ticket, load = std::move(load)] {
    std::vector<Opened> opened = load();
    // The application object outlives its thread pool's tasks; the workspace may not.
    QMetaObject::invokeMethod(
        qApp,
        [self, ticket, opened = std::move(opened)] {
          if (self) self->finishOpening(ticket, opened);
        },
        Qt::QueuedConnection);
  });
}

void Workspace::finishOpening(std::uint64_t ticket, const std::vector<Opened>& opened) {
  if (ticket != ticket_) return;  // a newer open has replaced this one
  opening_ = 0;
  emit openingChanged();
  QStringList sentences;
  const auto note = [&sentences](const std::string& sentence) {
    if (!sentence.empty()) sentences << QString::fromStdString(sentence);
  };
  for (const Opened& one : opened) {
    if (const auto* sentence = std::get_if<std::string>(&one.what)) {
      note(*sentence);
    } else if (const auto* picture = std::get_if<std::shared_ptr<const Picture>>(&one.what)) {
      const std::string warning = (*picture)->warning;
      note(tryEdit(
          [&](const Document& now) { return open_picture(now, *picture, Input::Kind::picture); }));
      if (!warning.empty()) note(Error(warning).sentence());
    } else if (const auto* offered = std::get_if<OfferedKernel>(&one.what)) {
      offer(*offered);
    } else if (const auto* project = std::get_if<std::shared_ptr<const OpenedProject>>(&one.what)) {
      note((*project)->loaded.notice);
      waiting_project_ = *project;
      if (isModified()) {
        emit replaceAsked();
      } else {
        replaceByProject();
      }
    } else if (const auto* figure = std::get_if<std::shared_ptr<const OpenedFigure>>(&one.what)) {
      sentences << takeFigure(**figure);
    } else if (const auto* names = std::get_if<ClassNames>(&one.what)) {
      note(tryEdit([&](const Document& now) { return name_classes(now, *names); }));
    } else {
      const auto& origin = std::get<std::shared_ptr<const NetworkOrigin>>(one.what);
      note(tryEdit([&](const Document& now) { return open_network(now, origin); }));
    }
  }
  // After all edits: what each of them shows takes older sentences away.
  const qsizetype more = sentences.size() - k_most_sentences;
  if (more > 0) {
    sentences.resize(k_most_sentences);
    sentences << tr("%1 more could not be opened.").arg(more);
  }
  if (!sentences.isEmpty()) fail(sentences.join(u'\n'));
}

void Workspace::openUrls(const QList<QUrl>& urls) {
  std::vector<std::string> paths;
  for (const QUrl& url : urls) {
    if (!url.isLocalFile() && !url.scheme().isEmpty()) {
      fail(tr("Only files on this computer can be opened."));
      return;
    }
    paths.push_back((url.isLocalFile() ? url.toLocalFile() : url.path()).toStdString());
  }
  open([paths = std::move(paths), runs = project_->runsFolder().string(),
        known = document().network.origin] {
    std::vector<Opened> opened;
    for (const std::string& path : paths) opened.push_back(open_file(path, runs, known));
    return opened;
  });
}

void Workspace::useFigureAsPicture() {
  if (figure_file_.isEmpty()) return;
  open([path = figure_file_.toStdString()] { return std::vector{open_as_picture(path)}; });
}

/// One step of the history: what was before is not lost.
QStringList Workspace::takeFigure(const OpenedFigure& figure) {
  FigureParts parts = figure.parts;
  const std::string name = std::filesystem::path(figure.path).filename().string();
  const std::string sentence = tryEdit([&](const Document& now) {
    return Edit{reopened(now, parts), "open " + printable(name), {}};
  });
  QStringList sentences;
  if (!sentence.empty()) return {QString::fromStdString(sentence)};
  for (const std::string& lack : parts.lacks) sentences << QString::fromStdString(lack);
  restoreFigureSettings(json_text(parts.recipe.spec));
  figure_file_ = QString::fromStdString(figure.path);
  // A PDF is no picture that can be read.
  if (figure_format(figure.path) == FigureFormat::pdf) figure_file_.clear();
  emit figureFileChanged();
  emit figureReopened(QString::fromStdString(name));
  return sentences;
}

void Workspace::restoreFigureSettings(const std::string& json) {
  if (json.empty()) return;
  figure_settings_ = json;
  emit figureSettingsRestored();
}

void Workspace::openBundled(const QString& name) {
  open([name = name.toStdString()] { return std::vector{open_bundled(name)}; });
}

void Workspace::openSample(const QString& name) {
  open([name = name.toStdString()] { return std::vector{open_sample(name)}; });
}

void Workspace::openClassNames(const QUrl& url) {
  open([path = url.toLocalFile().toStdString()] { return std::vector{open_class_names(path)}; });
}

bool Workspace::take(const QMimeData& data) {
  QList<QUrl> files = data.urls();
  files.removeIf([](const QUrl& url) { return !url.isLocalFile(); });
  if (!files.isEmpty()) {
    openUrls(files);
    return true;
  }
  // Numbers of a map lie beside its picture, and are no kernel.
  const bool is_picture = data.hasFormat(k_copied_mime) && data.hasImage();
  if (!is_picture && takeKernel(data)) return true;
  const QImage image = data.hasImage() ? qvariant_cast<QImage>(data.imageData()) : QImage();
  if (!image.isNull()) {
    open([image, name = tr("picture without a name").toStdString()] {
      return std::vector{open_image(image, name)};
    });
    return true;
  }
  if (!data.hasUrls()) return false;
  fail(tr("Only files on this computer can be opened."));
  return true;
}

void Workspace::offer(const OfferedKernel& offered) {
  setLens(KernelLens);
  emit kernelOffered(QString::fromStdString(offered.name), offered.kernel);
}

/// Spreadsheets copy a picture of the cells beside them: the cells are meant.
bool Workspace::takeKernel(const QMimeData& data) {
  if (!holds_kernel(data)) return false;
  try {
    const QByteArray file = data.data(k_kernel_mime);
    if (file.isEmpty()) {
      offer({tr("Pasted").toStdString(), parse_kernel(data.text().toStdString())});
    } else {
      const SavedKernel saved = decode_saved_kernel(file.toStdString());
      offer({saved.name, saved.kernel(0)});
    }
  } catch (const Error& error) {
    fail(QString::fromStdString(error.sentence()));
  }
  return true;
}

void Workspace::paste() {
  const QMimeData* data = QGuiApplication::clipboard()->mimeData();
  if (!data || !take(*data))
    fail(tr("There is no picture, no kernel and no file on the clipboard."));
}

void Workspace::saveNetwork(const QUrl& url) {
  const std::string path =
      url.isLocalFile() ? url.toLocalFile().toStdString() : url.path().toStdString();
  const Document written = document();
  QPointer<Workspace> self(this);
  QThreadPool::globalInstance()->start([self, url, path, written] {
    const std::string sentence = save_network(written, path);
    QMetaObject::invokeMethod(
        qApp,
        [self, url, sentence, written] {
          if (!self) return;
          if (sentence.empty())
            self->finishSaving(url, written.network);
          else
            self->fail(QString::fromStdString(sentence));
        },
        Qt::QueuedConnection);
  });
}

Look Workspace::look() const {
  return {.details = details_,
          .covered = notes_->isCovered(),
          .truth = notes_->truth(),
          .predicted = notes_->predicted(),
          .scroll_x = lens_place_.scroll.x(),
          .scroll_y = lens_place_.scroll.y(),
          .expanded = lens_place_.expanded,
          .kernel = kernel_look_,
          .figure = figure_settings_};
}

void Workspace::replaceByProject() {
  const auto project = std::exchange(waiting_project_, nullptr);
  if (project) takeProject(*project);
}

/// Begins again: what was before is no step of the project's history.
void Workspace::takeProject(const OpenedProject& opened) {
  const Project& project = opened.loaded.project;
  const Document before = document();
  auto shaped = shape_document(project.document);
  history_.restart(project.document);
  saved_ = project.document.network;
  project_->take(opened);
  coming_place_ = LensPlace{.scroll = {project.look.scroll_x, project.look.scroll_y},
                            .expanded = project.look.expanded};
  kernel_look_ = project.look.kernel;
  emit lookRestored();  // before anything of the project is shown
  documentMoved(before, std::move(shaped));
  restoreFigureSettings(project.look.figure);
  setDetails(project.look.details);
  notes_->restore(project.look.covered, project.look.truth, project.look.predicted);
  if (project_->bringsRun()) emit project_->runBrought();
}

void Workspace::markSaved(const Document& written) {
  saved_ = written.network;
  if (same_work(document(), written)) history_.mark_saved();
  emit documentChanged();
}

bool Workspace::isEdited() const {
  if (project_->isModified()) return true;
  const Network& now = document().network;
  if (now.origin != saved_.origin) return now.is_edited();
  return !(now.graph == saved_.graph) || now.muted != saved_.muted;
}

void Workspace::finishSaving(const QUrl& url, const Network& written) {
  saved_ = written;
  // Edits made while the file was written are not in it.
  if (!isEdited()) history_.mark_saved();
  emit documentChanged();
  emit saved(url);
}

}  // namespace fovea
