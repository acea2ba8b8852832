#include <QAccessible>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/journeys/person.h"
#include "tests/ui/train/train_bench.h"
#include "ui/plots/matrix_plot.h"
#include "ui/train/train_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// Somebody in the Train lens, on pictures that are learnt in a moment.
struct Pupil : Person {
  QTemporaryDir folder;
  TrainModel* train = nullptr;

  explicit Pupil(const Setting& setting = {}) : Person(setting) {
    key(Qt::Key_3, Qt::AltModifier);
    if (!QTest::qWaitFor([&] { return (train = the<TrainModel>()) != nullptr; }, 10000)) return;
    const auto is_read = [&] {
      return train->examples()->state() != DataModel::State::Loading || train->hasData();
    };
    if (!QTest::qWaitFor(is_read, 60000)) qWarning("the examples are not read");
    train->setRunsFolder(folder.path().toStdString());
    train->setData(sides());
    train->setBody(3);  // fully connected: small pictures are enough for it
    train->settings()->setBatch(16);
    train->settings()->setEpochs(100'000);
    QTest::qWait(100);
  }
  std::int64_t step() const { return train->shownMetrics().step; }
  bool rests() {
    return QTest::qWaitFor([&] { return train->hasRun() && train->state() == TrainModel::Paused; },
                           20000);
  }
  bool takesSteps(int count) {
    for (int i = 1; i <= count; ++i) {
      key(Qt::Key_Period);
      const auto is_done = [&] { return train->stepText().startsWith(QString("%1 of").arg(i)); };
      if (!QTest::qWaitFor(is_done, 20000) || !rests()) return false;
    }
    return true;
  }
  /// Names of all that Tab reaches, from what has the keyboard round to it again.
  QStringList tabOrder() {
    QList<QQuickItem*> reached;
    QStringList names;
    while (!reached.contains(window().activeFocusItem())) {
      reached << window().activeFocusItem();
      names << focusName();
      key(Qt::Key_Tab);
    }
    return names;
  }
};

}  // namespace

/// The Train lens without a mouse, and where its parts stand.
class TrainKeysTest : public QObject {
  Q_OBJECT

 private slots:
  void spacePlaysAndPausesAndTheFullStopMakesOneStep() {
    Pupil pupil;
    QVERIFY(pupil.train);
    QVERIFY(pupil.takesSteps(2));
    QCOMPARE(pupil.train->stepText().section(' ', 0, 0), QString("2"));
    pupil.key(Qt::Key_Space);
    QTRY_VERIFY(pupil.step() > 20);
    pupil.key(Qt::Key_Space);
    QVERIFY(pupil.rests());
  }

  void arrowsWalkThroughTheMomentsWhereTheTimelineHasTheKeyboard() {
    Pupil pupil;
    QVERIFY(pupil.takesSteps(4));
    QVERIFY(pupil.tabTo("Moment of the run"));
    pupil.key(Qt::Key_Left);
    QTRY_COMPARE(pupil.step(), std::int64_t{3});
    QVERIFY(pupil.document().network.graph == pupil.train->shownGraph());
    pupil.key(Qt::Key_Left);
    QTRY_COMPARE(pupil.step(), std::int64_t{2});
    pupil.key(Qt::Key_Right);
    QTRY_COMPARE(pupil.step(), std::int64_t{3});
    pupil.key(Qt::Key_Home);
    QTRY_COMPARE(pupil.step(), std::int64_t{0});
    pupil.key(Qt::Key_End);
    QTRY_VERIFY(pupil.train->isAtNow());
    QCOMPARE(pupil.step(), std::int64_t{4});
    // A slider leaves Space to the lens.
    pupil.key(Qt::Key_Space);
    QTRY_VERIFY(pupil.step() > 8);
    pupil.key(Qt::Key_Space);
    QVERIFY(pupil.rests());
  }

  void anEarlierMomentIsForkedWithF() {
    Pupil pupil;
    QVERIFY(pupil.takesSteps(4));
    pupil.key(Qt::Key_Comma);
    QTRY_COMPARE(pupil.step(), std::int64_t{3});
    const auto parent = pupil.train->runFolder();
    pupil.key(Qt::Key_F);
    QTRY_VERIFY(pupil.train->runFolder() != parent && !pupil.train->runFolder().empty());
    QTRY_VERIFY(pupil.step() > 3);
    pupil.key(Qt::Key_Space);
    QVERIFY(pupil.rests());
    const auto first = pupil.train->runFolder();
    pupil.command("fork the run");
    QTRY_VERIFY(pupil.train->runFolder() != first);
    QTRY_COMPARE(pupil.train->state(), TrainModel::Running);
    QTRY_VERIFY(!pupil.window().activeFocusItem()->inherits("QQuickTextInput"));
    pupil.key(Qt::Key_Space);
    QVERIFY(pupil.rests());
  }

  void tabGoesFromTheDataToTheRunToTheNumbersAndEverythingHasAName() {
    Pupil pupil;
    QVERIFY(pupil.takesSteps(3));
    for (const char* page : {"The run", "One step", "Data"}) {
      QVERIFY2(pupil.tabTo(page), page);
      pupil.key(Qt::Key_Return);
      QTest::qWait(300);
      const QStringList names = pupil.tabOrder();
      QVERIFY2(names.size() > 20, qPrintable(names.join(", ")));
      QVERIFY2(!names.contains(QString()), qPrintable(QString(page) + ": " + names.join(", ")));
      // From the page's tab on: the page, the timeline, the numbers, round to the data.
      const auto timeline = names.indexOf("Moment of the run");
      const auto numbers = names.indexOf("Look at test"), data = names.indexOf("Change…");
      QVERIFY2(0 < timeline && timeline < numbers && numbers < data, qPrintable(names.join(", ")));
    }
  }

  void theMatrixHasItsLegendNearAlsoInALargeWindow() {
    Pupil pupil({.size = {2560, 1440}});
    QVERIFY(pupil.takesSteps(1));
    QTRY_VERIFY(pupil.the<MatrixPlot>() && !pupil.the<MatrixPlot>()->isEmpty());
    QTest::qWait(100);
    const MatrixPlot* matrix = pupil.the<MatrixPlot>();
    const QRectF cells = matrix->mapRectToScene(matrix->cellRect(0, 1));
    QQuickItem* legend = nullptr;
    for (const QString& name : pupil.names(QAccessible::StaticText))
      if (name.startsWith("Scale from")) legend = pupil.see(name);
    QVERIFY(legend);
    const double gap = legend->mapToScene({}).x() - cells.right();
    QVERIFY2(gap < 100, qPrintable(QString::number(gap)));
    QVERIFY(cells.width() * 2 > 300);  // and it makes use of the room
  }

  void noticesMoveNothingThatStandsBeside() {
    Pupil pupil;
    QVERIFY(pupil.takesSteps(1));
    QVERIFY(pupil.names(QAccessible::AlertMessage).isEmpty());
    QQuickItem* tabs = pupil.see("Pages of the Train lens");
    QQuickItem* loss = nullptr;
    for (const QString& name : pupil.names(QAccessible::Chart))
      if (name.startsWith("Loss")) loss = pupil.see(name);
    QVERIFY(tabs && loss);
    const QRectF before = loss->mapRectToScene(loss->boundingRect());
    pupil.train->settings()->setSeed(7);
    QTRY_COMPARE(pupil.names(QAccessible::AlertMessage).size(), 1);
    QTest::qWait(50);
    QCOMPARE(loss->mapRectToScene(loss->boundingRect()), before);
    QVERIFY(pupil.tabTo("Start a new run"));
    pupil.key(Qt::Key_Return);
    QTRY_VERIFY(pupil.names(QAccessible::AlertMessage).isEmpty());
    QTRY_COMPARE(pupil.train->task().data, pupil.train->data().set);
    pupil.key(Qt::Key_Space);
  }
};

QTEST_MAIN(TrainKeysTest)
#include "train_keys_test.moc"
