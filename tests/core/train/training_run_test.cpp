#include "core/train/training_run.h"

#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/train/architectures.h"
#include "tests/core/train/tiny_run.h"
#include "tests/core/train/tiny_task.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

namespace fs = std::filesystem;

TrainingRun::Setup setup(const TrainingSettings& settings = tiny_settings()) {
  return {.graph = make_architecture("dense", 1, 8, 8, 3, 1),
          .task = tiny_task(),
          .settings = settings};
}

/// Of a store in `folder` that begins with `setup`.
RunStore store_for(const fs::path& folder, const TrainingRun::Setup& setup) {
  const Trainer trainer(setup.graph, setup.task, setup.settings, 1);
  return RunStore::create(folder, {.settings = setup.settings}, model_of(setup.graph),
                          {trainer.state(), {}, setup.settings.optimiser.kind, {}});
}

TrainingRun::Setup resumed(const fs::path& folder) {
  RunStore::Resumed resumed;
  RunStore store = RunStore::resume(folder, resumed);
  return {.graph = resumed.model.graph,
          .task = tiny_task(),
          .settings = store.record().settings,
          .store = std::move(store),
          .start = resumed.checkpoint,
          .curves = resumed.curves,
          .best = resumed.best};
}

struct Outcome {
  TrainerState state;
  Curves curves;
};

Outcome run_to_the_end(TrainingRun& run) {
  Outcome outcome;
  while (!run.end()) {
    TrainingRun::Progress progress = run.advance(CancelToken{});
    outcome.curves.steps.push_back(progress.step);
    if (progress.validation) outcome.curves.validation.push_back(*progress.validation);
    if (progress.epoch) outcome.curves.epochs.push_back(*progress.epoch);
  }
  outcome.state = run.checkpoint().state;
  return outcome;
}

Outcome uninterrupted(const TrainingSettings& settings = tiny_settings()) {
  TrainingRun run(setup(settings));
  return run_to_the_end(run);
}

}  // namespace

class TrainingRunTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { temporary_ = std::make_unique<QTemporaryDir>(); }

  void aRunEndsAfterItsEpochsAndHasLearnt() {
    TrainingRun run(setup());
    QVERIFY(!run.end());
    const Outcome outcome = run_to_the_end(run);
    QCOMPARE(QString::fromStdString(*run.end()), QString("All 4 epochs are done."));
    QCOMPARE(run.steps_done(), 4 * run.steps_in_epoch());
    QCOMPARE(outcome.curves.epochs.size(), std::size_t{4});
    QVERIFY(outcome.curves.validation.back().accuracy > 0.9);
    QVERIFY(outcome.curves.epochs.back().loss < outcome.curves.epochs.front().loss);
    QVERIFY(run.evaluate(TrainingRun::Examples::test, {}).accuracy > 0.9);
  }

  void anEpochIsTheMeanOfItsSteps() {
    TrainingRun run(setup());
    const Curves curves = run_to_the_end(run).curves;
    const auto steps = static_cast<std::size_t>(run.steps_in_epoch());
    double loss = 0;
    for (std::size_t i = 0; i < steps; ++i) loss += curves.steps[steps + i].loss;
    QCOMPARE(curves.epochs[1].loss, loss / static_cast<double>(steps));
    QCOMPARE(curves.epochs[1].epoch, 2.0);
    QCOMPARE(curves.epochs[1].step, 2 * run.steps_in_epoch());
  }

  void whatIsMeasuredAndKeptDoesNotChangeWhatIsLearnt() {
    TrainingRun::Setup busy = setup();
    busy.timeline = std::make_shared<Timeline>(Timeline::Options{});
    busy.store = store_for(folder(), busy);
    TrainingRun run(std::move(busy));
    while (!run.end()) {
      (void)run.advance({});
      (void)run.evaluate(TrainingRun::Examples::validation, {});
      run.save(TrainingRun::Save::timeline_too);
    }
    QVERIFY(same_state(run.checkpoint().state, uninterrupted().state));
  }

  void aResumedRunEndsBitForBitAsAnUninterruptedOne_data() {
    QTest::addColumn<int>("steps");
    for (const int steps : {0, 1, 7, 10, 20, 39}) QTest::addRow("%d steps", steps) << steps;
  }

  void aResumedRunEndsBitForBitAsAnUninterruptedOne() {
    QFETCH(int, steps);
    TrainingSettings settings = tiny_settings();
    settings.optimiser.kind = OptimiserKind::adam;
    settings.learning_rate = 0.003;
    settings.patience = 50;
    TrainingRun::Setup first = setup(settings);
    first.store = store_for(folder(), first);
    {
      TrainingRun run(std::move(first));
      for (int i = 0; i < steps && !run.end(); ++i) (void)run.advance({});
      run.save(TrainingRun::Save::moment);
    }
    TrainingRun run(resumed(folder()));
    const Outcome rest = run_to_the_end(run);
    const Outcome whole = uninterrupted(settings);
    QVERIFY(same_state(rest.state, whole.state));
    QVERIFY(!rest.curves.epochs.empty() || steps >= run.last_step());
    for (const EpochPoint& epoch : rest.curves.epochs) {
      const auto same = std::ranges::find(whole.curves.epochs, epoch.step, &EpochPoint::step);
      QVERIFY(same != whole.curves.epochs.end());
      QCOMPARE(epoch.loss, same->loss);
      QCOMPARE(epoch.accuracy, same->accuracy);
    }
    run.save(TrainingRun::Save::moment);
    RunStore::Resumed end;
    (void)RunStore::resume(folder(), end);
    QCOMPARE(end.curves.steps.size(), whole.curves.steps.size());
    QCOMPARE(end.curves.epochs.size(), whole.curves.epochs.size());
  }

  void aMeasurementThatWasCancelledIsMadeUpFor() {
    TrainingRun::Setup first = setup();
    first.store = store_for(folder(), first);
    TrainingRun run(std::move(first));
    const CancelToken never, at_once;
    for (std::int64_t i = 1; i < run.steps_in_epoch(); ++i) (void)run.advance(never);
    at_once.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, (void)run.advance(at_once));
    run.save(TrainingRun::Save::moment);
    TrainingRun again(resumed(folder()));
    TrainingRun::Progress progress = again.advance(never);
    if (again.steps_done() < again.steps_in_epoch()) progress = again.advance(never);
    QVERIFY(progress.epoch.has_value());
    QVERIFY(progress.validation.has_value());
    QVERIFY(same_state(run_to_the_end(again).state, uninterrupted().state));
  }

  void patienceEndsARunAndTheBestIsTaken() {
    TrainingSettings settings = tiny_settings();
    settings.epochs = 200;
    settings.patience = 2;
    settings.learning_rate = 0.3;
    TrainingRun::Setup first = setup(settings);
    first.store = store_for(folder(), first);
    TrainingRun run(std::move(first));
    const Curves curves = run_to_the_end(run).curves;
    QVERIFY(run.steps_done() < run.last_step());
    QVERIFY(run.end()->find("not fallen for 2 epochs") != std::string::npos);
    double best = INFINITY;
    for (const ValidationPoint& point : curves.validation) {
      if (point.step % run.steps_in_epoch() == 0) best = std::min(best, point.loss);
    }
    run.take_best();
    QCOMPARE(run.evaluate(TrainingRun::Examples::validation, {}).loss, best);
    TrainingRun again(resumed(folder()));  // the last save may be long ago
    (void)run_to_the_end(again);
    again.take_best();
    QCOMPARE(again.evaluate(TrainingRun::Examples::validation, {}).loss, best);
  }

  void patienceNeedsValidation() {
    TrainingRun::Setup without = setup();
    without.settings.patience = 1;
    without.task.splits.validation.clear();
    QVERIFY_THROWS_EXCEPTION(Error, TrainingRun(std::move(without)));
  }

  void theTimelineIsDenseAtTheStart() {
    TrainingRun::Setup with = setup();
    with.timeline = std::make_shared<Timeline>(Timeline::Options{});
    TrainingRun run(std::move(with));
    (void)run_to_the_end(run);
    const std::vector<std::int64_t> steps = run.timeline()->steps();
    for (const std::int64_t step : {0, 1, 2, 4, 8, 16}) {
      QVERIFY(std::ranges::find(steps, step) != steps.end());
    }
    QCOMPARE(run.timeline()->at(run.last_step())->metrics.validation_accuracy,
             run.metrics().validation_accuracy);
  }

  void anotherOptimiserTakesOverAndTheRunIsStillResumed() {
    TrainingRun::Setup first = setup();
    first.store = store_for(folder(), first);
    TrainingSettings settings = first.settings;
    TrainingRun run(std::move(first));
    for (int i = 0; i < 5; ++i) (void)run.advance({});
    settings.optimiser.kind = OptimiserKind::adamw;
    settings.learning_rate = 0.002;
    settings.frozen = {"fc1"};
    run.save(TrainingRun::Save::moment);
    run.change(settings);
    TrainingRun from_before(resumed(folder()));  // a crash at once after the change
    QCOMPARE(from_before.settings().optimiser.kind, OptimiserKind::adamw);
    for (int i = 0; i < 3; ++i) (void)run.advance({});
    for (int i = 0; i < 3; ++i) (void)from_before.advance({});
    QVERIFY(same_state(run.checkpoint().state, from_before.checkpoint().state));
  }

  void seedAndBatchStay() {
    TrainingRun run(setup());
    TrainingSettings settings = run.settings();
    ++settings.seed;
    QVERIFY_THROWS_EXCEPTION(Error, run.change(settings));
    QVERIFY(run.settings() == tiny_settings());
  }

  void looksAtTestAreCountedInTheRecord() {
    TrainingRun::Setup first = setup();
    first.store = store_for(folder(), first);
    {
      TrainingRun run(std::move(first));
      (void)run.evaluate(TrainingRun::Examples::validation, {});
      QCOMPARE(run.test_looks(), 0);
      (void)run.evaluate(TrainingRun::Examples::test, {});
      (void)run.evaluate(TrainingRun::Examples::test, {});
    }
    QCOMPARE(TrainingRun(resumed(folder())).test_looks(), 2);
  }

  void aFolderThatIsGoneIsSaidAndTheRunGoesOn() {
    TrainingRun::Setup first = setup();
    first.store = store_for(folder(), first);
    TrainingRun run(std::move(first));
    fs::remove_all(folder());
    (void)run.advance({});
    run.save(TrainingRun::Save::moment);
    QVERIFY(run.notice().starts_with("The run goes on in memory alone"));
    QVERIFY(same_state(run_to_the_end(run).state, uninterrupted().state));
    fs::create_directories(folder());
    run.save(TrainingRun::Save::moment);
    QVERIFY(run.notice().empty());
  }

 private:
  fs::path folder() const { return temporary_->filePath("run").toStdString(); }

  std::unique_ptr<QTemporaryDir> temporary_;
};

QTEST_GUILESS_MAIN(TrainingRunTest)
#include "training_run_test.moc"
