#include "core/train/live_trainer.h"

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/train/architectures.h"
#include "core/train/run_log.h"
#include "tests/core/train/tiny_run.h"
#include "tests/core/train/tiny_task.h"

using namespace fovea;
using namespace fovea::testing;
using namespace std::chrono_literals;
using State = TrainingUpdate::State;

namespace {

TrainingRun::Setup setup(const TrainingSettings& settings = tiny_settings()) {
  return {.graph = make_architecture("dense", 1, 8, 8, 3, 1),
          .task = tiny_task(),
          .settings = settings};
}

TrainingSettings endless() {
  TrainingSettings settings = tiny_settings();
  settings.epochs = 1e6;
  settings.learning_rate = 1e-3;
  return settings;
}

/// All that a trainer published, to be waited for.
class Updates {
 public:
  std::function<void(std::shared_ptr<const TrainingUpdate>)> receiver() {
    return [this](std::shared_ptr<const TrainingUpdate> update) {
      const std::lock_guard lock(mutex_);
      all_.push_back(std::move(update));
      arrived_.notify_all();
    };
  }
  /// Whether one for which it holds came, since the last wait, within 20 s.
  bool wait(const std::function<bool(const TrainingUpdate&)>& holds) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, 20s, [&] {
      for (; seen_ < all_.size(); ++seen_) {
        if (!holds(*all_[seen_])) continue;
        ++seen_;
        return true;
      }
      return false;
    });
  }
  bool wait_for(State state) {
    return wait([=](const TrainingUpdate& update) { return update.state == state; });
  }
  std::vector<std::shared_ptr<const TrainingUpdate>> all() {
    const std::lock_guard lock(mutex_);
    return all_;
  }
  const TrainingUpdate& last() {
    const std::lock_guard lock(mutex_);
    return *all_.back();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::shared_ptr<const TrainingUpdate>> all_;
  std::size_t seen_ = 0;
};

std::int64_t last_step(Updates& updates) { return updates.last().metrics.step; }

}  // namespace

class LiveTrainerTest : public QObject {
  Q_OBJECT

 private slots:
  void aRunPlaysToItsEndAndEveryStepIsTold() {
    Updates updates;
    LiveTrainer trainer(setup(), updates.receiver());
    QVERIFY(updates.wait_for(State::paused));
    trainer.play();
    QVERIFY(updates.wait_for(State::finished));
    std::int64_t next = 1;
    std::size_t epochs = 0;
    for (const auto& update : updates.all()) {
      for (const StepMetrics& step : update->steps) QCOMPARE(step.step, next++);
      epochs += update->epochs.size();
    }
    const TrainingUpdate& last = updates.last();
    QCOMPARE(next - 1, 4 * last.steps_in_epoch);
    QCOMPARE(epochs, std::size_t{4});
    QVERIFY(last.reason.find("4 epochs") != std::string::npos);
    QVERIFY(last.graph.has_value());
    QVERIFY(last.metrics.validation_accuracy > 0.9);
    TrainingRun plain(setup());
    while (!plain.end()) (void)plain.advance({});
    QVERIFY(weight_bytes(*last.graph) == weight_bytes(plain.graph()));
    QCOMPARE(trainer.timeline()->steps().back(), last.metrics.step);
  }

  void aRunPausesAndGoesOnByStepsAndEpochs() {
    Updates updates;
    LiveTrainer trainer(setup(endless()), updates.receiver());
    QVERIFY(updates.wait_for(State::paused));
    trainer.run_step();
    QVERIFY(updates.wait(
        [](const auto& u) { return u.state == State::paused && u.metrics.step == 1; }));
    trainer.run_step();
    QVERIFY(updates.wait(
        [](const auto& u) { return u.state == State::paused && u.metrics.step == 2; }));
    trainer.run_epoch();
    QVERIFY(updates.wait([](const auto& u) {
      return u.state == State::paused && u.metrics.step == u.steps_in_epoch;
    }));
    trainer.play();
    QVERIFY(updates.wait([](const auto& u) { return u.metrics.step > 3 * u.steps_in_epoch; }));
    trainer.pause();
    QVERIFY(updates.wait_for(State::paused));
    const std::int64_t step = last_step(updates);
    std::this_thread::sleep_for(50ms);
    QCOMPARE(last_step(updates), step);
    QCOMPARE(trainer.timeline()->steps().back(), step);
  }

  void whereARunHasEndedItPlaysOnBeyond() {
    Updates updates;
    LiveTrainer trainer(setup(), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait_for(State::finished));
    const std::int64_t end = last_step(updates);
    trainer.play();
    QVERIFY(updates.wait([=](const auto& u) { return u.metrics.step > end + 20; }));
    trainer.pause();
    QVERIFY(updates.wait_for(State::paused));
  }

  void settingsChangeWhileItRuns() {
    Updates updates;
    LiveTrainer trainer(setup(endless()), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait([](const auto& u) { return u.metrics.step > 5; }));
    TrainingSettings settings = endless();
    settings.learning_rate = 0.0123;
    trainer.change(settings);
    QVERIFY(updates.wait([](const auto& u) {
      return u.settings.learning_rate == 0.0123 && !u.steps.empty() &&
             u.steps.back().learning_rate == 0.0123;
    }));
    settings.batch = 5;
    trainer.change(settings);
    QVERIFY(updates.wait_for(State::failed));
    QVERIFY(updates.last().error->sentence().find("batch") != std::string::npos);
    trainer.play();
    QVERIFY(updates.wait_for(State::running));
  }

  void anEvaluationIsAnsweredAlsoWhilePaused() {
    Updates updates;
    LiveTrainer trainer(setup(endless()), updates.receiver());
    trainer.evaluate(TrainingRun::Examples::test);
    QVERIFY(updates.wait([](const auto& u) { return !u.evaluations.empty(); }));
    const TrainingUpdate& update = updates.last();
    QCOMPARE(update.evaluations[0].step, 0);
    QCOMPARE(update.evaluations[0].evaluation.probabilities.size(),
             3 * tiny_task().splits.test.size());
    QCOMPARE(update.test_looks, 1);
    QCOMPARE(update.state, State::paused);
  }

  void updatesComeNoOftenerThanAWindowShowsThem() {
    Updates updates;
    LiveTrainer trainer(setup(endless()), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait_for(State::running));
    std::this_thread::sleep_for(500ms);
    trainer.pause();
    QVERIFY(updates.wait_for(State::paused));
    QVERIFY(updates.all().size() < 15 + 10);
    std::size_t graphs = 0;
    for (const auto& update : updates.all()) graphs += update->graph ? 1 : 0;
    QVERIFY(graphs < 8 + 6);
    QVERIFY(graphs > 2);
  }

  void validationIsSeenEarly() {
    Updates updates;
    TrainingRun::Setup slow = setup(endless());
    slow.task = tiny_task(6000);
    slow.settings.batch = 1;
    LiveTrainer trainer(std::move(slow), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait([](const auto& u) { return !u.validation.empty(); }));
  }

  void aLossThatIsNoNumberStopsTheRunAndTheTimelineStays() {
    TrainingSettings settings = tiny_settings();
    settings.learning_rate = 1e30;
    Updates updates;
    LiveTrainer trainer(setup(settings), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait_for(State::failed));
    QVERIFY(updates.last().error.has_value());
    QVERIFY(!updates.last().error->where().empty());  // which layer
    const auto first = trainer.timeline()->at(0);
    QCOMPARE(first->state.step, 0);
    // From there another run goes on with other settings.
    Updates others;
    TrainingRun::Setup fork = setup();
    fork.start = *first;
    LiveTrainer forked(std::move(fork), others.receiver());
    forked.play();
    QVERIFY(others.wait_for(State::finished));
    QVERIFY(others.last().metrics.validation_accuracy > 0.9);
  }

  void aRunThatExplodesIsBackWhereItLearntAndGoesOnFromThere() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("run").toStdString();
    TrainingRun::Setup first = setup(endless());
    const Trainer trial(first.graph, first.task, first.settings, 1);
    first.store = RunStore::create(path, {.settings = first.settings}, model_of(first.graph),
                                   {trial.state(), {}, OptimiserKind::sgd, {}});
    Updates updates;
    LiveTrainer trainer(std::move(first), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait([](const auto& u) { return u.metrics.training_accuracy > 0.9; }));
    TrainingSettings settings = endless();
    settings.learning_rate = 1e30;  // the first step is finite, and ruins the weights
    trainer.change(settings);
    QVERIFY(updates.wait_for(State::failed));
    QVERIFY(updates.last().went_back);
    const std::int64_t back = updates.last().metrics.step;
    QVERIFY(updates.last().graph.has_value());
    QCOMPARE(trainer.timeline()->steps().back(), back);
    for (const Tensor& weight : updates.last().graph->weights()) {
      if (weight.empty() || weight.type() != ElementType::float32) continue;
      QVERIFY(std::ranges::all_of(weight.floats(), [](float x) { return std::abs(x) < 100; }));
    }
    const Curves log = read_log(text_of(read_file(path / "log.csv")), 1'000'000);
    QVERIFY(log.steps.back().step <= back);
    trainer.change(endless());
    trainer.play();
    QVERIFY(updates.wait([=](const auto& u) {
      return u.metrics.step > back + 20 && u.metrics.training_accuracy > 0.9;
    }));
  }

  void aForkGoesOnFromItsCheckpointWithAnotherOptimiser() {
    Updates updates;
    LiveTrainer trainer(setup(), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait_for(State::finished));
    TrainingRun::Setup fork = setup();
    fork.start = *trainer.timeline()->at(8);
    fork.settings.optimiser.kind = OptimiserKind::adam;
    fork.settings.learning_rate = 0.003;
    fork.settings.seed = 99;
    Updates others;
    LiveTrainer forked(std::move(fork), others.receiver());
    forked.play();
    QVERIFY(others.wait_for(State::finished));
    QCOMPARE(forked.timeline()->steps().front(), 8);
    for (const auto& update : others.all()) {
      if (update->steps.empty()) continue;
      QCOMPARE(update->steps.front().step, 9);
      break;
    }
  }

  void whatCannotBeTrainedIsAFailure() {
    Updates updates;
    TrainingRun::Setup wrong = setup();
    wrong.graph = make_architecture("dense", 1, 9, 9, 3, 1);
    LiveTrainer trainer(std::move(wrong), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait_for(State::failed));
    QVERIFY(updates.last().error.has_value());
  }

  void whatIsLackingIsToldWithWhereTheRunIs() {
    Updates updates;
    TrainingRun::Setup without = setup();
    const Trainer trial(without.graph, without.task, without.settings, 1);
    without.start = Checkpoint{trial.state(), {}, OptimiserKind::sgd, {}};
    without.start->metrics.step = without.start->state.step = 7;
    without.settings.epochs = 9;
    without.task.data.reset();
    without.lack = Error{"the examples are not there"};
    LiveTrainer trainer(std::move(without), updates.receiver());
    QVERIFY(updates.wait_for(State::failed));
    QCOMPARE(updates.last().error->clause(), std::string("the examples are not there"));
    QCOMPARE(updates.last().metrics.step, 7);
    QCOMPARE(updates.last().settings.epochs, 9.0);
    trainer.play();  // nobody hears it
  }

  void aRunThatHadEndedBeginsAsEnded() {
    Updates before;
    TrainingRun::Setup again = setup();
    std::shared_ptr<const Checkpoint> end;
    {
      LiveTrainer trainer(setup(), before.receiver());
      trainer.play();
      QVERIFY(before.wait_for(State::finished));
      end = trainer.timeline()->at(last_step(before));
    }
    again.start = *end;
    Updates updates;
    const LiveTrainer trainer(std::move(again), updates.receiver());
    QVERIFY(updates.wait_for(State::finished));
    QVERIFY(!updates.last().reason.empty());
    QCOMPARE(updates.last().metrics.step, end->state.step);
  }

  void aPausedRunIsWholeInItsFolder() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("run").toStdString();
    TrainingRun::Setup first = setup(endless());
    const Trainer trial(first.graph, first.task, first.settings, 1);
    first.store = RunStore::create(path, {.settings = first.settings}, model_of(first.graph),
                                   {trial.state(), {}, OptimiserKind::sgd, {}});
    first.timeline =
        std::make_shared<Timeline>(Timeline::Options{.folder = first.store->timeline_folder()});
    const Graph graph = first.graph;
    Updates updates;
    LiveTrainer trainer(std::move(first), updates.receiver());
    trainer.play();
    QVERIFY(updates.wait([](const auto& u) { return u.metrics.step > 20; }));
    trainer.pause();
    QVERIFY(updates.wait_for(State::paused));
    QVERIFY(updates.last().metrics.step > 20);
    std::size_t moments = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path / "timeline"))
      moments += entry.path().extension() == ".fvc";
    QCOMPARE(moments, trainer.timeline()->steps().size());
  }

  void endingStopsAtOnceAndWritesTheRun() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("run").toStdString();
    TrainingRun::Setup first = setup(endless());
    const Trainer trial(first.graph, first.task, first.settings, 1);
    first.store = RunStore::create(path, {.settings = first.settings}, model_of(first.graph),
                                   {trial.state(), {}, OptimiserKind::sgd, {}});
    first.timeline =
        std::make_shared<Timeline>(Timeline::Options{.folder = first.store->timeline_folder()});
    Updates updates;
    {
      LiveTrainer trainer(std::move(first), updates.receiver());
      trainer.play();
      QVERIFY(updates.wait([](const auto& u) { return u.metrics.step > 20; }));
    }
    RunStore::Resumed resumed;
    const RunStore store = RunStore::resume(path, resumed);
    QVERIFY(resumed.checkpoint.state.step >= last_step(updates));
    QCOMPARE(static_cast<std::int64_t>(resumed.curves.steps.size()), resumed.checkpoint.state.step);
    const Timeline timeline({.folder = store.timeline_folder()}, resumed.model.graph,
                            resumed.checkpoint.state.step);
    QCOMPARE(timeline.steps().front(), 0);
    QVERIFY(timeline.steps().size() > 5);
  }

  void pressureLeavesTheProcessorToOthers() {
    Updates updates;
    LiveTrainer trainer(setup(endless()), updates.receiver());
    const auto steps_in = [&](std::chrono::milliseconds time) {
      const std::int64_t before = last_step(updates);
      std::this_thread::sleep_for(time);
      return last_step(updates) - before;
    };
    trainer.play();
    QVERIFY(updates.wait([](const auto& u) { return u.metrics.step > 50; }));
    const std::int64_t free = steps_in(400ms);
    trainer.set_interactive_pressure(true);
    std::this_thread::sleep_for(50ms);
    const std::int64_t pressed = steps_in(400ms);
    QVERIFY(pressed > 0);
    QVERIFY2(pressed < free, qPrintable(QString("%1 of %2").arg(pressed).arg(free)));
  }
};

QTEST_GUILESS_MAIN(LiveTrainerTest)
#include "live_trainer_test.moc"
