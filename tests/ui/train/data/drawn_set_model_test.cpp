#include "ui/train/data/drawn_set_model.h"

#include <QDir>
#include <QPainter>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/ui/qml_harness.h"
#include "ui/train/data/example_pad.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// A white square of `side` pixels in the upper left of the pad.
QImage square(int side) {
  QImage image(ExamplePad::k_side, ExamplePad::k_side, QImage::Format_Grayscale8);
  image.fill(Qt::black);
  QPainter painter(&image);
  painter.fillRect(10, 10, side, side, Qt::white);
  return image;
}

}  // namespace

class DrawnSetModelTest : public QObject {
  Q_OBJECT

 private slots:
  void drawingsAreFilesThatCanBeTakenBack() {
    QTemporaryDir folder;
    DrawnSetModel model;
    model.setFolder(folder.filePath("set"));
    model.add(square(100));
    QVERIFY(!model.problem().isEmpty());  // of no class
    model.chooseClass("cat");
    model.add(square(100));
    model.add(square(50));
    QTRY_COMPARE(model.total(), 2);
    QVERIFY(model.problem().isEmpty());
    QCOMPARE(QDir(folder.filePath("set/cat")).entryList(QDir::Files).size(), 2);
    model.takeBack();
    QTRY_COMPARE(model.total(), 1);
    QTRY_COMPARE(QDir(folder.filePath("set/cat")).entryList(QDir::Files).size(), 1);
    QVERIFY(model.canTakeBack());

    DrawnSetModel later;
    later.setFolder(folder.filePath("set"));
    QTRY_COMPARE(later.total(), 1);
    QCOMPARE(later.className(), QString("cat"));
    QVERIFY(!later.canTakeBack());
  }

  void centringIsSeenInTheResult() {
    DrawnSetModel model;
    const QImage centred = model.resultOf(square(60));
    QCOMPARE(centred.size(), QSize(28, 28));
    QVERIFY(qGray(centred.pixel(14, 14)) > 250 && qGray(centred.pixel(2, 2)) == 0);
    model.setCentred(false);
    const QImage as_it_is = model.resultOf(square(60));
    QVERIFY(qGray(as_it_is.pixel(14, 14)) == 0 && qGray(as_it_is.pixel(3, 3)) > 250);
  }

  void aDrawnSetBecomesTheDataOrIsAddedToThem() {
    QTemporaryDir folder;
    DrawnSetModel model;
    model.setFolder(folder.filePath("set"));
    for (const char* name : {"cat", "dog: big"}) {
      model.chooseClass(name);
      for (int i = 0; i < 4; ++i) model.add(square(40 + 10 * i));
    }
    QTRY_COMPARE(model.total(), 8);
    DataModel data;
    model.giveTo(&data, false);
    QTRY_COMPARE(data.count(), 8);
    QCOMPARE(data.classNames(), (QStringList{"cat", "dog: big"}));
    model.giveTo(&data, true);
    QTRY_COMPARE(data.count(), 16);
    QCOMPARE(data.classNames().size(), 2);
  }

  void returnSavesAndClearsThePad() {
    QTemporaryDir folder;
    QmlHarness harness(R"(Item {
      width: 860; height: 640
      DataModel { id: data }
      DrawPage { anchors.fill: parent; dataModel: data }
    })");
    QVERIFY(harness.root());
    harness.window()->resize(860, 640);
    QTest::qWait(50);
    auto* model = harness.root()->findChild<DrawnSetModel*>();
    auto* pad = harness.root()->findChild<ExamplePad*>();
    model->setFolder(folder.filePath("set"));
    model->chooseClass("line");
    const QPoint from = harness.middle(pad, {-40, 0});
    QTest::mousePress(harness.window(), Qt::LeftButton, {}, from);
    QTest::mouseMove(harness.window(), from + QPoint(30, 0));
    QTest::mouseMove(harness.window(), from + QPoint(80, 0));
    QTest::mouseRelease(harness.window(), Qt::LeftButton, {}, from + QPoint(80, 0));
    QVERIFY(!pad->isBlank());
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QVERIFY(pad->isBlank());
    QTRY_COMPARE(model->total(), 1);
    QTest::keyClick(harness.window(), Qt::Key_Return);  // nothing is drawn
    QTest::qWait(50);
    QCOMPARE(model->total(), 1);
    QTest::keyClick(harness.window(), Qt::Key_Space);
    QTest::keyClick(harness.window(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(harness.window(), Qt::Key_Space);
    QVERIFY(!pad->isBlank());
    QTest::keyClick(harness.window(), Qt::Key_Return);
    QTRY_COMPARE(model->total(), 2);
    QTest::keyClick(harness.window(), Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(model->total(), 1);
  }
};

QTEST_MAIN(DrawnSetModelTest)
#include "drawn_set_model_test.moc"
