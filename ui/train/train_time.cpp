#include "ui/train/train_time.h"

#include <algorithm>

#include "core/base/error.h"

namespace fovea {

TrainTime::TrainTime(QObject* parent)
    : QObject(parent), worker_(this, find, [this](const Found& found) { take(found); }) {}

void TrainTime::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  emit modelChanged();
}

TrainTime::Found TrainTime::find(const Job& job) {
  try {
    return {job.timeline, job.timeline->at(job.step), {}};
  } catch (const Error& error) {
    return {job.timeline, nullptr, QString::fromStdString(error.sentence())};
  }
}

void TrainTime::seek(qreal epoch) {
  const auto timeline = model_ ? model_->timeline() : nullptr;
  if (!timeline) return;
  const std::vector<RunMetrics> moments = timeline->moments();
  const auto after = std::ranges::upper_bound(moments, double{epoch}, {}, &RunMetrics::epoch);
  if (epoch >= model_->newestEpoch() || moments.empty()) {
    setWaiting(false);
    model_->backToNow();
    return;
  }
  fetch(after == moments.begin() ? moments.front().step : std::prev(after)->step);
}

void TrainTime::walk(int by) {
  const auto timeline = model_ ? model_->timeline() : nullptr;
  if (!timeline) return;
  const std::vector<std::int64_t> steps = timeline->steps();
  const std::int64_t shown = model_->shownMetrics().step;
  const auto at = std::ranges::lower_bound(steps, shown) - steps.begin();
  const auto to = at + by;
  if (to >= static_cast<std::ptrdiff_t>(steps.size())) return model_->backToNow();
  fetch(steps.empty() ? 0 : steps[static_cast<std::size_t>(std::max<std::ptrdiff_t>(to, 0))]);
}

void TrainTime::fetch(std::int64_t step) {
  setWaiting(true);
  worker_.post({model_->timeline(), step});
}

void TrainTime::take(const Found& found) {
  if (!waiting_ || !model_ || found.timeline != model_->timeline()) return;
  setWaiting(false);
  if (found.checkpoint)
    model_->showCheckpoint(found.checkpoint);
  else if (!found.sentence.isEmpty())
    model_->fail(found.sentence);
}

void TrainTime::setWaiting(bool waiting) {
  if (waiting == waiting_) return;
  waiting_ = waiting;
  emit waitingChanged();
}

}  // namespace fovea
