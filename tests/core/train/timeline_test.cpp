#include "core/train/timeline.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <thread>

#include "core/base/error.h"
#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr std::int64_t k_steps = 5000;

void fill(Timeline& timeline, const Graph& graph, std::int64_t steps = k_steps) {
  for (std::int64_t step = 0; step < steps; ++step) timeline.add(checkpoint_at(graph, step));
}

}  // namespace

class TimelineTest : public QObject {
  Q_OBJECT

 private slots:
  void theNearestCheckpointAtOrBeforeIsFound() {
    Timeline timeline({});
    QVERIFY(timeline.at(5) == nullptr);
    for (const std::int64_t step : {10, 20, 40}) timeline.add(checkpoint_at(graph_, step));
    QCOMPARE(timeline.at(20)->state.step, 20);
    QCOMPARE(timeline.at(39)->state.step, 20);
    QCOMPARE(timeline.at(1000)->state.step, 40);
    QCOMPARE(timeline.at(3)->state.step, 10);
    QVERIFY(same_state(timeline.at(39)->state, checkpoint_at(graph_, 20).state));
  }

  void aCheckpointOfTheSameStepReplacesTheLast() {
    Timeline timeline({});
    timeline.add(checkpoint_at(graph_, 4));
    Checkpoint again = checkpoint_at(graph_, 4);
    again.metrics.validation_accuracy = 0.5;
    timeline.add(again);
    QCOMPARE(timeline.steps(), (std::vector<std::int64_t>{4}));
    QCOMPARE(timeline.at(4)->metrics.validation_accuracy, 0.5);
  }

  void thousandsAreThinnedToTheStartAndAnEvenRest() {
    Timeline timeline({.most = 64});
    fill(timeline, graph_);
    const std::vector<std::int64_t> steps = timeline.steps();
    QCOMPARE(steps.size(), std::size_t{64});
    QCOMPARE(steps.front(), 0);
    QCOMPARE(steps.back(), k_steps - 1);
    // The start stays visible step by step, and nowhere is there a hole.
    QVERIFY(std::ranges::count_if(steps, [](std::int64_t step) { return step < 20; }) >= 8);
    for (std::size_t i = 1; i < steps.size(); ++i) {
      QVERIFY2(steps[i] - steps[i - 1] <= k_steps / 10, qPrintable(QString::number(steps[i])));
    }
  }

  void whatIsKeptFollowsFromTheSteps() {
    Timeline a({.most = 32}), b({.most = 32});
    fill(a, graph_);
    fill(b, graph_);
    QCOMPARE(a.steps(), b.steps());
  }

  void olderCheckpointsAreSpilledAndReadBack() {
    const QTemporaryDir folder;
    const std::int64_t one = bytes_of(checkpoint_at(graph_, 0));
    Timeline timeline({.most = 100, .memory_bytes = 3 * one, .folder = path(folder)});
    fill(timeline, graph_);
    QCOMPARE(timeline.notice(), std::string());
    QVERIFY(timeline.memory_bytes() <= 3 * one);
    QCOMPARE(timeline.steps().size(), std::size_t{100});
    for (const std::int64_t step : timeline.steps()) {
      const auto checkpoint = timeline.at(step);
      QVERIFY(same_state(checkpoint->state, checkpoint_at(graph_, step).state));
      QVERIFY(same_structure(checkpoint->state.graph, graph_));
    }
    // Of what was thinned out no file is left.
    QVERIFY(QDir(folder.filePath("timeline")).entryList(QDir::Files).size() <= 100);
  }

  void memoryIsBoundedWithoutAFolder() {
    const std::int64_t one = bytes_of(checkpoint_at(graph_, 0));
    Timeline timeline({.most = 100, .memory_bytes = 10 * one});
    fill(timeline, graph_, 1000);
    QVERIFY(timeline.memory_bytes() <= 10 * one);
    QCOMPARE(timeline.steps().front(), 0);
    QCOMPARE(timeline.steps().back(), 999);
    QVERIFY(timeline.steps().size() >= 8);
  }

  void aFolderThatCannotBeWrittenIsSaidAndTheRunGoesOn() {
    const QTemporaryDir folder;
    const std::string file = folder.filePath("file").toStdString();
    std::ofstream(file) << "no folder";
    const std::int64_t one = bytes_of(checkpoint_at(graph_, 0));
    Timeline timeline({.most = 100, .memory_bytes = 5 * one, .folder = file + "/timeline"});
    fill(timeline, graph_, 200);
    QVERIFY(!timeline.notice().empty());
    QVERIFY(timeline.memory_bytes() <= 5 * one);
    QCOMPARE(timeline.at(500)->state.step, 199);
  }

  void aDamagedSpilledFileIsAnError() {
    const QTemporaryDir folder;
    Timeline timeline({.memory_bytes = 1, .folder = path(folder)});
    fill(timeline, graph_, 3);
    for (const QFileInfo& file : QDir(folder.filePath("timeline")).entryInfoList(QDir::Files)) {
      std::ofstream(file.filePath().toStdString(), std::ios::trunc) << "torn";
    }
    QVERIFY_THROWS_EXCEPTION(Error, timeline.at(0));
    QCOMPARE(timeline.at(2)->state.step, 2);  // the newest is in memory
  }

  void aLaterTimelineGoesOnWithWhatWasStored() {
    const QTemporaryDir folder;
    {
      Timeline timeline({.most = 20, .folder = path(folder)});
      fill(timeline, graph_, 100);
      timeline.store();
    }
    std::ofstream(path(folder) / "step-000000000013.fvc") << "torn";
    Timeline timeline({.most = 20, .folder = path(folder)}, graph_, 60);
    const std::vector<std::int64_t> steps = timeline.steps();
    QVERIFY(steps.size() > 10);
    QCOMPARE(steps.front(), 0);
    QVERIFY(steps.back() <= 60);
    QVERIFY(std::ranges::find(steps, 13) == steps.end());
    for (const std::int64_t step : steps) {
      QVERIFY(same_state(timeline.at(step)->state, checkpoint_at(graph_, step).state));
    }
    QCOMPARE(
        static_cast<std::size_t>(QDir(folder.filePath("timeline")).entryList(QDir::Files).size()),
        steps.size());
    timeline.add(checkpoint_at(graph_, 61));
    QCOMPARE(timeline.at(99)->state.step, 61);
  }

  void lookingWhileAnotherThreadAddsAlwaysFindsOne() {
    const QTemporaryDir folder;
    Timeline timeline({.most = 10, .memory_bytes = 1, .folder = path(folder)});
    timeline.add(checkpoint_at(graph_, 0));
    std::jthread adding([&] {
      for (std::int64_t step = 1; step < 300; ++step) timeline.add(checkpoint_at(graph_, step));
    });
    bool is_right = true;
    for (int i = 0; i < 300; ++i) {
      const std::int64_t wanted = i % 50;
      const auto checkpoint = timeline.at(wanted);
      is_right = is_right && checkpoint != nullptr && checkpoint->state.step <= wanted;
    }
    QVERIFY(is_right);
  }

 private:
  static std::filesystem::path path(const QTemporaryDir& folder) {
    return folder.filePath("timeline").toStdString();
  }

  const Graph graph_ = tiny_graph();
};

QTEST_GUILESS_MAIN(TimelineTest)
#include "timeline_test.moc"
