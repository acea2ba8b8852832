#pragma once

#include <chrono>
#include <functional>

#include "core/base/error.h"
#include "core/train/run_store.h"
#include "core/train/timeline.h"

namespace fovea {

/// Images a second over the last second or so of steps.
class Speed {
 public:
  void add(std::int64_t images, double seconds);
  double images_per_second() const { return rate_; }

 private:
  double images_ = 0, seconds_ = 0, rate_ = 0;
};

/// A run as a whole: its steps, what is measured between them, checkpoints, log and early stopping.
/// What is measured, and when, does not change what is learnt. Used by one thread.
class TrainingRun {
 public:
  /// Partial validation looks at so many examples at most, spread over the validation split.
  static constexpr std::size_t k_part = 1000;
  /// Steps between two partial validations take this long at most; less at the start.
  static constexpr std::chrono::milliseconds k_between_parts{2000};
  static constexpr std::chrono::milliseconds k_between_moments{500};  ///< of the timeline
  /// Half of what a run may lose: a measurement may come in between.
  static constexpr std::chrono::milliseconds k_between_saves{5000};

  struct Setup {
    Graph graph;
    TrainingTask task;
    TrainingSettings settings;
    int threads = 1;
    TrainingEngine engine = {};
    std::shared_ptr<Timeline> timeline = nullptr;    ///< gets checkpoints; may be null
    std::optional<RunStore> store = std::nullopt;    ///< its record follows the settings
    std::optional<Checkpoint> start = std::nullopt;  ///< to go on from: the graph is the start's
    Curves curves = {};                              ///< up to there
    std::optional<Checkpoint> best = std::nullopt;   ///< of the run that is gone on with
    bool measures_parts = true;                      ///< off: validation at the ends of epochs only
    /// Why it cannot go on, as its examples are not there: thrown as it begins.
    std::optional<Error> lack = std::nullopt;
  };

  /// What one step brought.
  struct Progress {
    StepMetrics step;
    std::optional<ValidationPoint> validation;
    std::optional<EpochPoint> epoch;
  };

  enum class Examples { training, validation, test };

  /// Throws Error as Trainer does, where the setup lacks something, and where the split that stops
  /// it is empty.
  explicit TrainingRun(Setup setup);

  /// One step, and what is due after it. Throws Error as `Trainer::step`: the run is then as before
  /// the step. Throws Cancelled, also between step and measurement, which then comes first the next
  /// time; the progress is that of both.
  Progress advance(const CancelToken& cancel);

  /// Whether the run is where its settings end it; the sentence says why.
  std::optional<std::string> end() const;

  /// Takes effect with the next step. Throws Error where seed or batch differ.
  void change(const TrainingSettings& settings);

  /// Looking at test is counted in the record.
  Evaluation evaluate(Examples which, const CancelToken& cancel);
  std::span<const std::int32_t> examples(Examples which) const;

  /// The network becomes the one of the epoch with the lowest validation loss, where the settings
  /// have a patience and an epoch has ended; for the end of a run.
  void take_best();

  /// After a step that failed as numbers exploded: back to the newest moment of the timeline at
  /// which the run still learnt (its loss had kept three quarters of what had been gained), to go
  /// on from there in another way. What came later is forgotten, on the disk too. Stays where it is
  /// without a timeline.
  void go_back();

  enum class Save { moment, timeline_too };
  /// The run as it is, into timeline and store at once; with `timeline_too` also what the timeline
  /// has in memory, so that a resumed run finds it.
  void save(Save what);
  /// Why the run goes on in memory alone; empty where all is on the disk.
  const std::string& notice() const { return notice_; }
  EngineKind engine() const { return trainer_.engine(); }
  /// Why it does not run on the engine that was asked for; empty where it does.
  const std::string& engine_notice() const { return trainer_.notice(); }

  Graph graph() const { return trainer_.graph(); }
  Checkpoint checkpoint() const;
  const RunMetrics& metrics() const { return metrics_; }
  const TrainingSettings& settings() const { return trainer_.settings(); }
  std::int64_t steps_done() const { return trainer_.steps_done(); }
  std::int64_t steps_in_epoch() const { return trainer_.steps_in_epoch(); }
  std::int64_t last_step() const;  ///< where `epochs` of the settings end
  int test_looks() const { return test_looks_; }
  const std::shared_ptr<Timeline>& timeline() const { return timeline_; }

 private:
  using Clock = std::chrono::steady_clock;

  void go_on_from(const Checkpoint& start, const Curves& curves,
                  const std::optional<Checkpoint>& best);
  void count_step(const StepMetrics& step);
  void measure(const CancelToken& cancel);
  void validate(bool whole, const CancelToken& cancel);
  void end_epoch();
  /// Whether it is the best so far.
  bool judge(const ValidationPoint& point);
  void keep_best();
  void keep(Clock::time_point now);
  void restore(const Checkpoint& checkpoint);
  void try_on_disk(const std::function<void(RunStore&)>& write);
  bool ends_epoch(std::int64_t step) const;
  void log(const auto& row) {
    if (store_) store_->log(row);
  }

  Trainer trainer_;
  std::shared_ptr<Timeline> timeline_;
  std::optional<RunStore> store_;
  std::string notice_;
  std::vector<std::int32_t> part_;  // of validation
  bool measures_parts_;
  int test_looks_ = 0;

  RunMetrics metrics_;
  Speed speed_;
  std::optional<Progress> progress_;  // of a step that is still to be measured
  double epoch_loss_ = 0, epoch_accuracy_ = 0, epoch_seconds_ = 0;  // sums
  std::int64_t epoch_steps_ = 0, epoch_images_ = 0;
  double best_loss_ = std::numeric_limits<double>::infinity();  // of whole validations
  std::int64_t best_step_ = -1;
  std::optional<Graph> best_;
  int epochs_without_better_ = 0;

  double seconds_since_validation_ = 0;  // of steps
  double next_part_after_ = 0.25;        // doubles up to k_between_parts
  Clock::time_point last_moment_, last_save_;
};

}  // namespace fovea
