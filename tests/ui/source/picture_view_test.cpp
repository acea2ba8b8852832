#include "ui/source/picture_view.h"

#include <QPainter>
#include <QTest>

#include "tests/ui/source/source_bench.h"
#include "ui/source/source_model.h"
#include "ui/source/steps_model.h"

using namespace fovea;
using fovea::testing::edges_document;
using Bench = fovea::testing::SourceBench;

class PictureViewTest : public QObject {
  Q_OBJECT
 private slots:
  void theCropIsMovedWithinThePictureAsOneStep() {
    Bench bench(edges_document());
    auto* view = bench.get<PictureView>();
    QVERIFY(view->isCropped());  // 64 × 48 pixels to a square
    const double before = bench.input().crop.x;
    const QPoint from = bench.harness.middle(view);
    QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, from);
    for (int step = 1; step <= 8; ++step)
      QTest::mouseMove(bench.harness.window(), from + QPoint(20 * step, 0));
    QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, from + QPoint(160, 0));
    QVERIFY(bench.input().crop.x > before);
    QVERIFY(bench.input().crop.right() <= 64.0 + 1e-9);
    bench.workspace.undo();
    QCOMPARE(bench.input().crop.x, before);
    QVERIFY(!bench.workspace.canUndo());
  }

  void theCropMovesWithTheArrowKeys() {
    Bench bench(edges_document());
    auto* view = bench.get<PictureView>();
    view->forceActiveFocus();
    const double before = bench.input().crop.x;
    QTest::keyClick(bench.harness.window(), Qt::Key_Right);
    QCOMPARE(bench.input().crop.x, before + 1);
  }

  void aPaddedPictureStaysWholeWhateverKeysAndHandDo() {
    Bench bench(edges_document());
    auto* view = bench.get<PictureView>();
    auto* steps = bench.get<StepsModel>();
    steps->chooseFit(static_cast<int>(Fit::pad));
    const Crop whole = bench.input().crop;
    QVERIFY(whole.height > 48 && !view->isMovable());
    view->forceActiveFocus();
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Up, Qt::Key_Plus, Qt::Key_Minus})
      QTest::keyClick(bench.harness.window(), key);
    QCOMPARE(bench.input().crop, whole);
    const QPoint corner = view->mapToScene({1, 1}).toPoint();
    QTest::mousePress(bench.harness.window(), Qt::LeftButton, {}, corner);
    QTest::mouseMove(bench.harness.window(), corner + QPoint(40, 30));
    QTest::mouseRelease(bench.harness.window(), Qt::LeftButton, {}, corner + QPoint(40, 30));
    QCOMPARE(bench.input().crop, whole);
    bench.get<SourceModel>()->resetCrop();
    QCOMPARE(bench.input().crop, whole);
    steps->chooseFit(static_cast<int>(Fit::crop));
    QVERIFY(view->isMovable());
  }

  void aLargePictureIsNotShownAsTheOneBefore() {
    Bench bench(edges_document());
    auto* view = bench.get<PictureView>();
    const auto shown = [&] {
      QImage image(view->size().toSize(), QImage::Format_RGB32);
      image.fill(Qt::green);
      QPainter painter(&image);
      view->paint(&painter);
      painter.end();
      return image.pixelColor(image.width() / 2, image.height() / 2);
    };
    QVERIFY(shown() != QColor(Qt::green));
    auto large = std::make_shared<const Picture>(
        Picture{.pixels = Tensor::filled<std::uint8_t>(Shape{900, 1200, 1}, 200),
                .name = "large",
                .warning = {}});
    bench.workspace.apply(open_picture(bench.workspace.document(), large, Input::Kind::picture));
    QCOMPARE(shown(), QColor(Qt::green));  // before a worker's answer can come
    QTRY_COMPARE(shown(), QColor(200, 200, 200));
  }
};

QTEST_MAIN(PictureViewTest)
#include "picture_view_test.moc"
