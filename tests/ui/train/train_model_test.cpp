#include "ui/train/train_model.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/train/run_log.h"
#include "tests/ui/train/train_bench.h"
#include "ui/train/augmented_sheet.h"
#include "ui/train/moment_measure.h"
#include "ui/train/run_list.h"
#include "ui/train/train_report.h"
#include "ui/train/train_time.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// A run on a table, of three steps or to its end, saved as a project by a window that is closed
/// then.
struct SavedRun {
  QTemporaryDir folder;
  TrainingSettings settings;
  qsizetype moments = 0;
  std::string run;
  std::int64_t step = 0;

  explicit SavedRun(bool ends = false) {
    TrainBench on;
    on.model.setRunsFolder(runs());
    on.workspace.project()->setRunsFolder(runs());
    on.model.setData(sides_in_file(table()));
    on.model.settings()->setEpochs(ends ? 1 : 3);
    on.model.settings()->setLearningRate(0.02);
    if (ends) {
      on.model.play();
      if (!on.ends()) qWarning("the run does not end");
    }
    for (int i = 1; i <= 3 && !ends; ++i) {
      on.model.step();
      if (!QTest::qWaitFor([&] { return on.model.shownMetrics().step == i; }, 10000))
        qWarning("no step was made");
    }
    QTest::qWait(300);  // the moment is shown
    settings = on.model.settings()->value();
    step = on.model.shownMetrics().step;
    moments = static_cast<qsizetype>(on.model.timeline()->moments().size());
    run = on.model.runFolder().filename().string();
    on.workspace.project()->saveAs(QUrl::fromLocalFile(project()));
    if (!QTest::qWaitFor([&] { return on.workspace.project()->hasFile(); }, 10000))
      qWarning("nothing was saved");
  }
  std::filesystem::path runs() const { return folder.filePath("runs").toStdString(); }
  QString table() const { return folder.filePath("sides.csv"); }
  QString project() const { return folder.filePath("sides.fovea"); }
};

/// A window of another day.
struct Reopened {
  Workspace workspace{edges_document(), {.threads = 1, .make_vulkan = {}}};
  TrainModel model;

  explicit Reopened(const SavedRun& saved) {
    workspace.project()->setRunsFolder(saved.runs());
    model.setRunsFolder(saved.runs());
    // What was there before may go.
    QObject::connect(&workspace, &Workspace::replaceAsked, &workspace,
                     &Workspace::replaceByProject);
  }
  void open(const SavedRun& saved) { workspace.openUrl(QUrl::fromLocalFile(saved.project())); }
};

}  // namespace

class TrainModelTest : public QObject {
  Q_OBJECT

 private slots:
  void aProjectBringsItsRunAsItWasLeft() {
    const SavedRun saved;
    Reopened now(saved);
    now.model.setWorkspace(&now.workspace);
    TrainReport report;
    report.setModel(&now.model);
    now.open(saved);
    QTRY_VERIFY(now.model.hasRun());
    QCOMPARE(now.model.runFolder().filename().string(), saved.run);
    QCOMPARE(now.model.runName(), QString("Fully connected"));
    QVERIFY(now.model.settings()->value() == saved.settings);
    QCOMPARE(now.model.body(), 3);
    QCOMPARE(now.model.curves().steps.size(), std::size_t{3});
    QVERIFY(now.model.trainingLoss()->count() == 3);
    QCOMPARE(static_cast<qsizetype>(now.model.timeline()->moments().size()), saved.moments);
    QCOMPARE(now.model.shownMetrics().step, 3);
    QVERIFY(now.model.isAtNow() && now.model.problem().isEmpty());
    QCOMPARE(now.model.state(), TrainModel::Paused);
    // The document is the project's: it shows the run, and nothing was done to it.
    QVERIFY(!now.model.isHidden());
    QVERIFY(!now.workspace.isModified() && !now.workspace.canUndo());
    // The examples, and what is measured on them.
    QTRY_COMPARE(now.model.examples()->source(), saved.table());
    QTRY_COMPARE(now.model.examples()->state(), DataModel::State::Ready);
    QVERIFY(!now.model.wantsNewRun());
    QTRY_VERIFY(now.model.evaluation().has_value());
    QCOMPARE(now.model.evaluation()->step, 3);
    QTRY_VERIFY(!report.counts().isEmpty());
    QTest::qWait(300);  // nothing of that comes into the document
    QVERIFY(!now.workspace.isModified() && !now.model.isHidden());
    // And it goes on.
    now.model.step();
    QTRY_COMPARE(now.model.shownMetrics().step, 4);
    QTRY_VERIFY(now.workspace.isModified());
    QVERIFY(now.workspace.document().network.graph == now.model.shownGraph());
    QVERIFY(!now.model.isHidden());
  }

  void theRunIsThereWhereTheLensIsMadeAfterTheProjectWasOpened() {
    const SavedRun saved;
    Reopened now(saved);
    now.open(saved);
    QTRY_VERIFY(now.workspace.project()->hasFile());
    QVERIFY(now.workspace.project()->bringsRun());
    now.model.setWorkspace(&now.workspace);
    now.model.wantAny();  // as the lens asks
    QVERIFY(!now.workspace.project()->bringsRun());
    QCOMPARE(now.model.examples()->state(), DataModel::State::Empty);
    QTRY_VERIFY(now.model.hasRun());
    QCOMPARE(now.model.shownMetrics().step, 3);
    QVERIFY(!now.model.isHidden());
  }

  void aProjectLeavesARunAloneThatGoesOn() {
    const SavedRun saved;
    Reopened now(saved);
    now.model.setWorkspace(&now.workspace);
    now.model.setData(sides());
    now.model.setBody(3);
    now.model.settings()->setEpochs(100'000);
    now.model.play();
    QTRY_VERIFY(now.model.hasRun() && now.model.state() == TrainModel::Running);
    const auto running = now.model.runFolder();
    now.open(saved);
    QTRY_VERIFY(now.workspace.project()->hasFile());
    QTest::qWait(300);
    QCOMPARE(now.model.runFolder(), running);
    QVERIFY(now.model.isRunning() && now.model.isHidden());
    now.model.pause();
  }

  void aPausedRunOfTheSameProjectIsOpenedAgain() {
    const SavedRun saved;
    Reopened now(saved);
    now.model.setWorkspace(&now.workspace);
    now.open(saved);
    QTRY_VERIFY(now.model.hasRun());
    now.model.step();
    QTRY_COMPARE(now.model.shownMetrics().step, 4);
    QTest::qWait(300);
    now.workspace.project()->save();
    QTRY_VERIFY(!now.workspace.isModified());
    const QSignalSpy others(&now.model, &TrainModel::runChanged);
    now.open(saved);
    QTRY_COMPARE(others.count(), 1);
    QCOMPARE(now.model.shownMetrics().step, 4);
    QVERIFY(!now.model.isHidden());
  }

  void editedWeightsOfAProjectStayBesideItsRun() {
    const SavedRun saved;
    {
      Reopened now(saved);
      now.open(saved);
      QTRY_VERIFY(now.workspace.project()->hasFile());
      const NodeId dense = now.workspace.document().network.graph.find_node("fc1");
      QVERIFY(now.workspace.attempt([&](const Document& document) {
        return set_bias(document, {dense, 0}, 3.0F);
      }));
      now.workspace.project()->save();
      QTRY_VERIFY(!now.workspace.isModified());
    }
    Reopened now(saved);
    now.model.setWorkspace(&now.workspace);
    now.open(saved);
    QTRY_VERIFY(now.model.hasRun());
    QVERIFY(now.model.isHidden());
    const Network& network = now.workspace.document().network;
    QCOMPARE(*bias_of(network.graph, {network.graph.find_node("fc1"), 0}), 3.0F);
    now.model.show();
    QVERIFY(!now.model.isHidden() && now.workspace.canUndo());
  }

  void aRunWithoutItsExamplesIsShownAndGoesOnOnceTheyAreThere() {
    const SavedRun saved;
    const QString away = saved.folder.filePath("elsewhere.csv");
    QVERIFY(QFile::rename(saved.table(), away));
    Reopened now(saved);
    now.model.setWorkspace(&now.workspace);
    MomentMeasure measure;
    measure.setModel(&now.model);
    now.open(saved);
    QTRY_VERIFY(now.model.hasRun());
    QTRY_VERIFY2(now.model.problem().contains("sides") && now.model.problem().contains("not there"),
                 qPrintable(now.model.problem()));
    QCOMPARE(now.model.state(), TrainModel::Failed);
    QCOMPARE(now.model.curves().steps.size(), std::size_t{3});
    QCOMPARE(now.model.shownMetrics().step, 3);
    QCOMPARE(now.model.stepText(), QString("3"));
    QVERIFY(now.model.settings()->value() == saved.settings);
    QVERIFY(!now.model.isHidden() && !now.model.wantsNewRun());
    now.model.fork();
    now.model.showCheckpoint(now.model.timeline()->at(1));
    QVERIFY(!measure.problem().isEmpty());
    now.model.backToNow();
    now.model.step();  // they are still away
    QCOMPARE(now.model.state(), TrainModel::Preparing);
    QTRY_COMPARE(now.model.state(), TrainModel::Failed);
    QVERIFY(QFile::rename(away, saved.table()));
    now.model.step();
    QTRY_COMPARE(now.model.shownMetrics().step, 4);
    QVERIFY(now.model.problem().isEmpty());
  }

  void aRunThatHasEndedIsReopenedAsOne() {
    const SavedRun saved(true);
    Reopened now(saved);
    now.model.setWorkspace(&now.workspace);
    now.open(saved);
    QTRY_COMPARE(now.model.state(), TrainModel::Finished);
    QCOMPARE(now.model.shownMetrics().step, saved.step);
    QVERIFY(!now.model.reason().isEmpty());
  }

  void aRunLearnsAndIsOneStepOfTheHistory() {
    TrainBench on;
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
    TrainBench on;
    on.model.step();
    QVERIFY(on.isReady());
    QVERIFY(on.model.pictureName().contains("#"));
    const auto label = static_cast<std::size_t>(on.workspace.notes()->truth());
    QVERIFY(on.model.pictureName().startsWith(label == 0 ? "left" : "right"));
  }

  void aStepIsOneStep() {
    TrainBench on;
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), QString("1 of 220"));
    QVERIFY(!on.model.isRunning());
    on.model.step();
    QTRY_COMPARE(on.model.stepText(), QString("2 of 220"));
  }

  void anEditedNetworkIsNotOverwrittenAndUndoFindsTheRunAgain() {
    TrainBench on;
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

  void picturesOfExamplesOutliveTheirSet() {
    TrainBench on;
    const QVariantList sheet = on.model.sheet();
    QVERIFY(sheet.size() > 4);
    const std::vector<std::uint8_t>& pixels = on.model.data().set->pixels;
    for (const QVariant& it : sheet) {
      const auto image = it.value<QImage>();
      const auto* bits = image.constBits();
      QVERIFY(bits < pixels.data() || bits >= pixels.data() + pixels.size());
    }
  }

  void anotherNetworkOrEngineTakesAnotherRun() {
    TrainBench on;
    on.model.step();
    QVERIFY(on.isReady());
    QVERIFY(!on.model.wantsNewRun());
    on.model.setBody(2);
    QVERIFY(on.model.wantsNewRun());
    on.model.setBody(3);
    QVERIFY(!on.model.wantsNewRun());
    on.workspace.setEngineChoice(Workspace::Vulkan);
    QVERIFY(on.model.wantsNewRun());
    on.workspace.setEngineChoice(Workspace::Cpu);
    on.model.settings()->setDropout(0.5);
    QTest::qWait(200);  // the run does not take it over either
    QVERIFY(on.model.wantsNewRun());
    on.model.settings()->setDropout(0);
    QVERIFY(!on.model.wantsNewRun());
    on.model.setData(sides());
    QVERIFY(on.model.wantsNewRun());
    on.model.newRun();
    QTRY_VERIFY(!on.model.wantsNewRun());
  }

  void playAfterTheEndGivesTheRunMoreEpochs() {
    TrainBench on;
    on.model.settings()->setEpochs(1);
    on.model.play();
    QVERIFY(on.ends());
    on.model.play();
    QCOMPARE(on.model.settings()->epochs(), 1 + usual_settings().epochs);
    QVERIFY(QTest::qWaitFor([&] { return on.model.newestEpoch() == 5.0; }, 20000));
    QVERIFY(on.ends());
    on.model.showCheckpoint(on.model.timeline()->at(0));
    on.model.play();  // also where an earlier moment is shown
    QVERIFY(QTest::qWaitFor([&] { return on.model.newestEpoch() == 9.0; }, 20000));
    QVERIFY(on.ends());
    QCOMPARE(on.model.newestEpoch(), 9.0);
  }

  void augmentedExamplesAreShown() {
    TrainBench on;
    AugmentedSheet sheet;
    sheet.setModel(&on.model);
    QVERIFY(sheet.images().isEmpty());
    const QSignalSpy changed(&sheet, &AugmentedSheet::changed);
    on.model.settings()->setAugmentation(1, 0.3);
    QVERIFY(changed.count() > 0);
    QCOMPARE(sheet.images().size(), 6);
    QVERIFY(sheet.images()[0].value<QImage>() != on.model.sheet()[0].value<QImage>());
  }

  void playPressedWhileExamplesAreReadStartsOnceTheyAreThere() {
    TrainBench on;
    on.model.setData({});
    QVERIFY(!on.model.isReady());
    QFile table(on.folder.filePath("table.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    for (int i = 0; i < 3000; ++i)
      table.write(QByteArray::number(i % 2) + ("," + QByteArray::number(i % 256)).repeated(144) +
                  "\n");
    table.close();
    on.model.examples()->load(table.fileName());
    QVERIFY(on.model.isReady() && !on.model.hasData());
    on.model.settings()->setEpochs(1);
    on.model.play();
    QVERIFY(on.model.isRunning());
    QCOMPARE(on.model.state(), TrainModel::Preparing);
    QVERIFY(on.ends());
  }

  void waitingForExamplesEndsWithPauseAndWhereThereAreNone() {
    TrainBench on;
    on.model.setData({});
    on.model.examples()->load("/nowhere/at/all");
    on.model.play();
    QCOMPARE(on.model.state(), TrainModel::Preparing);
    QTRY_COMPARE(on.model.state(), TrainModel::NoRun);
    QVERIFY(!on.model.isRunning() && !on.model.isReady());
    on.model.examples()->load("/nowhere/at/all");
    on.model.play();
    on.model.pause();
    QVERIFY(!on.model.isRunning());
  }

  void scrubbingShowsAnEarlierMomentAndForkGoesOnFromThere() {
    TrainBench on;
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
    TrainBench on;
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
    TrainBench on;
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
      TrainBench on;
      on.model.setRunsFolder(folder.path().toStdString());
      on.model.epoch();
      QVERIFY(on.isReady());
      QTRY_COMPARE(on.model.epochText(), QString("1.0"));
      QTRY_VERIFY(!on.model.isRunning());
      step = on.model.stepText();
    }
    TrainBench on;
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

  void settingsThatAreChangedBesideAnEarlierMomentAreForAForkUntilBackToNow() {
    TrainBench on;
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), QString("1 of 220"));
    on.model.showCheckpoint(on.model.timeline()->at(0));
    on.model.settings()->setEpochs(2);
    QVERIFY(on.model.doSettingsWait());
    QTest::qWait(300);
    QCOMPARE(on.model.stepText(), QString("1 of 220"));
    on.model.backToNow();
    QTRY_COMPARE(on.model.stepText(), QString("1 of 22"));
    QVERIFY(!on.model.doSettingsWait());
  }

  void runsAreToldApartByWhatTheyHaveOtherwise() {
    QTemporaryDir folder;
    const auto differences = [](const RunList& runs, int row) {
      return runs.data(runs.index(row), RunList::Differences).toString();
    };
    {
      TrainBench on;
      on.model.setRunsFolder(folder.path().toStdString());
      RunList runs;
      runs.setModel(&on.model);
      on.model.step();
      QVERIFY(on.isReady());
      QTRY_COMPARE(runs.count(), 1);
      QCOMPARE(differences(runs, 0), QString());
      on.model.settings()->setSeed(7);  // from here on the settings are the next run's
      on.model.settings()->setLearningRate(0.1);
      on.model.newRun();
      QTRY_COMPARE(runs.count(), 2);
      QCOMPARE(differences(runs, 0), QString());  // the one that is shown
      QCOMPARE(differences(runs, 1), QString("learning rate 0.1 → 0.05, seed 7 → 42"));
      runs.compare(1, true);
      QCOMPARE(runs.losses().back().value<CurveSeries*>()->name(),
               QString("Fully connected, seed 42, learning rate 0.05"));
      QTRY_VERIFY(on.model.newestEpoch() > 0);
      on.model.pause();
      QTRY_VERIFY(!on.model.isRunning());
      on.model.showCheckpoint(on.model.timeline()->at(0));
      on.model.settings()->setMomentum(0.5);
      on.model.fork();
      QTRY_COMPARE(runs.count(), 3);
      on.model.pause();
    }
    // Where no run is shown, a fork is compared with what it left.
    TrainBench on;
    on.model.setRunsFolder(folder.path().toStdString());
    RunList runs;
    runs.setModel(&on.model);
    QTRY_COMPARE(runs.count(), 3);
    QStringList all;
    for (int row = 0; row < 3; ++row) all << differences(runs, row);
    QVERIFY2(all.contains("momentum 0.9 → 0.5"), qPrintable(all.join("; ")));
  }

  void aLookAtTestIsCountedAndSaid() {
    TrainBench on;
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
    TrainBench on;
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

  void whereItIsWrongIsMeasuredAgainForTheMomentThatIsShown() {
    TrainBench on;
    TrainTime time;
    time.setModel(&on.model);
    TrainReport report;
    report.setModel(&on.model);
    on.model.play();
    QVERIFY(on.ends());
    QTRY_VERIFY(report.when().contains("220"));
    const QList<qreal> newest = report.counts();
    QVERIFY(!report.isStale());

    time.seek(0);
    QTRY_VERIFY(!on.model.isAtNow());
    const std::int64_t step = on.model.shownMetrics().step;
    QVERIFY(report.isStale());
    QCOMPARE(report.when(), QString("measuring step %1…").arg(step));
    QCOMPARE(report.counts(), newest);
    QTRY_VERIFY(!report.isStale());
    QCOMPARE(report.when(), QString("validation, step %1").arg(step));
    const TrainingTask& task = on.model.task();
    Trainer trainer(on.model.shownGraph(), task, on.model.settings()->value(), 2);
    const auto& examples = task.splits.validation;
    const ConfusionMatrix matrix =
        confusion_matrix(trainer.evaluate(examples, {}), *task.data, examples);
    QVERIFY(std::ranges::equal(report.counts(), matrix.counts, {}, {},
                               [](auto count) { return static_cast<qreal>(count); }));
    QVERIFY(report.counts() != newest);

    on.model.backToNow();
    QVERIFY(!report.isStale());
    QTRY_COMPARE(report.counts(), newest);
    QVERIFY(report.when().contains("220"));
  }

  void aMomentThatThePlayheadOnlyPassesIsNotMeasured() {
    TrainBench on;
    on.model.play();
    QVERIFY(on.ends());
    MomentMeasure measure;
    measure.setModel(&on.model);
    QVERIFY(measure.answer());
    std::vector<std::int64_t> measured;
    QObject::connect(&measure, &MomentMeasure::changed, &measure, [&] {
      if (!measure.isMeasuring()) measured.push_back(measure.answer()->step);
    });
    const auto timeline = on.model.timeline();
    const std::vector<std::int64_t> steps = timeline->steps();
    QVERIFY(steps.size() > 5);
    for (std::size_t i = 0; i < 5; ++i) {
      on.model.showCheckpoint(timeline->at(steps[i]));
      QVERIFY(measure.isMeasuring());
      QTest::qWait(30);
    }
    QTRY_VERIFY(!measure.isMeasuring());
    QCOMPARE(measured, std::vector{steps[4]});
    // What has been measured once is not waited for again.
    on.model.backToNow();
    on.model.showCheckpoint(timeline->at(steps[4]));
    QVERIFY(!measure.isMeasuring());
    QCOMPARE(measure.answer()->step, steps[4]);
  }

  void measuringAMomentLetsTheRunGoOn() {
    TrainBench on;
    on.model.settings()->setEpochs(100'000);
    on.model.play();
    QVERIFY(on.isReady());
    QTRY_VERIFY(on.model.shownMetrics().step > 40);
    MomentMeasure measure;
    measure.setModel(&on.model);
    on.model.showCheckpoint(on.model.timeline()->at(2));
    const QString before = on.model.stepText();
    QTRY_VERIFY(measure.answer() && measure.answer()->step == 2);
    QVERIFY(!measure.isMeasuring());
    QVERIFY(on.model.isRunning());
    QTRY_VERIFY(on.model.stepText() != before);
  }

  void theBodyIsKeptUnderANewHead() {
    TrainBench on;
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
    TrainBench on;
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
    TrainBench on;
    on.model.settings()->setLearningRate(1);
    on.model.settings()->setSchedule(0);
    on.model.play();
    QVERIFY(on.isReady());
    on.model.settings()->setLearningRate(1e30);
    QTRY_COMPARE_WITH_TIMEOUT(on.model.state(), TrainModel::Failed, 10000);
    QVERIFY2(on.model.problem().contains("The run is back at step"),
             qPrintable(on.model.problem()));
    for (const Tensor& weight : on.network().graph.weights())
      if (!weight.empty() && weight.type() == ElementType::float32)
        for (const float value : weight.floats()) QVERIFY(std::isfinite(value));
  }

  void aFolderThatCannotBeWrittenLeavesTheRunInMemory() {
    TrainBench on;
    on.model.setRunsFolder("/proc/nowhere");
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText(), QString("1 of 220"));
    QVERIFY(on.model.runFolder().empty());
  }
};

QTEST_MAIN(TrainModelTest)
#include "train_model_test.moc"
