#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <thread>

#include "core/train/training_run.h"

namespace fovea {

/// What an evaluation on demand found.
struct EvaluationAnswer {
  TrainingRun::Examples examples = TrainingRun::Examples::validation;
  std::int64_t step = 0;
  Evaluation evaluation;
};

/// What a run has to show; immutable. The lists hold what is new since the one before: whoever
/// draws curves takes every one.
struct TrainingUpdate {
  enum class State { paused, running, finished, failed };

  State state = State::paused;
  std::string reason = {};          ///< why it has finished, a sentence
  std::optional<Error> error = {};  ///< why it has failed
  bool went_back = false;   ///< with the failure: to `metrics.step`, where the run still learnt
  std::string notice = {};  ///< why the run is not on the disk; empty where all is well
  EngineKind engine = EngineKind::cpu;  ///< what it runs on
  std::string engine_notice = {};       ///< why that is not what the setup asks for; else empty

  std::vector<StepMetrics> steps = {};
  std::vector<ValidationPoint> validation = {};
  std::vector<EpochPoint> epochs = {};
  std::vector<EvaluationAnswer> evaluations = {};

  std::optional<Graph> graph =
      {};                   ///< with the weights of `metrics.step`; absent where not copied anew
  RunMetrics metrics = {};  ///< as they are now
  TrainingSettings settings = {};
  std::int64_t steps_in_epoch = 0;
  int test_looks = 0;
};

/// Owns a run's thread. It publishes while it runs, at most every `k_between_updates`, and whenever
/// its state changes or an evaluation is done; weights are copied at most every `k_between_graphs`
/// while it runs. The thread gives way to others (nice 5).
///
/// A fork is another LiveTrainer whose setup starts from a checkpoint of the timeline, with other
/// settings and, where it has one, a store of its own.
class LiveTrainer {
 public:
  static constexpr std::chrono::milliseconds k_between_updates{33};
  static constexpr std::chrono::milliseconds k_between_graphs{66};

  /// `deliver` is called on the trainer's thread and must return at once. The run begins paused,
  /// or finished where its settings ended it before; what its setup makes impossible is published
  /// as a failure, with the metrics and settings of the setup. A timeline is made where the setup
  /// has none.
  LiveTrainer(TrainingRun::Setup setup,
              std::function<void(std::shared_ptr<const TrainingUpdate>)> deliver);
  /// Stops within a step, having written the run into its store.
  ~LiveTrainer();
  LiveTrainer(const LiveTrainer&) = delete;
  LiveTrainer& operator=(const LiveTrainer&) = delete;

  /// On to the end that the settings say; where that has been reached, on beyond it.
  void play();
  /// After the step that is running.
  void pause();
  void run_step();
  /// To the end of the epoch.
  void run_epoch();
  /// Before the next step. Seed and batch cannot change: that is published as a failure.
  void change(TrainingSettings settings);
  /// As soon as the running step is done, also while paused.
  void evaluate(TrainingRun::Examples examples);
  /// While it is on, the thread leaves the processor after each step for as long as the step took
  /// (10 ms at most).
  void set_interactive_pressure(bool on) { is_pressed_.store(on, std::memory_order_relaxed); }

  /// Safe to look at from any thread.
  const std::shared_ptr<Timeline>& timeline() const { return timeline_; }

 private:
  enum class Goal { none, step, epoch, end, beyond };
  struct Wishes {
    std::optional<Goal> goal;
    std::optional<TrainingSettings> settings;
    std::deque<TrainingRun::Examples> evaluations;
    bool stops = false;
    bool any() const { return goal || settings || !evaluations.empty() || stops; }
  };
  class Room;

  void wish(const std::function<void(Wishes&)>& change);
  void work_on_trainer(TrainingRun::Setup setup);

  std::function<void(std::shared_ptr<const TrainingUpdate>)> deliver_;
  std::shared_ptr<Timeline> timeline_;
  CancelToken cancel_;
  std::atomic<bool> is_pressed_{false};
  std::mutex mutex_;  // guards the next
  Wishes wishes_;
  std::condition_variable arrived_;
  std::thread thread_;
};

}  // namespace fovea
