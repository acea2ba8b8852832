#include <QAccessible>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

#include "core/train/data/fashion_mnist.h"
#include "tests/ui/journeys/person.h"
#include "ui/train/train_model.h"

using namespace fovea;
using namespace fovea::testing;

/// A person trains LeNet-5 on Fashion-MNIST at the program's own window, on a real display: play,
/// watch, scrub back, fork.
class TrainJourneyTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (QGuiApplication::platformName() != "xcb")
      QSKIP("there is no X server: the Debian package xvfb is not installed");
    if (!std::filesystem::exists(k_fashion_mnist_folder))
      QSKIP("the Debian package dataset-fashion-mnist is not installed");
  }

  void playedItLearnsAndEarlierMomentsCanBeSeenAndForked() {
    Person person;
    person.key(Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(person.the<TrainModel>());
    TrainModel& train = *person.the<TrainModel>();
    train.setRunsFolder(runs_.path().toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(train.hasData(), 60000);
    QVERIFY(person.names(QAccessible::StaticText).contains("Fashion-MNIST"));

    person.key(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(train.validationAccuracy()->newest() > 0.8, 120000);
    QCOMPARE(person.workspace().networkName(), QString("LeNet-5"));
    // The picture that is followed goes through the network as it is now.
    QTRY_VERIFY_WITH_TIMEOUT(person.names_of_answer().size() == 5, 20000);
    QVERIFY(person.click("Pause"));
    QTRY_VERIFY(!train.isRunning());
    QTRY_VERIFY(person.document().network.graph == train.shownGraph());

    const Graph now = train.shownGraph();
    QQuickItem* moments = person.see("Moment of the run");
    QVERIFY(moments);
    const QRectF place = person.seenPart(moments);
    person.press(QPointF(place.x() + 8, place.center().y()).toPoint());
    person.release(QPointF(place.x() + 8, place.center().y()).toPoint());
    QTRY_VERIFY(!train.isAtNow());
    QVERIFY(train.shownEpoch() < train.newestEpoch());
    QVERIFY(!(person.document().network.graph == now));
    QVERIFY(person.document().network.graph == train.shownGraph());
    // Every lens shows that moment.
    person.key(Qt::Key_2, Qt::AltModifier);
    person.key(Qt::Key_1, Qt::AltModifier);
    QVERIFY(!person.maps().empty());
    person.key(Qt::Key_3, Qt::AltModifier);

    const std::string parent = train.runFolder().filename().string();
    const qreal from = train.shownEpoch();
    QVERIFY(person.click("Fork here"));
    QTRY_VERIFY_WITH_TIMEOUT(train.runFolder().filename().string() != parent, 20000);
    QTRY_VERIFY_WITH_TIMEOUT(train.newestEpoch() > from, 20000);
    QVERIFY(train.isAtNow());
    person.workspace().undo();
    QTRY_VERIFY(train.isHidden());
    QVERIFY(person.see("Show LeNet-5"));
  }

 private:
  QTemporaryDir runs_;
};

QTEST_MAIN(TrainJourneyTest)
#include "train_xvfb_test.moc"
