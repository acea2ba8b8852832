#include "ui/window/workspace.h"

#include <QTimer>

#include "core/base/error.h"

namespace fovea {
namespace {

/// Revisions of requests for the unedited network carry this bit.
constexpr std::uint64_t k_original = std::uint64_t{1} << 63;
/// A frame that comes sooner than this leaves no hatching flicker behind.
constexpr int k_stale_after_ms = 150;
/// How long the rest of the window waits for the maps.
constexpr int k_present_after_ms = 20;
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

}  // namespace

Workspace::Workspace(Document start, LiveEngine::Options options, QObject* parent)
    : QObject(parent),
      history_(std::move(start)),
      saved_(history_.current().network),
      shaped_(shape_document(history_.current())),
      choice_(static_cast<EngineChoiceName>(options.choice)),
      notes_(new AnswerNotes(this)),
      project_(new ProjectFile(this)),
      stale_timer_(new QTimer(this)),
      present_timer_(new QTimer(this)),
      original_timer_(new QTimer(this)) {
  stale_timer_->setSingleShot(true);
  stale_timer_->setInterval(k_stale_after_ms);
  connect(stale_timer_, &QTimer::timeout, this, &Workspace::updateStale);
  present_timer_->setSingleShot(true);
  present_timer_->setTimerType(Qt::PreciseTimer);
  present_timer_->setInterval(k_present_after_ms);
  connect(present_timer_, &QTimer::timeout, this, &Workspace::present);
  original_timer_->setSingleShot(true);
  original_timer_->setInterval(k_original_after_ms);
  connect(original_timer_, &QTimer::timeout, this, [this] {
    if (!original_ && isNewest()) postOriginal();
  });
  engine_ = std::make_unique<LiveEngine>(
      std::move(options), [this](LiveResult result) { deliverOnEngine(std::move(result)); });
  post();
}

Workspace::~Workspace() = default;

bool Workspace::isNewest() const { return frame_ && frame_->revision == wanted_; }

bool Workspace::isCurrent() const { return isNewest() && !isPresenting(); }

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

std::string Workspace::tryEdit(const std::function<Edit(const Document&)>& make) {
  try {
    apply(make(document()));
    return {};
  } catch (const Error& error) {
    return error.sentence();
  }
}

bool Workspace::attempt(const std::function<Edit(const Document&)>& make) {
  const std::string sentence = tryEdit(make);
  if (!sentence.empty()) fail(QString::fromStdString(sentence));
  return sentence.empty();
}

void Workspace::showMoment(const Graph& shown, const Graph& now) {
  const Document before = document();
  history_.replace(shown, now);
  if (before.network.graph == document().network.graph) return;
  showing_moment_ = true;
  documentMoved(before, shaped_);
  showing_moment_ = false;
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

void Workspace::setLens(LensName lens) {
  View view = document().view;
  view.lens = static_cast<Lens>(lens);
  setView(view);
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
  if (!same_structure(before.network.graph, now.network.graph))
    lens_place_ = std::exchange(coming_place_, {});
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
  const bool reselected = !(before.selection == now.selection);
  if (reselected) emit selectionChanged();
  if (!(before.view == now.view)) emit viewChanged();
  // What only numbers changed of is told again with the frame that they make.
  if (reselected || !same_shapes(before, now) || same_computation(before, now)) emit hoverChanged();
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
  const bool stale = !isNewest();
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
  const bool is_original = (frame->revision & k_original) != 0;
  if (is_original) {
    if ((frame->revision & ~k_original) < wanted_) {
      original_timer_->start();
      return;
    }
    original_ = std::move(frame);
    // The engine has one place for what waits: it may have come instead of the document.
    if (!isNewest() && !original_held_) post();
  } else {
    if (frame_ && frame->revision < frame_->revision) return;
    frame_ = std::move(frame);
    if (isNewest() && !now.network.is_edited()) original_ = frame_;
    if (isNewest() && !original_) original_timer_->start();
  }
  stale_timer_->stop();
  if (!isNewest() && !original_held_) stale_timer_->start();
  updateStale();
  if (is_original && !original_held_) {  // no maps are made of it
    emit frameChanged();
    return;
  }
  if (!present_timer_->isActive()) present_timer_->start();
  emit frameArrived();
}

bool Workspace::isPresenting() const { return present_timer_->isActive(); }

void Workspace::present() {
  present_timer_->stop();
  emit frameChanged();
  if (hover_ || hovered_weight_ || document().selection.pinned) emit hoverChanged();
}

void Workspace::holdOriginal(bool held) {
  if (held == original_held_) return;
  original_held_ = held;
  if (held && !original_) postOriginal();
  if (!held && !isNewest()) post();
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

}  // namespace fovea
