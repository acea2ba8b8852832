#include "ui/train/map_rows.h"

#include <QImage>
#include <QPainter>
#include <QTest>
#include <set>

#include "tests/ui/train/train_bench.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

QImage picture_of(MapRows& rows) {
  QImage image(static_cast<int>(rows.width()), static_cast<int>(rows.implicitHeight()),
               QImage::Format_ARGB32);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  rows.paint(&painter);
  return image;
}

std::set<QRgb> colours(const QImage& image, const QRectF& place) {
  std::set<QRgb> found;
  const QRect inside = place.toRect().adjusted(2, 2, -2, -2);
  for (int y = inside.top(); y <= inside.bottom(); ++y)
    for (int x = inside.left(); x <= inside.right(); ++x) found.insert(image.pixel(x, y));
  return found;
}

}  // namespace

class MapRowsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyConvolutionHasARowOfMapsThatCanBeChosen() {
    TrainBench on;
    on.model.setBody(2);  // depthwise separable
    MapRows rows;
    rows.setWidth(240);
    rows.setModel(&on.model);
    QCOMPARE(rows.rows(), 0);
    on.model.step();
    QVERIFY(on.isReady());
    QTRY_COMPARE(on.model.stepText().left(2), QString("1 "));
    QVERIFY(rows.rows() > 2);
    QVERIFY(rows.implicitHeight() > 2 * 40);
    QTRY_VERIFY(on.workspace.isCurrent());

    const QRectF place = rows.placeOf(1, 3);
    QVERIFY(!place.isEmpty());
    QVERIFY(colours(picture_of(rows), place).size() > 3);
    QMouseEvent press(QEvent::MouseButtonPress, place.center(), place.center(), Qt::LeftButton,
                      Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&rows, &press);
    QCOMPARE(on.workspace.document().selection.unit, 3);

    // What the document shows instead of the run has no rows here.
    on.workspace.undo();
    QVERIFY(on.model.isHidden());
    QCOMPARE(colours(picture_of(rows), place), std::set<QRgb>{0});
  }

  void noMapIsBeyondTheLastOne() {
    TrainBench on;
    MapRows rows;
    rows.setWidth(240);
    rows.setModel(&on.model);
    QVERIFY(rows.placeOf(0, 0).isEmpty());
    on.model.setBody(2);
    on.model.step();
    QVERIFY(on.isReady());
    QVERIFY(!rows.placeOf(0, 5).isEmpty());
    QVERIFY(rows.placeOf(0, 6).isEmpty());
    QVERIFY(rows.placeOf(rows.rows(), 0).isEmpty());
  }
};

QTEST_MAIN(MapRowsTest)
#include "map_rows_test.moc"
