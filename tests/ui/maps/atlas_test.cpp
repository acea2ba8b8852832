#include "ui/maps/atlas.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <set>

using namespace fovea;

namespace {

constexpr float k_nan = std::numeric_limits<float>::quiet_NaN();
constexpr float k_infinity = std::numeric_limits<float>::infinity();

/// One row of values as one tile, each cell so wide.
struct Picture {
  std::vector<float> values;
  AtlasJob job;
  Atlas atlas;

  Picture(std::vector<float> of, double cell, double text_size) : values(std::move(of)) {
    const QRectF place(4, 4, cell * static_cast<double>(values.size()), 3 * text_size);
    job.size = QSize(static_cast<int>(place.right()) + 4, static_cast<int>(place.bottom()) + 4);
    job.text_size = text_size;
    job.frame = job.text = Qt::red;
    job.scales.push_back(
        {.over = {Tensor::of(Shape{static_cast<std::int64_t>(values.size())}, values)}});
    job.tiles.push_back({.values = values,
                         .rows = 1,
                         .columns = static_cast<std::int64_t>(values.size()),
                         .place = place,
                         .framed = false,
                         .may_be_dead = true});
    RangeCache cache;
    atlas = compose(job, cache);
  }

  /// Colours that occur between two columns of pixels of a cell.
  std::set<QRgb> colors(std::size_t cell, int from, int to) const {
    const QRectF& place = job.tiles[0].place;
    const double width = place.width() / static_cast<double>(values.size());
    const int left = static_cast<int>(place.left() + width * static_cast<double>(cell));
    std::set<QRgb> found;
    for (int x = left + from; x < left + to; ++x)
      for (int y = static_cast<int>(place.top()); y < static_cast<int>(place.bottom()); ++y)
        found.insert(atlas.image.pixel(x, y));
    return found;
  }
};

}  // namespace

class AtlasTest : public QObject {
  Q_OBJECT
 private slots:
  void numbersStayInTheirCells_data() {
    QTest::addColumn<double>("textSize");
    QTest::newRow("100 %") << 10.0;
    QTest::newRow("130 %") << 13.0;
    QTest::newRow("200 %") << 20.0;
  }
  void numbersStayInTheirCells() {
    QFETCH(double, textSize);
    for (const int cell : {24, 28, 34, 45, 56, 64}) {
      const Picture picture({-0.0041F, 0.62F, -0.0041F, -1234.5F, 0.25F}, cell, textSize);
      for (std::size_t i = 0; i < picture.values.size(); ++i) {
        const QString at = QString("%1 px, number %2").arg(cell).arg(i);
        QVERIFY2(picture.colors(i, cell - 1, cell).size() == 1, qPrintable(at));
        QVERIFY2(picture.colors(i, 1, 2).size() == 1, qPrintable(at));
      }
    }
  }

  void numbersAreThereWhereTheyFit() {
    const Picture picture({0.62F, -0.0041F}, 60, 10);
    for (const std::size_t cell : {std::size_t{0}, std::size_t{1}})
      QVERIFY(picture.colors(cell, 2, 58).size() > 1);
  }

  void whatIsNoNumberHasNoPartInARange() {
    QCOMPARE(ValueRange::of(std::vector{k_nan, 2.0F, -1.0F}), (ValueRange{-1, 2}));
    QCOMPARE(ValueRange::of(std::vector{3.0F, k_infinity, k_nan, -k_infinity}), (ValueRange{3, 3}));
    QCOMPARE(ValueRange::of(std::vector{k_nan, k_nan}), ValueRange{});
    QCOMPARE(ValueRange::of({}), ValueRange{});
  }

  void onlyAMapOfZerosIsDead() {
    const auto has_words = [](std::vector<float> values) {
      // Cells too narrow for numbers: all that is written is about the whole map.
      const Picture picture(std::move(values), 10, 10);
      return picture.colors(0, 0, 80).contains(QColor(Qt::red).rgba());
    };
    QVERIFY(has_words(std::vector<float>(8, 0.0F)));
    QVERIFY(!has_words(std::vector<float>(8, k_nan)));
    QVERIFY(!has_words({0, 0, 0, 0, k_nan, 0, 0, 0}));
  }
};

QTEST_MAIN(AtlasTest)
#include "atlas_test.moc"
