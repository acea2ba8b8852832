#include "core/train/live_trainer.h"

#include <new>

#include "core/base/give_way.h"

namespace fovea {
namespace {

using Clock = std::chrono::steady_clock;
using State = TrainingUpdate::State;

constexpr int k_nice = 5;
constexpr std::chrono::milliseconds k_longest_rest{10};

/// Runs `work`; what it throws becomes an Error. Cancelled passes.
template <typename Work>
std::optional<Error> failure_of(Work&& work) {
  try {
    work();
    return std::nullopt;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return Error{"there is not enough memory to train this network", {}, "Choose a smaller batch"};
  } catch (const std::exception& error) {
    return Error{error.what()};
  }
}

}  // namespace

/// What the trainer's thread owns.
class LiveTrainer::Room {
 public:
  Room(LiveTrainer& owner, TrainingRun::Setup setup) : owner_(owner), run_(std::move(setup)) {
    const auto end = run_.steps_done() > 0 ? run_.end() : std::nullopt;
    if (!end) return;
    update_.state = State::finished;
    update_.reason = *end;
  }

  bool is_running() const { return goal_ != Goal::none; }

  void take(Wishes wishes) {
    if (wishes.settings) {
      fail_with(failure_of([&] { run_.change(*wishes.settings); }));
    }
    for (const TrainingRun::Examples examples : wishes.evaluations) evaluate(examples);
    if (wishes.goal) set_goal(*wishes.goal);
    publish(true);
  }

  /// One step of a run that runs.
  void advance() {
    const auto begin = Clock::now();
    const auto failure = failure_of([this] { collect(run_.advance(owner_.cancel_)); });
    if (failure) {
      fail_with(failure);
      update_.went_back = !failure_of([this] { run_.go_back(); });
    } else if (const auto end = run_.end(); end && goal_ != Goal::beyond) {
      finish(*end);
    } else if (run_.steps_done() >= goal_step_) {
      rest(State::paused);
    }
    publish(!is_running());
    if (is_running() && owner_.is_pressed_.load(std::memory_order_relaxed)) {
      std::this_thread::sleep_for(std::min<Clock::duration>(Clock::now() - begin, k_longest_rest));
    }
  }

  void stop() { run_.save(TrainingRun::Save::timeline_too); }

  void publish(bool at_once) {
    const auto now = Clock::now();
    if (!at_once && now - last_update_ < k_between_updates) return;
    last_update_ = now;
    update_.metrics = run_.metrics();
    update_.settings = run_.settings();
    update_.notice = run_.notice().empty() ? owner_.timeline_->notice() : run_.notice();
    update_.engine = run_.engine();
    update_.engine_notice = run_.engine_notice();
    update_.steps_in_epoch = run_.steps_in_epoch();
    update_.test_looks = run_.test_looks();
    const bool is_new = run_.steps_done() != graph_step_;
    if (is_new && (at_once || now - last_graph_ >= k_between_graphs)) {
      update_.graph = run_.graph();
      graph_step_ = run_.steps_done();
      last_graph_ = now;
    }
    TrainingUpdate next{.state = update_.state, .reason = update_.reason, .error = update_.error};
    owner_.deliver_(
        std::make_shared<const TrainingUpdate>(std::exchange(update_, std::move(next))));
  }

 private:
  void set_goal(Goal goal) {
    if (goal == Goal::none) {
      if (is_running()) rest(State::paused);
      return;
    }
    const std::int64_t step = run_.steps_done(), epoch = run_.steps_in_epoch();
    goal_step_ = std::numeric_limits<std::int64_t>::max();
    if (goal == Goal::step) goal_step_ = step + 1;
    if (goal == Goal::epoch) goal_step_ = (step / epoch + 1) * epoch;
    // Who asks for more than the settings do gets it.
    goal_ = run_.end() ? Goal::beyond : goal;
    update_.state = State::running;
    update_.reason.clear();
    update_.error.reset();
  }

  void collect(TrainingRun::Progress progress) {
    update_.steps.push_back(std::move(progress.step));
    if (progress.validation) update_.validation.push_back(*progress.validation);
    if (progress.epoch) update_.epochs.push_back(*progress.epoch);
  }

  void evaluate(TrainingRun::Examples examples) {
    fail_with(failure_of([&] {
      update_.evaluations.push_back(
          {examples, run_.steps_done(), run_.evaluate(examples, owner_.cancel_)});
    }));
  }

  void rest(State state) {
    goal_ = Goal::none;
    update_.state = state;
    run_.save(TrainingRun::Save::timeline_too);  // whoever copies its folder has all of it
  }

  void finish(const std::string& reason) {
    rest(State::finished);
    update_.reason = reason;
  }

  void fail_with(const std::optional<Error>& failure) {
    if (!failure) return;
    goal_ = Goal::none;
    update_.state = State::failed;
    update_.error = failure;
  }

  LiveTrainer& owner_;
  TrainingRun run_;
  Goal goal_ = Goal::none;
  std::int64_t goal_step_ = 0;
  TrainingUpdate update_;  // the next one
  std::int64_t graph_step_ = -1;
  Clock::time_point last_update_, last_graph_;
};

LiveTrainer::LiveTrainer(TrainingRun::Setup setup,
                         std::function<void(std::shared_ptr<const TrainingUpdate>)> deliver)
    : deliver_(std::move(deliver)) {
  if (!setup.timeline) setup.timeline = std::make_shared<Timeline>(Timeline::Options{});
  timeline_ = setup.timeline;
  thread_ = std::thread(
      [this, setup = std::move(setup)]() mutable { work_on_trainer(std::move(setup)); });
}

LiveTrainer::~LiveTrainer() {
  wish([](Wishes& wishes) { wishes.stops = true; });
  cancel_.cancel();
  thread_.join();
}

void LiveTrainer::play() {
  wish([](Wishes& wishes) { wishes.goal = Goal::end; });
}
void LiveTrainer::pause() {
  wish([](Wishes& wishes) { wishes.goal = Goal::none; });
}
void LiveTrainer::run_step() {
  wish([](Wishes& wishes) { wishes.goal = Goal::step; });
}
void LiveTrainer::run_epoch() {
  wish([](Wishes& wishes) { wishes.goal = Goal::epoch; });
}
void LiveTrainer::change(TrainingSettings settings) {
  wish([&](Wishes& wishes) { wishes.settings = std::move(settings); });
}
void LiveTrainer::evaluate(TrainingRun::Examples examples) {
  wish([&](Wishes& wishes) { wishes.evaluations.push_back(examples); });
}

void LiveTrainer::wish(const std::function<void(Wishes&)>& change) {
  {
    const std::lock_guard lock(mutex_);
    change(wishes_);
  }
  arrived_.notify_one();
}

void LiveTrainer::work_on_trainer(TrainingRun::Setup setup) {
  give_way_to_others(k_nice);
  std::unique_ptr<Room> room;
  TrainingUpdate update{.state = State::failed, .settings = setup.settings};
  if (setup.start) update.metrics = setup.start->metrics;
  if (setup.store) update.test_looks = setup.store->record().test_looks;
  const auto failure = failure_of([&] { room = std::make_unique<Room>(*this, std::move(setup)); });
  if (failure) {
    update.error = failure;
    deliver_(std::make_shared<const TrainingUpdate>(std::move(update)));
    return;
  }
  room->publish(true);
  try {
    while (true) {
      std::unique_lock lock(mutex_);
      if (!room->is_running()) arrived_.wait(lock, [this] { return wishes_.any(); });
      Wishes wishes = std::exchange(wishes_, {});
      lock.unlock();
      if (wishes.stops) break;
      if (wishes.any()) room->take(std::move(wishes));
      if (room->is_running()) room->advance();
    }
  } catch (const Cancelled&) {
    // Nobody waits for the rest of it.
  }
  room->stop();
}

}  // namespace fovea
