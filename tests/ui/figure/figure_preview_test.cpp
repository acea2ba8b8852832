#include "ui/figure/figure_preview.h"

#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace fovea;

namespace {

/// A row of `width` pixels has the shade of its number.
QImage ramp(int width, int height) {
  QImage image(width, height, QImage::Format_RGB32);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) image.setPixelColor(x, y, QColor(y % 256, y / 256, 0));
  return image;
}

int row_at(FigurePreview& preview, int x, int y) {
  QImage drawn(preview.size().toSize(), QImage::Format_RGB32);
  QPainter painter(&drawn);
  preview.paint(&painter);
  const QColor color = drawn.pixelColor(x, y);
  return color.red() + 256 * color.green();
}

}  // namespace

class FigurePreviewTest : public QObject {
  Q_OBJECT

 private slots:
  void aFigureIsShownWhole() {
    FigurePreview preview;
    preview.setSize({300, 200});
    preview.setImage(ramp(300, 200));
    QCOMPARE(preview.overflow(), 0.0);
    QCOMPARE(row_at(preview, 150, 100), 100);
    preview.setImage(ramp(150, 200));
    QCOMPARE(preview.overflow(), 0.0);
  }

  void oneThatWouldBeAStripIsMoved() {
    FigurePreview preview;
    preview.setSize({300, 200});
    QSignalSpy placed(&preview, &FigurePreview::placed);
    preview.setImage(ramp(300, 1000));
    QVERIFY(placed.count() > 0);
    QCOMPARE(preview.overflow(), 800.0);
    QCOMPARE(row_at(preview, 150, 100), 100);
    preview.setProperty("offset", 500.0);
    QCOMPARE(row_at(preview, 150, 100), 600);
    preview.setProperty("offset", 5000.0);
    QCOMPARE(row_at(preview, 150, 100), 900);
    // Shrunk to the room's width, never enlarged.
    preview.setImage(ramp(600, 1000));
    QCOMPARE(preview.overflow(), 0.0);
    preview.setImage(ramp(600, 2000));
    QCOMPARE(preview.overflow(), 800.0);
    preview.setImage(ramp(40, 1000));
    QCOMPARE(preview.overflow(), 800.0);
  }
};

QTEST_MAIN(FigurePreviewTest)
#include "figure_preview_test.moc"
