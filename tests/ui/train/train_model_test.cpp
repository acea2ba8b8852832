#include "ui/train/train_model.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/train/run_log.h"
#include "tests/ui/qml_harness.h"
#include "ui/train/run_list.h"
#include "ui/train/train_report.h"
#include "ui/train/train_time.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// Grey pictures of 12 × 12: a bright left half is "left", a bright right half "right".
TrainingData sides() {
  DataSet set;
  set.name = "sides";
  set.height = set.width = 12;
  set.classes = {"left", "right"};
  for (int i = 0; i < 200; ++i) {
    const int label = i % 2;
    for (int y = 0; y < 12; ++y)
      for (int x = 0; x < 12; ++x) {
        const int noise = (i * 31 + y * 17 + x * 7) % 64;
        set.pixels.push_back(static_cast<std::uint8_t>((x / 6 == label ? 160 : 10) + noise));
      }
    set.labels.push_back(label);
  }
  set.first_test = 180;
  TrainingData data{.set = make_data_set(std::move(set)), .splits = {}, .split = {}, .source = {}};
  data.splits = split(*data.set, data.split);
  return data;
}

struct Bench {
  QTemporaryDir folder;
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  TrainModel model;

  Bench() {
    model.setWorkspace(&workspace);
    model.setRunsFolder(folder.path().toStdString());
    model.setData(sides());
    model.setBody(3);  // fully connected: small pictures are enough for it
    model.settings()->setBatch(16);
    model.settings()->setEpochs(20);
  }
  bool ends() {
    const bool ended =
        QTest::qWaitFor([&] { return model.state() == TrainModel::Finished; }, 20000);
    QTest::qWait(300);  // the last moment is shown
    return ended;
  }
  bool isReady() {
    return QTest::qWaitFor([&] { return model.hasRun() && model.state() != TrainModel::Preparing; },
                           20000);
  }
  const Network& network() const { return workspace.document().network; }
};

}  // namespace

class TrainModelTest : public QObject {
  Q_OBJECT

 private slots:
  void aRunLearnsAndIsOneStepOfTheHistory() {
    Bench on;
    const auto before = on.network().origin;
    on.model.play();
    QVERIFY(on.ends());
    QVERIFY(QTest::qWaitFor([&] { return on.network().graph == on.model.shownGraph(); }, 2000));
    QVERIFY(on.model.validationAccuracy()->newest() > 0.9);
    QVERIFY(on.model.trainingLoss()->count() > 50);
    QCOMPARE(on.workspace.networkName(), QString("Fully connected"));
    QVERIFY(!(on.network().graph == on.network().origin->model.graph));
    QVERIFY2(on.workspace.undoText().contains("train Fully connected on sides"),
             qPrintable(on.workspace.undoText()));
    on.workspace.undo();
    QVERIFY(on.network().origin == before);
    QVERIFY(on.model.isHidden());
    QVERIFY(!on.workspace.canUndo());
    on.workspace.redo();
    QVERIFY(!on.model.isHidden());
    QVERIFY(on.network().graph == on.model.shownGraph());
  }

  void anExampleOfValidationIsFollowedUntilAPersonChoosesAnother() {
    Bench on;
    on.model.step();
    QVERIFY(on.isReady());
    QVERIFY(on.model.pictureName().contains("#"));
    const auto label = static_cast<std::size_t>(on.workspace.notes()->truth());
    QVERIFY(on.model.pictureName().startsWith(label == 0 ? "left" : "right"));
  }

  void aStepIsOneStep() {
    Bench on;
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), QString("1 of 220"));
    QVERIFY(!on.model.isRunning());
    on.model.step();
    QTRY_COMPARE(on.model.stepText(), QString("2 of 220"));
  }

  void anEditedNetworkIsNotOverwrittenAndUndoFindsTheRunAgain() {
    Bench on;
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), QString("1 of 220"));
    QTest::qWait(300);
    const NodeId dense = on.network().graph.find_node("fc1");
    QVERIFY(on.workspace.attempt([&](const Document& document) {
      return set_bias(document, {dense, 0}, 3.0F);
    }));
    QVERIFY(on.model.isHidden());
    on.model.step();
    QTRY_COMPARE(on.model.stepText(), QString("2 of 220"));
    QTest::qWait(300);
    QCOMPARE(*bias_of(on.network().graph, {dense, 0}), 3.0F);
    on.workspace.undo();
    QVERIFY(!on.model.isHidden());
    QVERIFY(on.network().graph == on.model.shownGraph());
  }

  void scrubbingShowsAnEarlierMomentAndForkGoesOnFromThere() {
    Bench on;
    TrainTime time;
    time.setModel(&on.model);
    on.model.play();
    QVERIFY(on.ends());
    QTest::qWait(300);
    const Graph newest = on.model.shownGraph();
    time.seek(1.5);
    QTRY_VERIFY(!on.model.isAtNow());
    QVERIFY(on.model.shownEpoch() <= 1.5);
    QVERIFY(on.network().graph == on.model.shownGraph());
    QVERIFY(!(on.network().graph == newest));
    const std::int64_t step = on.model.shownMetrics().step;
    const std::string parent = on.model.runFolder().filename().string();
    const auto raw = on.model.trainingLoss()->raw();
    const std::vector<QPointF> before(raw.begin(), raw.begin() + step);
    on.model.settings()->setEpochs(3);
    on.model.fork();
    QTRY_VERIFY(on.model.runFolder().filename().string() != parent);
    QVERIFY(on.ends());
    QTRY_COMPARE(on.model.newestEpoch(), 3.0);
    // The curves are the parent's up to the fork, on the screen and in the run's log.
    QCOMPARE(std::int64_t{on.model.trainingLoss()->count()}, on.model.shownMetrics().step);
    QVERIFY(std::ranges::equal(before, on.model.trainingLoss()->raw().first(before.size())));
    const Curves log = read_log(text_of(read_file(on.model.runFolder() / "log.csv")), 1'000'000);
    QCOMPARE(log.steps.front().step, std::int64_t{1});
    on.workspace.undo();  // the fork; the run that it left is found as it was shown
    QVERIFY(on.model.isHidden());
  }

  void backToNowShowsTheNewestAgain() {
    Bench on;
    TrainTime time;
    time.setModel(&on.model);
    on.model.play();
    QVERIFY(on.ends());
    QTest::qWait(300);
    const Graph newest = on.model.shownGraph();
    time.walk(-2);
    QTRY_VERIFY(!on.model.isAtNow());
    on.model.backToNow();
    QVERIFY(on.model.isAtNow());
    QVERIFY(on.network().graph == newest);
  }

  void settingsChangeWhileItRunsButASeedTakesAnotherRun() {
    Bench on;
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), QString("1 of 220"));
    on.model.settings()->setEpochs(2);
    QTRY_COMPARE(on.model.stepText(), QString("1 of 22"));
    QVERIFY(!on.model.wantsNewRun());
    on.model.settings()->setSeed(7);
    QVERIFY(on.model.wantsNewRun());
  }

  void aRunIsKeptListedResumedAndDeleted() {
    QTemporaryDir folder;
    QString step;
    {
      Bench on;
      on.model.setRunsFolder(folder.path().toStdString());
      on.model.epoch();
      QVERIFY(on.isReady());
      QTRY_COMPARE(on.model.epochText(), QString("1.0"));
      QTRY_VERIFY(!on.model.isRunning());
      step = on.model.stepText();
    }
    Bench on;
    on.model.setRunsFolder(folder.path().toStdString());
    RunList runs;
    runs.setModel(&on.model);
    QTRY_COMPARE(runs.count(), 1);
    QCOMPARE(runs.offer(), QString("Resume Fully connected, epoch 1.0"));
    runs.takeOffer();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), step);
    QVERIFY(on.model.trainingLoss()->count() > 5);
    QVERIFY(runs.offer().isEmpty());
    on.model.newRun();
    QTRY_COMPARE(runs.count(), 2);
    const int old = 1;
    runs.compare(old, true);
    QCOMPARE(runs.losses().size(), 3);
    QTRY_VERIFY(runs.beside());
    runs.remove(old);
    QCOMPARE(runs.count(), 1);
    QCOMPARE(runs.losses().size(), 2);
  }

  void aLookAtTestIsCountedAndSaid() {
    Bench on;
    on.model.epoch();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.epochText(), QString("1.0"));
    QCOMPARE(on.model.testText(), QString("not looked at"));
    on.model.lookAtTest();
    QTRY_VERIFY(on.model.testText().contains("looked at once"));
    on.model.lookAtTest();
    QTRY_VERIFY(on.model.testText().contains("looked at 2 times"));
  }

  void theReportSaysWhoWasTakenForWhom() {
    Bench on;
    TrainReport report;
    report.setModel(&on.model);
    on.model.epoch();
    QVERIFY(on.isReady());
    QTRY_COMPARE(report.counts().size(), 4);
    qreal all = 0;
    for (const qreal count : report.counts()) all += count;
    QCOMPARE(all, static_cast<qreal>(on.model.data().splits.validation.size()));
    report.choose(0, 0);
    QTRY_VERIFY(report.title().startsWith("left recognised"));
    QTRY_VERIFY(!report.pictures().isEmpty());
    report.follow(report.pictures().first().toMap()["example"].toInt());
    QVERIFY(on.model.pictureName().startsWith("left"));
    QVERIFY(!on.model.isHidden());
  }

  void theBodyIsKeptUnderANewHead() {
    Bench on;
    on.model.play();
    QVERIFY(on.ends());
    const int bodies = static_cast<int>(on.model.bodies().size());
    on.model.setBody(bodies - 1);
    const QString before = QString::fromStdString(on.model.runFolder().string());
    on.model.newRun();
    QTRY_VERIFY(QString::fromStdString(on.model.runFolder().string()) != before);
    QCOMPARE(on.model.settings()->frozen(), QStringList{"fc1"});
    QVERIFY(on.ends());
    const Graph& start = on.model.origin()->model.graph;
    const Graph& now = on.model.shownGraph();
    const auto matrix = [](const Graph& graph, const char* node) {
      return graph.weight(graph.node(graph.find_node(node)).inputs[1]).floats();
    };
    QVERIFY(std::ranges::equal(matrix(start, "fc1"), matrix(now, "fc1")));
    QVERIFY(!std::ranges::equal(matrix(start, "fc2"), matrix(now, "fc2")));
  }

  void picturesThatAreTooSmallForANetworkAreSaidInASentence() {
    Bench on;
    on.model.setData([] {
      DataSet set;
      set.name = "tiny";
      set.height = set.width = 3;
      set.classes = {"a", "b"};
      set.pixels.assign(9 * 20, 7);
      for (int i = 0; i < 20; ++i) set.labels.push_back(i % 2);
      set.first_test = 20;
      TrainingData data{
          .set = make_data_set(std::move(set)), .splits = {}, .split = {}, .source = {}};
      data.splits = split(*data.set, data.split);
      return data;
    }());
    on.model.setBody(0);
    on.model.play();
    QTRY_VERIFY(on.model.problem().contains("too small"));
    QVERIFY(!on.model.hasRun());
    QVERIFY(!on.workspace.canUndo());
  }

  void aLossThatIsNoNumberStopsTheRunAndKeepsTheWeights() {
    Bench on;
    on.model.settings()->setLearningRate(1);
    on.model.settings()->setSchedule(0);
    on.model.play();
    QVERIFY(on.isReady());
    on.model.settings()->setLearningRate(1e30);
    QTRY_COMPARE_WITH_TIMEOUT(on.model.state(), TrainModel::Failed, 10000);
    QVERIFY2(on.model.problem().contains("were kept"), qPrintable(on.model.problem()));
    for (const Tensor& weight : on.network().graph.weights())
      if (!weight.empty() && weight.type() == ElementType::float32)
        for (const float value : weight.floats()) QVERIFY(std::isfinite(value));
  }

  void aFolderThatCannotBeWrittenLeavesTheRunInMemory() {
    Bench on;
    on.model.setRunsFolder("/proc/nowhere");
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), QString("1 of 220"));
    QVERIFY(on.model.runFolder().empty());
  }
};

QTEST_MAIN(TrainModelTest)
#include "train_model_test.moc"
