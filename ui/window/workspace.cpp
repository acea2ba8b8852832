#include "ui/window/workspace.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QMimeData>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>

#include "core/base/error.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

/// Revisions of requests for the unedited network carry this bit.
constexpr std::uint64_t k_original = std::uint64_t{1} << 63;
/// A frame that comes sooner than this leaves no hatching flicker behind.
constexpr int k_stale_after_ms = 150;
/// How long the hand must rest before the unedited network is computed beside the edited one.
constexpr int k_original_after_ms = 200;

bool same_computation(const Document& a, const Document& b) {
  return a.network.computed == b.network.computed && a.input == b.input;
}

bool same_shapes(const Document& a, const Document& b) {
  return same_structure(a.network.graph, b.network.graph) && a.input->width == b.input->width &&
         a.input->height == b.input->height &&
         a.input->preprocessing.layout == b.input->preprocessing.layout &&
         a.input->preprocessing.channel_count() == b.input->preprocessing.channel_count();
}

Document original_of(Document document) {
  Network& network = document.network;
  network.graph = network.computed = network.origin->model.graph;
  network.muted.clear();
  return document;
}

std::shared_ptr<const Picture> picture_of(const QImage& image, std::string name) {
  const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
  Tensor pixels(Shape{rgb.height(), rgb.width(), 3}, ElementType::uint8);
  auto out = pixels.mutable_values<std::uint8_t>().begin();
  for (int y = 0; y < rgb.height(); ++y) {
    const uchar* line = rgb.constScanLine(y);
    out = std::copy_n(line, rgb.width() * 3, out);
  }
  return std::make_shared<const Picture>(
      Picture{.pixels = std::move(pixels), .name = std::move(name), .warning = {}});
}

}  // namespace

Workspace::Workspace(Document start, LiveEngine::Options options, QObject* parent)
    : QObject(parent),
      history_(std::move(start)),
      shaped_(shape_document(history_.current())),
      choice_(static_cast<EngineChoiceName>(options.choice)),
      stale_timer_(new QTimer(this)),
      original_timer_(new QTimer(this)) {
  stale_timer_->setSingleShot(true);
  stale_timer_->setInterval(k_stale_after_ms);
  connect(stale_timer_, &QTimer::timeout, this, &Workspace::updateStale);
  original_timer_->setSingleShot(true);
  original_timer_->setInterval(k_original_after_ms);
  connect(original_timer_, &QTimer::timeout, this, [this] {
    if (!original_ && isCurrent()) postOriginal();
  });
  engine_ = std::make_unique<LiveEngine>(
      std::move(options), [this](LiveResult result) { deliverOnEngine(std::move(result)); });
  post();
}

Workspace::~Workspace() = default;

bool Workspace::isCurrent() const { return frame_ && frame_->revision == wanted_; }

std::shared_ptr<const Frame> Workspace::shownFrame() const {
  return original_held_ && original_ ? original_ : frame_;
}

void Workspace::apply(Edit edit) {
  const Document before = document();
  // Throws before anything has changed.
  auto shaped = shapedFor(before, edit.document);
  history_.apply(std::move(edit));
  documentMoved(before, std::move(shaped));
}

bool Workspace::attempt(const std::function<Edit(const Document&)>& make) {
  try {
    apply(make(document()));
    return true;
  } catch (const Error& error) {
    fail(QString::fromStdString(error.sentence()));
    return false;
  }
}

void Workspace::select(const Selection& selection) {
  if (selection == document().selection) return;
  history_.amend(selection);
  emit selectionChanged();
  emit hoverChanged();  // a pinned place is what is traced where nothing is hovered
}

void Workspace::setView(const View& view) {
  if (view == document().view) return;
  history_.amend(view);
  emit viewChanged();
}

void Workspace::undo() {
  const Document before = document();
  history_.undo();
  documentMoved(before, shapedFor(before, document()));
}

void Workspace::redo() {
  const Document before = document();
  history_.redo();
  documentMoved(before, shapedFor(before, document()));
}

std::shared_ptr<const ShapedGraph> Workspace::shapedFor(const Document& before,
                                                        const Document& next) const {
  return same_shapes(before, next) ? shaped_ : shape_document(next);
}

/// Tells everybody what differs between the document that was and the one that is.
void Workspace::documentMoved(const Document& before, std::shared_ptr<const ShapedGraph> shaped) {
  const Document& now = document();
  if (!same_shapes(before, now)) {
    shaped_ = std::move(shaped);
    frame_.reset();
    original_.reset();
    hover_.reset();
    hovered_weight_.reset();
    emit frameChanged();
  }
  if (before.input != now.input || before.network.origin != now.network.origin) original_.reset();
  if (!same_computation(before, now)) post();
  emit documentChanged();
  if (!(before.selection == now.selection)) emit selectionChanged();
  if (!(before.view == now.view)) emit viewChanged();
  emit hoverChanged();
}

void Workspace::post() {
  wanted_ = history_.revision();
  original_timer_->stop();
  if (!stale_timer_->isActive() && !stale_) stale_timer_->start();
  if (original_held_ && document().network.is_edited()) {
    postOriginal();
    return;
  }
  engine_->post(make_request(document(), wanted_));
}

void Workspace::postOriginal() {
  engine_->post(make_request(original_of(document()), history_.revision() | k_original));
}

void Workspace::updateStale() {
  const bool stale = !isCurrent();
  if (stale == stale_) return;
  stale_ = stale;
  emit staleChanged();
}

void Workspace::deliverOnEngine(LiveResult result) {
  const std::lock_guard lock(slot_.mutex);
  auto& place = (result.revision & k_original) != 0 ? slot_.original : slot_.document;
  place = std::move(result);
  if (std::exchange(slot_.woken, true)) return;
  QMetaObject::invokeMethod(this, &Workspace::takeResult, Qt::QueuedConnection);
}

void Workspace::takeResult() {
  std::optional<LiveResult> newest, original;
  {
    const std::lock_guard lock(slot_.mutex);
    newest.swap(slot_.document);
    original.swap(slot_.original);
    slot_.woken = false;
  }
  for (auto& result : {original, newest}) {
    if (!result) continue;
    if (result->frame) {
      accept(result->frame);
    } else if (result->error && (result->revision & ~k_original) >= wanted_) {
      fail(QString::fromStdString(result->error->sentence()));
    }
  }
}

/// Takes a frame in, unless it is of another network, another size, or older than what is shown.
void Workspace::accept(std::shared_ptr<const Frame> frame) {
  if (!same_structure(frame->graph, shaped_->graph) || frame->shaped->types != shaped_->types)
    return;
  const Document& now = document();
  if ((frame->revision & k_original) != 0) {
    if ((frame->revision & ~k_original) < wanted_) {
      original_timer_->start();
      return;
    }
    original_ = std::move(frame);
    // The engine has one place for what waits: it may have come instead of the document.
    if (!isCurrent() && !original_held_) post();
  } else {
    if (frame_ && frame->revision < frame_->revision) return;
    frame_ = std::move(frame);
    if (isCurrent() && !now.network.is_edited()) original_ = frame_;
    if (isCurrent() && !original_) original_timer_->start();
  }
  stale_timer_->stop();
  if (!isCurrent() && !original_held_) stale_timer_->start();
  updateStale();
  emit frameChanged();
  if (hover_ || hovered_weight_ || now.selection.pinned) emit hoverChanged();
}

void Workspace::holdOriginal(bool held) {
  if (held == original_held_) return;
  original_held_ = held;
  if (held && !original_) postOriginal();
  if (!held && !isCurrent()) post();
  emit originalHeldChanged();
  emit frameChanged();
  emit hoverChanged();
}

void Workspace::setEngineChoice(EngineChoiceName choice) {
  if (choice == choice_) return;
  choice_ = choice;
  engine_->choose(static_cast<fovea::EngineChoice>(choice));
  post();  // what the engine computed last may have been the original
  emit engineChoiceChanged();
}

void Workspace::setDetails(bool details) {
  if (details == details_) return;
  details_ = details;
  emit detailsChanged();
}

QString Workspace::undoText() const {
  return canUndo() ? tr("Undo: %1").arg(QString::fromStdString(history_.undo_name())) : QString();
}
QString Workspace::redoText() const {
  return canRedo() ? tr("Redo: %1").arg(QString::fromStdString(history_.redo_name())) : QString();
}

QString Workspace::networkName() const {
  return QString::fromStdString(document().network.origin->name);
}

QString Workspace::engineText() const {
  if (!frame_) return {};
  const QString kind = frame_->engine == EngineKind::vulkan ? tr("Vulkan") : tr("CPU");
  return kind + QStringLiteral(": ") + QString::fromStdString(frame_->device);
}

QString Workspace::timeText() const {
  return frame_ ? tr("%1 ms").arg(number_text(frame_->total_ms, 2)) : QString();
}

QString Workspace::macsText() const {
  if (!frame_ || frame_->macs == 0 || frame_->total_ms <= 0) return {};
  const double rate = static_cast<double>(frame_->macs) / (frame_->total_ms * 1e6);
  return tr("%1 GMAC/s").arg(number_text(rate, 2));
}

QString Workspace::notice() const {
  return frame_ ? QString::fromStdString(frame_->notice) : QString();
}

// Files.

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
  for (const Opened& one : opened) {
    if (const auto* sentence = std::get_if<std::string>(&one.what)) {
      fail(QString::fromStdString(*sentence));
    } else if (const auto* picture = std::get_if<std::shared_ptr<const Picture>>(&one.what)) {
      const std::string warning = (*picture)->warning;
      attempt(
          [&](const Document& now) { return open_picture(now, *picture, Input::Kind::picture); });
      if (!warning.empty()) fail(QString::fromStdString(Error(warning).sentence()));
    } else {
      const auto& origin = std::get<std::shared_ptr<const NetworkOrigin>>(one.what);
      attempt([&](const Document& now) { return open_network(now, origin); });
    }
  }
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
  open([paths = std::move(paths)] {
    std::vector<Opened> opened;
    for (const std::string& path : paths) opened.push_back(open_file(path));
    return opened;
  });
}

void Workspace::openBundled(const QString& name) {
  open([name = name.toStdString()] { return std::vector{open_bundled(name)}; });
}

void Workspace::openSample(const QString& name) {
  open([name = name.toStdString()] { return std::vector{open_sample(name)}; });
}

bool Workspace::take(const QMimeData& data) {
  QList<QUrl> files = data.urls();
  files.removeIf([](const QUrl& url) { return !url.isLocalFile(); });
  if (!files.isEmpty()) {
    openUrls(files);
    return true;
  }
  if (!data.hasImage()) return false;
  const QImage image = qvariant_cast<QImage>(data.imageData());
  if (image.isNull()) return false;
  open([image, name = tr("pasted picture").toStdString()] {
    return std::vector{Opened{picture_of(image, name)}};
  });
  return true;
}

void Workspace::paste() {
  const QMimeData* data = QGuiApplication::clipboard()->mimeData();
  if (!data || !take(*data)) fail(tr("There is no picture and no file on the clipboard."));
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
          if (self) self->finishSaving(url, sentence, written.network);
        },
        Qt::QueuedConnection);
  });
}

void Workspace::finishSaving(const QUrl& url, const std::string& sentence, const Network& written) {
  if (!sentence.empty()) {
    fail(QString::fromStdString(sentence));
    return;
  }
  // Edits made while the file was written are not in it.
  const Network& now = document().network;
  if (now.graph == written.graph && now.muted == written.muted) history_.mark_saved();
  emit saved(url);
  emit documentChanged();
}

}  // namespace fovea
