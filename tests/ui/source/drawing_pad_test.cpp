#include "ui/source/drawing_pad.h"

#include <QPainter>
#include <QTest>
#include <algorithm>

#include "tests/ui/source/source_bench.h"
#include "ui/source/picture_view.h"
#include "ui/source/source_model.h"

using namespace fovea;
using fovea::testing::digits_document;
using fovea::testing::edges_document;
using Bench = fovea::testing::SourceBench;

class DrawingPadTest : public QObject {
  Q_OBJECT
 private slots:
  void eachStrokeIsOneStepAndChangesWhatTheNetworkGets() {
    Bench bench(digits_document());
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    QTest::qWait(50);
    QVERIFY(pad->isDrawing() && pad->isVisible());
    const auto empty = bench.input().picture;
    const QPoint from = bench.harness.middle(pad, {-40, 0});
    for (int stroke = 0; stroke < 2; ++stroke) {
      const QPoint start = from + QPoint(0, 30 * stroke);
      QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, start);
      for (int step = 1; step <= 5; ++step)
        QTest::mouseMove(bench.harness.window(), start + QPoint(15 * step, 0));
      QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, start + QPoint(75, 0));
    }
    QVERIFY(!(*bench.input().picture == *empty));
    const std::uint8_t* middle = bench.input().picture->at(140, 140);
    QVERIFY(*middle > 200);  // light on dark, as the digits network wants it
    bench.workspace.undo();
    bench.workspace.undo();
    QVERIFY(*bench.input().picture == *empty);
    QVERIFY(pad->isDrawing());
    bench.workspace.undo();
    QVERIFY(!pad->isDrawing());
  }

  void theEraserMakesTheGroundAgain() {
    Bench bench(digits_document());
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    QTest::qWait(50);
    const QPoint at = bench.harness.middle(pad);
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, at);
    QVERIFY(*bench.input().picture->at(140, 140) > 200);
    pad->setErasing(true);
    pad->setPenSize(60);
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, at);
    QCOMPARE(int{*bench.input().picture->at(140, 140)}, 0);
  }

  void thePenDrawsWithKeysAsWithAMouse() {
    Bench bench(digits_document());
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    pad->forceActiveFocus();
    const auto empty = bench.input().picture;
    const auto press = [&](int key, Qt::KeyboardModifiers how = {}) {
      QTest::keyClick(bench.harness.window(), static_cast<Qt::Key>(key), how);
    };
    const auto level = [&](int x, int y) { return int{*bench.input().picture->at(x, y)}; };
    press(Qt::Key_Right, Qt::ShiftModifier);  // in the air
    press(Qt::Key_Right);
    QVERIFY(*bench.input().picture == *empty);
    const QString in_air = pad->penText();
    QVERIFY2(in_air.contains("(164, 140)") && in_air.startsWith("Pen up"), qPrintable(in_air));
    press(Qt::Key_Space);
    QVERIFY(level(164, 140) > 200);
    for (int i = 0; i < 3; ++i) press(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(level(164, 190) > 200 && level(100, 140) == 0);
    press(Qt::Key_Space);
    press(Qt::Key_Up);  // in the air again
    const auto drawn = bench.input().picture;

    press(Qt::Key_E);
    QVERIFY(pad->isErasing());
    press(Qt::Key_BracketRight);
    press(Qt::Key_BracketLeft);
    press(Qt::Key_BracketLeft);
    QCOMPARE(pad->penSize(), DrawingPad::k_pen_size - 4);
    press(Qt::Key_BracketRight);
    press(Qt::Key_BracketRight);
    press(Qt::Key_Space);
    QVERIFY(level(164, 196) == 0 && level(164, 150) > 200);
    press(Qt::Key_Space);
    press(Qt::Key_Delete);
    QVERIFY(std::ranges::equal(bench.input().picture->pixels.values<std::uint8_t>(),
                               empty->pixels.values<std::uint8_t>()));
    // Each stroke was a step, named as what it was.
    QVERIFY2(bench.workspace.undoText().contains("clear"), qPrintable(bench.workspace.undoText()));
    bench.workspace.undo();
    bench.workspace.undo();
    QVERIFY(*bench.input().picture == *drawn);
    bench.workspace.undo();
    QVERIFY(*bench.input().picture == *empty && pad->isDrawing());
  }

  void thePenOfTheKeysIsSeenAndLiftedWhenTheFocusGoes() {
    Bench bench(digits_document());
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    const auto shown = [&] {
      QImage image(280, 280, QImage::Format_RGB32);
      QPainter painter(&image);
      painter.scale(280 / pad->width(), 280 / pad->height());
      pad->paint(&painter);
      painter.end();
      return image;
    };
    const QImage without = shown();
    pad->forceActiveFocus(Qt::TabFocusReason);
    const QImage here = shown();
    QVERIFY(here != without);
    QTest::keyClick(bench.harness.window(), Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(shown() != here && shown() != without);
    QTest::keyClick(bench.harness.window(), Qt::Key_Space);
    QVERIFY(pad->penText().startsWith("Pen down"));
    bench.get<PictureView>()->parentItem()->forceActiveFocus();
    QVERIFY(pad->penText().startsWith("Pen up"));
  }

  void aDrawingStaysADrawingWhenTheNetworkChanges() {
    Document start = edges_document();
    Bench bench(start);
    auto* pad = bench.get<DrawingPad>();
    pad->begin();
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, bench.harness.middle(pad));
    bench.workspace.openBundled("lenet5-digits");
    QTRY_COMPARE(bench.workspace.networkName(), QString("lenet5-digits"));
    auto* model = bench.get<SourceModel>();
    QVERIFY(model->isDrawing() && pad->isVisible());
    QVERIFY(model->hasWrongPolarity());
    model->invert();
    QVERIFY(model->isDrawing() && !model->hasWrongPolarity());
    QTest::qWait(50);
    const QPoint corner = bench.harness.middle(pad, {-60, -60});
    QTest::mouseClick(bench.harness.window(), Qt::LeftButton, {}, corner);
    QVERIFY(*bench.input().picture->at(5, 5) < 50);
    QVERIFY(!looks_dark_on_light(*bench.input().picture));
  }
};

QTEST_MAIN(DrawingPadTest)
#include "drawing_pad_test.moc"
