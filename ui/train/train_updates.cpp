// What a run has to show, on its way to the curves and into the document.

#include "ui/train/train_model.h"
#include "ui/window/numbers.h"

namespace fovea {

void TrainModel::takeUpdate(const TrainingUpdate& update) {
  addCurves({update.steps, update.validation, update.epochs});
  if (update.went_back) cutCurvesAfter(update.metrics);
  if (!update.steps.empty()) last_step_ = update.steps.back();
  metrics_ = update.metrics;
  run_settings_ = update.settings;
  steps_in_epoch_ = update.steps_in_epoch;
  test_looks_ = update.test_looks;
  notice_ = QString::fromStdString(update.notice.empty() ? run_.notice : update.notice);
  engine_ = update.engine;
  engine_notice_ = QString::fromStdString(update.engine_notice);
  reason_ = QString::fromStdString(update.reason);
  // What a run begins with is shown already, in the very tensors that the document has.
  if (update.graph && (update.went_back || update.metrics.step != graph_step_)) {
    newest_ = update.graph;
    graph_step_ = update.metrics.step;
    if (!follow_timer_.isActive()) follow_timer_.start();
  }
  for (const EvaluationAnswer& answer : update.evaluations) {
    if (answer.examples == TrainingRun::Examples::test) {
      test_accuracy_ = answer.evaluation.accuracy;
      test_step_ = answer.step;
      continue;
    }
    evaluation_ = answer;
    evaluating_ = false;
    emit evaluationChanged();
  }
  const State before = state_;
  switch (update.state) {
    case TrainingUpdate::State::running:
      state_ = Running;
      break;
    case TrainingUpdate::State::finished:
      state_ = Finished;
      break;
    case TrainingUpdate::State::failed:
      state_ = Failed;
      break;
    case TrainingUpdate::State::paused:
      state_ = Paused;
  }
  if (update.error) {
    const QString sentence = QString::fromStdString(update.error->sentence());
    if (update.went_back)
      problem_ = tr("%1 The run is back at step %2, where it still learnt.")
                     .arg(sentence, count_text(metrics_.step));
    else if (!problem_.startsWith(sentence))
      problem_ = sentence;
    evaluating_ = false;
  } else if (state_ == Running) {
    problem_.clear();
  }
  if (state_ == Running && before != Running) {
    evaluation_timer_.start();
    QTimer::singleShot(1500, this, &TrainModel::askForEvaluation);
  }
  if (state_ != Running && before == Running) {
    evaluation_timer_.stop();
    askForEvaluation();
  }
}

void TrainModel::askForEvaluation() {
  if (!trainer_ || !task_.data || evaluating_ || metrics_.step == 0) return;
  if (evaluation_ && evaluation_->step == metrics_.step) return;
  evaluating_ = true;
  trainer_->evaluate(TrainingRun::Examples::validation);
}

void TrainModel::addCurves(Curves curves) {
  for (StepMetrics& step : curves.steps) step.weights = {};
  curves_.append(curves);
  std::vector<QPointF> loss, accuracy;
  for (const StepMetrics& it : curves.steps) {
    loss.emplace_back(it.epoch, it.loss);
    accuracy.emplace_back(it.epoch, it.accuracy);
  }
  training_loss_.append(loss);
  training_accuracy_.append(accuracy);
  loss.clear();
  accuracy.clear();
  for (const ValidationPoint& it : curves.validation) {
    loss.emplace_back(it.epoch, it.loss);
    accuracy.emplace_back(it.epoch, it.accuracy);
  }
  validation_loss_.append(loss);
  validation_accuracy_.append(accuracy);
}

/// The run went back there.
void TrainModel::cutCurvesAfter(const RunMetrics& moment) {
  curves_.cut_after(moment.step);
  for (CurveSeries* series :
       {&training_loss_, &validation_loss_, &training_accuracy_, &validation_accuracy_})
    series->cutAfter(moment.epoch);
  leaveMoment();
}

/// The run takes what was changed meanwhile.
void TrainModel::leaveMoment() {
  scrubbed_.reset();
  if (settings_.value() != run_settings_) changeSettings();
}

void TrainModel::follow() {
  if (scrubbed_ || !newest_) return;
  showMoment(*newest_);
  newest_.reset();
}

/// Also where the document shows something else: undo then finds the run as it is now.
void TrainModel::showMoment(const Graph& graph) {
  if (!workspace_) return;
  const Graph before = std::exchange(shown_, graph);
  workspace_->showMoment(before, graph);
  updateHidden();
  emit weightsChanged();
}

void TrainModel::showCheckpoint(std::shared_ptr<const Checkpoint> checkpoint) {
  if (!trainer_) return;
  if (!scrubbed_ && !newest_) newest_ = shown_;  // to come back to
  scrubbed_ = std::move(checkpoint);
  showMoment(scrubbed_->state.graph);
  emit momentChanged();
  tell();
}

void TrainModel::backToNow() {
  if (!scrubbed_) return;
  leaveMoment();
  follow();
  emit momentChanged();
  tell();
}

void TrainModel::updateHidden() {
  const bool hidden = trainer_ && workspace_ && !(workspace_->document().network.graph == shown_);
  if (hidden == hidden_) return;
  hidden_ = hidden;
  emit hiddenChanged();
}

void TrainModel::tell() {
  if (!tell_timer_.isActive()) tell_timer_.start();
}

}  // namespace fovea
