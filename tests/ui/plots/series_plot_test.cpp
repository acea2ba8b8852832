#include <QAccessible>
#include <QElapsedTimer>
#include <QPainter>
#include <QSignalSpy>
#include <QtTest>
#include <cmath>

#include "tests/ui/qml_harness.h"
#include "ui/plots/curve_series.h"
#include "ui/plots/series_canvas.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr auto k_plot = R"(Item {
  width: 400; height: 900
  CurveSeries { id: training; name: "training"; smoothing: 0.9 }
  CurveSeries { id: validation; name: "validation"; color: 1 }
  SeriesPlot {
    objectName: "plot"
    width: 400; height: 240
    title: "Loss"
    series: [training, validation]
    expectedEnd: 10
    playhead: 4
    offersLogarithmic: true
  }
})";

struct Bench {
  QmlHarness harness{k_plot};
  QQuickItem* plot = harness.find("plot");
  SeriesCanvas* canvas = harness.root()->findChild<SeriesCanvas*>();
  std::vector<CurveSeries*> series = [this] {
    const auto found = harness.root()->findChildren<CurveSeries*>();
    return std::vector<CurveSeries*>(found.begin(), found.end());
  }();

  void fill(int count = 100) {
    std::vector<QPointF> points;
    for (int i = 1; i <= count; ++i) points.emplace_back(5.0 * i / count, 2.0 / i);
    series[0]->append(points);
    const std::vector<QPointF> few{{1, 0.5}, {2, 0.4}, {3, 0.3}};
    series[1]->append(few);
    QTest::qWait(20);
  }
  double pointed() const { return plot->property("pointed").toDouble(); }
  void key(Qt::Key key, Qt::KeyboardModifiers how = {}) {
    QTest::keyClick(harness.window(), key, how);
  }
  QPoint at(double x) const {
    const QRectF in = canvas->area();
    const double share = (x - canvas->from()) / (canvas->to() - canvas->from());
    return canvas->mapToScene({in.left() + share * in.width(), in.center().y()}).toPoint();
  }
};

}  // namespace

class SeriesPlotTest : public QObject {
  Q_OBJECT

 private slots:
  void itSaysItsNewestValues() {
    Bench it;
    QVERIFY(it.plot && it.canvas && it.canvas->isEmpty());
    it.fill();
    QVERIFY(!it.canvas->isEmpty());
    const QString name = QAccessible::queryAccessibleInterface(it.plot)->text(QAccessible::Name);
    QVERIFY2(name.startsWith("Loss: training ") && name.endsWith("validation 0.300"),
             qPrintable(name));
  }

  void largeNumbersHaveTheirRoomBesideTheAxis_data() {
    QTest::addColumn<double>("most");
    for (const double most : {900.0, 123'456.0, 8'000'000.0, 3e12})
      QTest::newRow(qPrintable(QString::number(most))) << most;
  }

  void largeNumbersHaveTheirRoomBesideTheAxis() {
    QFETCH(double, most);
    Bench it;
    it.series[0]->append(std::vector<QPointF>{{1, most}, {2, most / 3}, {3, 0.2}});
    QTest::qWait(50);
    QImage image(it.canvas->size().toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    it.canvas->paint(&painter);
    painter.end();
    // The first column of pixels is empty, what is written comes after it.
    int cut = 0, written = 0;
    const int axis = static_cast<int>(it.canvas->area().left()) - 2;
    for (int y = 0; y < image.height(); ++y) {
      cut += qAlpha(image.pixel(0, y)) > 0 ? 1 : 0;
      for (int x = 1; x < axis; ++x) written += qAlpha(image.pixel(x, y)) > 0 ? 1 : 0;
    }
    QCOMPARE(cut, 0);
    QVERIFY(written > 30);
    QVERIFY(it.canvas->area().left() < 90);
  }

  void theAxisGoesAsFarAsIsExpectedAndFollowsBeyond() {
    Bench it;
    it.fill();
    QCOMPARE(it.canvas->to(), 10.0);
    const QPointF late(12, 1);
    it.series[0]->append({&late, 1});
    QTRY_COMPARE(it.canvas->to(), 12.0);
  }

  void theWheelZoomsAboutThePointerADragMovesAndADoubleClickShowsAllAgain() {
    Bench it;
    it.fill();
    const double fixed = it.canvas->xAt(200);
    it.canvas->zoomAt(200, 5);
    QVERIFY(it.canvas->isZoomed());
    QVERIFY(std::abs(it.canvas->xAt(200) - fixed) < 1e-9);
    const double from = it.canvas->from();
    QTest::mousePress(it.harness.window(), Qt::LeftButton, {}, it.at(fixed));
    for (int i = 1; i <= 4; ++i)
      QTest::mouseMove(it.harness.window(), it.at(fixed) + QPoint(i == 4 ? 25 : 5, 0));
    QTest::mouseRelease(it.harness.window(), Qt::LeftButton, {}, it.at(fixed));
    QVERIFY(it.canvas->from() < from);
    QTest::mouseDClick(it.harness.window(), Qt::LeftButton, {}, it.at(it.canvas->from()));
    QVERIFY(!it.canvas->isZoomed());
    it.canvas->panBy(50);
    QCOMPARE(it.canvas->from(), 0.0);
  }

  void thePlayheadIsDragged() {
    Bench it;
    it.fill();
    QSignalSpy scrubbed(it.plot, SIGNAL(scrubbed(double)));
    QTest::mousePress(it.harness.window(), Qt::LeftButton, {}, it.at(4));
    QTest::mouseMove(it.harness.window(), it.at(3));
    QTest::mouseMove(it.harness.window(), it.at(2));
    QTest::mouseRelease(it.harness.window(), Qt::LeftButton, {}, it.at(2));
    QVERIFY(!scrubbed.isEmpty());
    QVERIFY(std::abs(scrubbed.back()[0].toDouble() - 2) < 0.05);
    const auto before = scrubbed.size();
    QTest::mousePress(it.harness.window(), Qt::LeftButton, {}, it.at(7));
    QTest::mouseMove(it.harness.window(), it.at(8));
    QTest::mouseRelease(it.harness.window(), Qt::LeftButton, {}, it.at(8));
    QCOMPARE(scrubbed.size(), before);
  }

  void keysReadPointByPointAndReturnScrubs() {
    Bench it;
    it.fill();
    it.plot->forceActiveFocus();
    it.key(Qt::Key_Left);
    QVERIFY(std::abs(it.pointed() - 3.95) < 1e-9);  // from the playhead
    it.key(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(std::abs(it.pointed() - 4.45) < 1e-9);
    const QString said =
        QAccessible::queryAccessibleInterface(it.plot)->text(QAccessible::Description);
    QVERIFY2(said.contains("4.45") && said.contains("training"), qPrintable(said));
    QSignalSpy scrubbed(it.plot, SIGNAL(scrubbed(double)));
    it.key(Qt::Key_Return);
    QCOMPARE(scrubbed.size(), 1);
    it.key(Qt::Key_Home);
    QVERIFY(std::abs(it.pointed() - 0.05) < 1e-9);
    it.key(Qt::Key_Escape);
    QVERIFY(std::isnan(it.pointed()));
  }

  void readingsAreOfThePointUnderTheHairline() {
    Bench it;
    it.fill();
    const QVariantList read = it.canvas->readings(2.1);
    QCOMPARE(read.size(), 2);
    QCOMPARE(read[1].toMap()["text"].toString(), QString("0.400"));
    QCOMPARE(it.canvas->readings(4)[1].toMap()["text"].toString(), QString("–"));
  }

  void aHundredThousandPointsAreDrawnQuickly() {
    Bench it;
    it.fill(100'000);
    QImage image(1200, 400, QImage::Format_ARGB32_Premultiplied);
    it.canvas->setSize(image.size());
    QPainter painter(&image);
    double best = 1e9;
    for (int i = 0; i < 10; ++i) {
      QElapsedTimer timer;
      timer.start();
      it.canvas->paint(&painter);
      best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    qInfo("%.2f ms", best);
    QVERIFY2(best < 20, qPrintable(QString::number(best)));  // machines that test are busy
  }

  void aLogarithmicAxisAndGapsAreDrawnWithoutHarm() {
    Bench it;
    it.plot->setProperty("logarithmic", true);
    const std::vector<QPointF> odd{{1, 0}, {2, -1}, {3, std::nan("")}, {4, 1e-30}, {5, 1e30}};
    it.series[0]->append(odd);
    QTest::qWait(20);
    QImage image(400, 200, QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&image);
    it.canvas->paint(&painter);
    it.canvas->setProperty("percent", true);
    it.canvas->setProperty("logarithmic", false);
    it.canvas->paint(&painter);
  }
};

QTEST_MAIN(SeriesPlotTest)
#include "series_plot_test.moc"
