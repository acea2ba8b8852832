#include "ui/inspector/map_values.h"

#include <utility>

namespace fovea {

MapValues::MapValues(QObject* parent)
    : QObject(parent),
      worker_(
          this,
          [](const Job& job) {
            const Tensor& values = job.subject.frame->value(job.subject.value);
            return Counted{statistics_of(unit_values(values, job.subject.unit)), job.ticket};
          },
          [this](const Counted& counted) { take(counted); }) {
  constexpr int k_seen_ms = 150;
  overdue_.setSingleShot(true);
  overdue_.setInterval(k_seen_ms);
  connect(&overdue_, &QTimer::timeout, this, [this] {
    late_ = true;
    emit staleChanged();
  });
}

void MapValues::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_) {
    connect(workspace_, &Workspace::frameArrived, this, &MapValues::refresh);
    connect(workspace_, &Workspace::frameChanged, this, [this] {
      refresh();
      if (const auto counted = std::exchange(held_back_, {})) take(*counted);
    });
    connect(workspace_, &Workspace::selectionChanged, this, &MapValues::refresh);
    connect(workspace_, &Workspace::originalHeldChanged, this, &MapValues::refresh);
    connect(workspace_, &Workspace::staleChanged, this, &MapValues::staleChanged);
  }
  emit workspaceChanged();
  refresh();
}

MapValues::Subject MapValues::subjectNow() const {
  if (!workspace_) return {};
  const Selection& selection = workspace_->document().selection;
  const std::shared_ptr<const Frame> frame = workspace_->shownFrame();
  const bool there = frame && selection.value != k_no_value &&
                     static_cast<std::size_t>(selection.value) < frame->values.size();
  return there ? Subject{frame, selection.value, selection.unit} : Subject{};
}

/// Another map's numbers are gone at once; those of the same map stay until the new ones are there.
void MapValues::refresh() {
  const Subject now = subjectNow();
  if (now == subject_) return;
  const bool another = now.value != subject_.value || now.unit != subject_.unit || !now.frame;
  subject_ = now;
  ++posted_;
  if (another) {
    first_ = posted_;
    statistics_ = {};
    emit changed();
    if (std::exchange(late_, false)) emit staleChanged();
  }
  if (!now.frame) return overdue_.stop();
  if (!overdue_.isActive()) overdue_.start();
  worker_.post({now, posted_});
}

void MapValues::take(const Counted& counted) {
  if (counted.ticket < first_) return;
  if (workspace_ && workspace_->isPresenting()) {  // drawn with the maps that they are of
    held_back_ = counted;
    return;
  }
  statistics_ = counted.statistics;
  if (counted.ticket == posted_) overdue_.stop();
  const bool was_late = std::exchange(late_, counted.ticket != posted_ && late_);
  emit changed();
  if (was_late != late_) emit staleChanged();
}

bool MapValues::isDead() const {
  if (!isFlat() || !workspace_) return false;
  const Network& network = workspace_->document().network;
  return !network.muted.contains({network.graph.producer(subject_.value), subject_.unit});
}

bool MapValues::isStale() const { return late_ || (workspace_ && workspace_->isStale()); }

}  // namespace fovea
