#include "ui/train/moment_measure.h"

#include <algorithm>
#include <new>

#include "core/base/error.h"
#include "core/base/give_way.h"
#include "core/cpu/parallel.h"

namespace fovea {
namespace {

constexpr int k_rest_ms = 200;
/// More than the trainer's own thread does.
constexpr int k_nice = 10;
constexpr std::size_t k_most_kept_floats = std::size_t{4} << 20;

}  // namespace

MomentMeasure::MomentMeasure(QObject* parent)
    : QObject(parent), worker_(this, measure, [this](const Found& found) { take(found); }) {
  rest_.setSingleShot(true);
  rest_.setInterval(k_rest_ms);
  connect(&rest_, &QTimer::timeout, this, &MomentMeasure::post);
}

MomentMeasure::~MomentMeasure() { cancel_.cancel(); }

void MomentMeasure::setModel(TrainModel* model) {
  if (model_) model_->disconnect(this);
  model_ = model;
  if (model_) {
    connect(model_, &TrainModel::runChanged, this, &MomentMeasure::forget);
    connect(model_, &TrainModel::momentChanged, this, &MomentMeasure::follow);
    connect(model_, &TrainModel::evaluationChanged, this, &MomentMeasure::follow);
  }
  forget();
}

void MomentMeasure::forget() {
  stop();
  kept_.clear();
  answer_.reset();
  emit changed();
  follow();
}

void MomentMeasure::stop() {
  cancel_.cancel();
  ++ticket_;
  rest_.stop();
  wanted_.reset();
  problem_.clear();
}

const EvaluationAnswer* MomentMeasure::known(std::int64_t step) const {
  const auto& newest = model_->evaluation();
  if (newest && newest->step == step) return &*newest;
  const auto found = std::ranges::find(kept_, step, &EvaluationAnswer::step);
  return found == kept_.end() ? nullptr : &*found;
}

void MomentMeasure::keep(const EvaluationAnswer& answer) {
  kept_.push_front(answer);
  std::size_t floats = 0;
  for (const EvaluationAnswer& it : kept_) floats += it.evaluation.probabilities.size();
  while (kept_.size() > 1 && floats > k_most_kept_floats) {
    floats -= kept_.back().evaluation.probabilities.size();
    kept_.pop_back();
  }
}

/// What is shown may have become another moment, or the same is told of again.
void MomentMeasure::follow() {
  if (!model_ || !model_->hasRun()) return;
  const std::int64_t step = model_->shownMetrics().step;
  const bool is_now = model_->isAtNow();
  if (!is_now && wanted_ == step) return;
  const auto newest = model_->evaluation() ? &*model_->evaluation() : nullptr;
  if (const EvaluationAnswer* found = is_now ? newest : known(step)) {
    const bool is_other = wanted_ || !answer_ || answer_->step != found->step;
    stop();
    if (!is_other) return;
    answer_ = *found;
    emit changed();
    return;
  }
  stop();
  if (is_now) return;
  if (!model_->task().data) {
    problem_ = tr("There are no examples to measure this moment on.");
    emit changed();
    return;
  }
  wanted_ = step;
  rest_.start();
  emit changed();
}

void MomentMeasure::post() {
  if (!model_ || !model_->shownCheckpoint()) return;
  cancel_ = {};
  worker_.post({.moment = model_->shownCheckpoint(),
                .task = model_->task(),
                .batch = model_->settings()->value().batch,
                .threads = model_->isRunning() ? 1 : default_threads(),
                .ticket = ++ticket_,
                .cancel = cancel_});
}

MomentMeasure::Found MomentMeasure::measure(const Job& job) {
  give_way_to_others(k_nice);
  Found found{.ticket = job.ticket, .answer = {}, .sentence = {}};
  try {
    job.cancel.throw_if_cancelled();
    const TrainingSettings settings{.batch = job.batch};
    Trainer trainer(job.moment->state.graph, job.task, settings, job.threads);
    EvaluationAnswer answer;
    answer.step = job.moment->state.step;
    answer.evaluation = trainer.evaluate(job.task.splits.validation, job.cancel);
    found.answer = std::make_shared<const EvaluationAnswer>(std::move(answer));
  } catch (const Cancelled&) {
    // The playhead has moved on.
  } catch (const Error& error) {
    found.sentence = QString::fromStdString(error.sentence());
  } catch (const std::bad_alloc&) {
    found.sentence = tr("There is not enough memory to measure this moment.");
  }
  return found;
}

void MomentMeasure::take(const Found& found) {
  if (found.ticket != ticket_) return;
  problem_ = found.sentence;
  if (found.answer) {
    wanted_.reset();
    answer_ = *found.answer;
    keep(*found.answer);
  }
  emit changed();
}

}  // namespace fovea
