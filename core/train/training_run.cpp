#include "core/train/training_run.h"

#include <bit>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {
namespace {

constexpr double k_speed_window = 1;  // seconds

std::vector<std::int32_t> spread(std::span<const std::int32_t> all, std::size_t most) {
  std::vector<std::int32_t> some;
  const std::size_t count = std::min(all.size(), most);
  for (std::size_t i = 0; i < count; ++i) some.push_back(all[i * all.size() / count]);
  return some;
}

/// Moments are restored under the settings that made them; then those may change.
Trainer first_trainer(const TrainingRun::Setup& setup) {
  if (setup.lack) throw *setup.lack;
  TrainingSettings settings = setup.settings;
  if (!setup.start) return {setup.graph, setup.task, settings, setup.threads, setup.engine};
  settings.optimiser.kind = setup.start->optimiser;
  settings.frozen = setup.start->frozen;
  Trainer trainer(setup.start->state.graph, setup.task, settings, setup.threads, setup.engine);
  trainer.restore(setup.start->state);
  trainer.change(setup.settings);
  return trainer;
}

/// See TrainingRun::go_back.
std::int64_t newest_good_step(const std::vector<RunMetrics>& moments) {
  constexpr double k_may_be_lost = 0.25;
  double first = k_not_measured, least = std::numeric_limits<double>::infinity();
  for (const RunMetrics& moment : moments) {
    if (!std::isfinite(moment.loss)) continue;
    if (!std::isfinite(first)) first = moment.loss;
    least = std::min(least, moment.loss);
  }
  const double most = least + k_may_be_lost * (first - least);
  // A moment's loss is of the weights before its step: it speaks for the moment before it.
  for (std::size_t i = moments.size() - 1; i > 0; --i) {
    if (moments[i].loss <= most) return moments[i - 1].step;
  }
  return moments.front().step;
}

double seconds(std::chrono::milliseconds time) { return static_cast<double>(time.count()) / 1000; }

}  // namespace

void Speed::add(std::int64_t images, double seconds) {
  images_ += static_cast<double>(images);
  seconds_ += seconds;
  if (seconds_ <= 0) return;
  rate_ = images_ / seconds_;
  if (seconds_ < k_speed_window) return;
  images_ /= 2;
  seconds_ /= 2;
}

TrainingRun::TrainingRun(Setup setup)
    : trainer_(first_trainer(setup)),
      timeline_(std::move(setup.timeline)),
      store_(std::move(setup.store)),
      part_(spread(trainer_.task().splits.validation, k_part)),
      measures_parts_(setup.measures_parts),
      last_moment_(Clock::now()),
      last_save_(last_moment_) {
  if (setup.settings.patience > 0 && part_.empty()) {
    throw Error{"a run that stops once validation no longer gets better needs validation examples",
                {},
                "Give validation a share of the examples or set the patience to 0"};
  }
  if (store_) test_looks_ = store_->record().test_looks;
  if (setup.start) go_on_from(*setup.start, setup.curves, setup.best);
  if (timeline_) timeline_->add(checkpoint());
}

void TrainingRun::go_on_from(const Checkpoint& start, const Curves& curves,
                             const std::optional<Checkpoint>& best) {
  metrics_ = start.metrics;
  metrics_.step = start.state.step;
  for (const ValidationPoint& point : curves.validation) {
    if (ends_epoch(point.step)) (void)judge(point);
  }
  if (best && best->state.step == best_step_) best_ = best->state.graph;
  const std::int64_t step = steps_done();
  const std::int64_t measured = curves.epochs.empty() ? 0 : curves.epochs.back().step;
  for (const StepMetrics& row : curves.steps) {
    if (row.step > measured) count_step(row);
  }
  // The run was ended between the last step of an epoch and its measurement.
  if (ends_epoch(step) && measured != step && !curves.steps.empty()) {
    progress_ = Progress{.step = curves.steps.back(), .validation = {}, .epoch = {}};
  }
}

TrainingRun::Progress TrainingRun::advance(const CancelToken& cancel) {
  if (!progress_) {
    const auto begin = Clock::now();
    StepMetrics step = trainer_.step(cancel);
    const double took = std::chrono::duration<double>(Clock::now() - begin).count();
    const auto images = std::min<std::int64_t>(
        settings().batch, static_cast<std::int64_t>(trainer_.task().splits.training.size()));
    speed_.add(images, took);
    epoch_seconds_ += took;
    epoch_images_ += images;
    seconds_since_validation_ += took;
    log(step);
    count_step(step);
    metrics_.step = step.step;
    metrics_.epoch = step.epoch;
    metrics_.loss = step.loss;
    metrics_.training_accuracy = step.accuracy;
    metrics_.images_per_second = speed_.images_per_second();
    progress_ = Progress{.step = std::move(step), .validation = {}, .epoch = {}};
  }
  measure(cancel);
  keep(Clock::now());
  return *std::exchange(progress_, std::nullopt);
}

void TrainingRun::count_step(const StepMetrics& step) {
  epoch_loss_ += step.loss;
  epoch_accuracy_ += step.accuracy;
  ++epoch_steps_;
}

bool TrainingRun::ends_epoch(std::int64_t step) const {
  return step > 0 && (step % steps_in_epoch() == 0 || step == last_step());
}

void TrainingRun::measure(const CancelToken& cancel) {
  const bool is_end = ends_epoch(steps_done());
  const bool is_part_due = measures_parts_ && seconds_since_validation_ >= next_part_after_;
  if (!part_.empty() && (is_end || is_part_due)) validate(is_end, cancel);
  if (is_end) end_epoch();
}

void TrainingRun::validate(bool whole, const CancelToken& cancel) {
  const std::vector<std::int32_t>& all = trainer_.task().splits.validation;
  const std::vector<std::int32_t>& examples = whole ? all : part_;
  const Evaluation evaluation = trainer_.evaluate(examples, cancel);
  const ValidationPoint point{.step = steps_done(),
                              .epoch = metrics_.epoch,
                              .loss = evaluation.loss,
                              .accuracy = evaluation.accuracy,
                              .examples = static_cast<std::int64_t>(examples.size()),
                              .is_whole = examples.size() == all.size()};
  metrics_.validation_loss = point.loss;
  metrics_.validation_accuracy = point.accuracy;
  seconds_since_validation_ = 0;
  next_part_after_ = std::min(2 * next_part_after_, seconds(k_between_parts));
  if (whole && judge(point)) keep_best();
  log(point);
  progress_->validation = point;
}

void TrainingRun::end_epoch() {
  const auto steps = static_cast<double>(std::max<std::int64_t>(1, epoch_steps_));
  const EpochPoint point{
      .step = steps_done(),
      .epoch = metrics_.epoch,
      .loss = epoch_loss_ / steps,
      .accuracy = epoch_accuracy_ / steps,
      .learning_rate = progress_->step.learning_rate,
      .images_per_second =
          epoch_seconds_ > 0 ? static_cast<double>(epoch_images_) / epoch_seconds_ : 0};
  log(point);
  progress_->epoch = point;
  epoch_loss_ = epoch_accuracy_ = epoch_seconds_ = 0;
  epoch_steps_ = epoch_images_ = 0;
}

bool TrainingRun::judge(const ValidationPoint& point) {
  const bool is_better = point.loss < best_loss_;
  if (is_better) {
    best_loss_ = point.loss;
    best_step_ = point.step;
  }
  epochs_without_better_ = is_better ? 0 : epochs_without_better_ + 1;
  return is_better;
}

void TrainingRun::keep_best() {
  if (settings().patience == 0) return;
  best_ = graph();
  try_on_disk([this](RunStore& store) { store.save_best(checkpoint()); });
}

void TrainingRun::take_best() {
  if (!best_) return;
  TrainerState state = trainer_.state();
  state.graph = *best_;
  trainer_.restore(state);
}

/// Into the timeline at powers of two, at the ends of epochs and after a while; onto the disk after
/// a longer while.
void TrainingRun::keep(Clock::time_point now) {
  const bool is_early = std::has_single_bit(static_cast<std::uint64_t>(steps_done()));
  if (timeline_ && (is_early || progress_->epoch || now - last_moment_ >= k_between_moments)) {
    timeline_->add(checkpoint());
    last_moment_ = now;
  }
  if (store_ && now - last_save_ >= k_between_saves) {
    try_on_disk([this](RunStore& store) { store.save(checkpoint()); });
    last_save_ = now;
  }
}

void TrainingRun::save(Save what) {
  if (timeline_) timeline_->add(checkpoint());
  if (timeline_ && store_ && what == Save::timeline_too) timeline_->store();
  try_on_disk([this](RunStore& store) { store.save(checkpoint()); });
  last_save_ = Clock::now();
}

void TrainingRun::go_back() {
  const std::vector<RunMetrics> moments =
      timeline_ ? timeline_->moments() : std::vector<RunMetrics>{};
  if (moments.empty()) return;
  const std::int64_t step = newest_good_step(moments);
  const std::shared_ptr<const Checkpoint> good = timeline_->at(step);
  restore(*good);
  timeline_->cut_after(step);
  metrics_ = good->metrics;
  metrics_.step = step;
  progress_.reset();
  epoch_loss_ = epoch_accuracy_ = epoch_seconds_ = 0;
  epoch_steps_ = epoch_images_ = 0;
  try_on_disk([step](RunStore& store) { store.cut_after(step); });
  save(Save::moment);
}

/// Moments are restored under the settings that made them.
void TrainingRun::restore(const Checkpoint& checkpoint) {
  const TrainingSettings now = settings();
  TrainingSettings then = now;
  then.optimiser.kind = checkpoint.optimiser;
  then.frozen = checkpoint.frozen;
  trainer_.change(then);
  trainer_.restore(checkpoint.state);
  trainer_.change(now);
}

void TrainingRun::try_on_disk(const std::function<void(RunStore&)>& write) {
  if (!store_) return;
  try {
    write(*store_);
    notice_.clear();
  } catch (const Error& error) {
    notice_ = fmt::format("The run goes on in memory alone: {}", error.clause());
  }
}

std::int64_t TrainingRun::last_step() const {
  return static_cast<std::int64_t>(
      std::ceil(settings().epochs * static_cast<double>(steps_in_epoch())));
}

std::optional<std::string> TrainingRun::end() const {
  if (progress_) return std::nullopt;  // its last step is still to be measured
  const int patience = settings().patience;
  if (patience > 0 && epochs_without_better_ >= patience) {
    return fmt::format("Validation loss has not fallen for {} epoch{}.", patience,
                       patience == 1 ? "" : "s");
  }
  if (steps_done() < last_step()) return std::nullopt;
  if (settings().epochs == 1) return "The epoch is done.";
  return fmt::format("All {} epochs are done.", settings().epochs);
}

void TrainingRun::change(const TrainingSettings& settings) {
  if (settings.seed != this->settings().seed || settings.batch != this->settings().batch) {
    throw Error{"the seed and the size of a batch stay as they are within a run",
                {},
                "Fork the run to change them"};
  }
  trainer_.change(settings);
  try_on_disk([&](RunStore& store) {
    RunRecord record = store.record();
    record.settings = settings;
    store.update(std::move(record));
  });
}

std::span<const std::int32_t> TrainingRun::examples(Examples which) const {
  const Splits& splits = trainer_.task().splits;
  if (which == Examples::training) return splits.training;
  return which == Examples::validation ? splits.validation : splits.test;
}

Evaluation TrainingRun::evaluate(Examples which, const CancelToken& cancel) {
  Evaluation evaluation = trainer_.evaluate(examples(which), cancel);
  if (which != Examples::test) return evaluation;
  ++test_looks_;
  try_on_disk([this](RunStore& store) {
    RunRecord record = store.record();
    record.test_looks = test_looks_;
    store.update(std::move(record));
  });
  return evaluation;
}

Checkpoint TrainingRun::checkpoint() const {
  return {trainer_.state(), metrics_, settings().optimiser.kind, settings().frozen};
}

}  // namespace fovea
