#include "ui/plots/curve_series.h"

#include <QSignalSpy>
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/figure/axis_scale.h"
#include "core/figure/curve_columns.h"
#include "core/figure/series_colors.h"
#include "ui/plots/diverging.h"

using namespace fovea;

namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

std::vector<QPointF> line(std::initializer_list<double> values) {
  std::vector<QPointF> points;
  for (const double value : values) points.emplace_back(static_cast<double>(points.size()), value);
  return points;
}

}  // namespace

class CurveSeriesTest : public QObject {
  Q_OBJECT

 private slots:
  void smoothingStartsAtTheFirstValueAndFollowsTheMovingAverage() {
    CurveSeries series;
    series.setSmoothing(0.5);
    series.append(line({4, 0, 0}));
    const auto smoothed = series.smoothed();
    QCOMPARE(smoothed[0].y(), 4.0);
    QCOMPARE(smoothed[1].y(), (0.25 * 4) / 0.75);
    QCOMPARE(smoothed[2].y(), (0.125 * 4) / 0.875);
    QCOMPARE(series.newest(), smoothed[2].y());
  }

  void aSeriesThatGrowsIsSmoothedAsOneThatIsThereAtOnce() {
    CurveSeries one, other;
    one.setSmoothing(0.9);
    const std::vector<QPointF> points = line({3, 1, k_nan, 2, 5});
    for (const QPointF& point : points) one.append({&point, 1});
    other.append(points);
    other.setSmoothing(0.9);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double a = one.smoothed()[i].y(), b = other.smoothed()[i].y();
      QVERIFY((std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-12);
    }
  }

  void aValueThatIsNoNumberIsAGapAndNotTheNewest() {
    CurveSeries series;
    series.append(line({1, std::numeric_limits<double>::infinity(), k_nan}));
    QCOMPARE(series.count(), 3);
    QVERIFY(std::isnan(series.smoothed()[1].y()));
    QCOMPARE(series.newest(), 1.0);
  }

  void pointsThatGoBackAreLeftOutAndACutLetsARunGoOnFromThere() {
    CurveSeries series;
    series.append(line({1, 2, 3}));
    const QPointF back(1, 9);
    series.append({&back, 1});
    QCOMPARE(series.count(), 3);
    series.cutAfter(0.5);
    QCOMPARE(series.count(), 1);
    QCOMPARE(series.newest(), 1.0);
    series.append({&back, 1});
    QCOMPARE(series.newest(), 9.0);
  }

  void manyAppendsOfATurnAreToldOnce() {
    CurveSeries series;
    QSignalSpy changed(&series, &CurveSeries::changed);
    for (int i = 0; i < 10; ++i) {
      const QPointF point(i, i);
      series.append({&point, 1});
    }
    QCOMPARE(changed.size(), 0);
    QTRY_COMPARE(changed.size(), 1);
  }

  void aValueIsReadAtTheNearestPointAndNowhereBeyond() {
    CurveSeries series;
    series.append(line({10, 20, 30}));
    QCOMPARE(series.valueAt(1.4), 20.0);
    QCOMPARE(series.valueAt(1.6), 30.0);
    QVERIFY(std::isnan(series.valueAt(2.1)) && std::isnan(series.valueAt(-0.1)));
    QVERIFY(std::isnan(series.valueAt(k_nan)));
  }

  void columnsKeepWhatSticksOut() {
    std::vector<QPointF> points;
    for (int i = 0; i <= 10'000; ++i) points.emplace_back(i / 10'000.0, i == 5'003 ? 7.0 : 1.0);
    const auto columns = curve_columns(points, 0, 1, 100);
    QVERIFY(columns.size() <= 101);
    const auto highest = std::ranges::max_element(columns, {}, &CurveColumn::most);
    QCOMPARE(highest->most, 7.0);
    QCOMPARE(std::floor(highest->x), 50.0);
    QCOMPARE(highest->last, 1.0);
  }

  void columnsGoOnToTheNextPointOutsideAndBreakAtGaps() {
    const std::vector<QPointF> points = line({0, 1, k_nan, 3, 4, 5});
    const auto columns = curve_columns(points, 0.5, 3.5, 300);
    QCOMPARE(columns.size(), std::size_t{4});
    QVERIFY(columns.front().x < 0 && columns.back().x > 300);
    QVERIFY(columns[0].starts && !columns[1].starts && columns[2].starts && !columns[3].starts);
  }

  void ticksAreRoundAndWithinTheAxis_data() {
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<bool>("logarithmic");
    QTest::addColumn<QList<double>>("ticks");
    QTest::newRow("tenths") << 0.0 << 0.62 << false << QList<double>{0, 0.2, 0.4, 0.6};
    QTest::newRow("whole") << 0.0 << 10.0 << false << QList<double>{0, 5, 10};
    QTest::newRow("hundredths") << 0.871 << 0.899 << false << QList<double>{0.88, 0.89};
    QTest::newRow("powers") << 1e-3 << 10.0 << true << QList<double>{0.001, 0.01, 0.1, 1, 10};
    QTest::newRow("one power") << 0.1 << 1.0 << true << QList<double>{0.1, 0.2, 0.5, 1};
  }
  void ticksAreRoundAndWithinTheAxis() {
    QFETCH(double, from);
    QFETCH(double, to);
    QFETCH(bool, logarithmic);
    QFETCH(QList<double>, ticks);
    const auto found = round_ticks({from, to, logarithmic}, 5).at;
    QCOMPARE(static_cast<qsizetype>(found.size()), ticks.size());
    for (qsizetype i = 0; i < ticks.size(); ++i)
      QVERIFY(std::abs(found[static_cast<std::size_t>(i)] - ticks[i]) < 1e-9);
  }

  void aWidenedAxisHoldsWhatItHeldAndEndsAtTicks() {
    for (const AxisScale scale :
         {AxisScale{0.13, 2.21}, AxisScale{-3, 8}, AxisScale{0.02, 3, true}}) {
      const AxisScale wide = widened(scale, 6);
      QVERIFY(wide.from <= scale.from + 1e-12 && wide.to >= scale.to - 1e-12);
      QVERIFY(wide.share(scale.from) < 0.3 && wide.share(scale.to) > 0.7);
    }
    QVERIFY(std::isnan((AxisScale{1, 10, true}).share(0)));
  }

  void coloursAreSeenOnBothGrounds() {
    for (int i = 0; i < 7; ++i) {
      QVERIFY(contrast(series_color(i, true), QColor("#14161a")) >= 3);
      QVERIFY(contrast(series_color(i, false), QColor("#ffffff")) >= 3);
    }
    QCOMPARE(series_color(7, true), series_color(0, true));
    QCOMPARE(series_color(-1, true), series_color(6, true));
  }
};

QTEST_GUILESS_MAIN(CurveSeriesTest)
#include "curve_series_test.moc"
