#include "core/figure/tone_map.h"

#include <QElapsedTimer>
#include <QTest>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/cpu/isa.h"

namespace fovea {
namespace {

constexpr float k_nan = std::numeric_limits<float>::quiet_NaN();
constexpr float k_infinity = std::numeric_limits<float>::infinity();

std::vector<float> noise(std::size_t count) {
  std::vector<float> values(count);
  std::uint32_t state = 9;
  for (float& value : values) {
    state = state * 1664525 + 1013904223;
    value = static_cast<float>(state >> 8) / static_cast<float>(1 << 24) * 4 - 1;
  }
  return values;
}

const ColorMap& colors() { return color_map(Palette::diverging, Theme::dark); }

template <typename Action>
double best_ms(Action action) {
  qint64 best = std::numeric_limits<qint64>::max();
  for (int i = 0; i < 9; ++i) {
    QElapsedTimer timer;
    timer.start();
    action();
    best = std::min(best, timer.nsecsElapsed());
  }
  return static_cast<double>(best) / 1e6;
}

}  // namespace

class ToneMapTest : public QObject {
  Q_OBJECT

 private slots:
  void statisticsAreThoseOfPlainLoops() {
    for (const std::int64_t isa : supported_isas()) {
      const ForcedIsa forced(isa);
      for (const std::size_t count : {1, 3, 15, 16, 17, 130, 2047, 2048, 2049, 10007}) {
        std::vector<float> values = noise(count);
        for (float& value : values) value += 1000;  // a mean far from 0 is where shortcuts fail
        if (count > 2) values[count / 2] = 0;
        double sum = 0, squares = 0;
        for (const float value : values) sum += value;
        const double mean = sum / double(count);
        for (const float value : values) squares += (value - mean) * (value - mean);
        const Statistics found = statistics(values);
        QCOMPARE(found.count, std::int64_t(count));
        QCOMPARE(found.min, *std::ranges::min_element(values));
        QCOMPARE(found.max, *std::ranges::max_element(values));
        QCOMPARE(found.zeros, std::int64_t{count > 2});
        QVERIFY(std::abs(found.mean - mean) < 2e-6 * (1 + std::abs(mean)));
        const double deviation = std::sqrt(squares / double(count));
        QVERIFY2(
            std::abs(found.deviation - deviation) < 1e-3 * (1 + deviation),
            qPrintable(
                QString("%1 values: %2, not %3").arg(count).arg(found.deviation).arg(deviation)));
      }
    }
  }

  void whatIsNoNumberIsCountedApart() {
    const std::vector<float> values{1, k_nan, 3, k_infinity, -k_infinity, 0, k_nan};
    const Statistics found = statistics(values);
    QCOMPARE(found.nans, std::int64_t{2});
    QCOMPARE(found.infinities, std::int64_t{2});
    QCOMPARE(found.finite(), std::int64_t{3});
    QCOMPARE(found.min, 0.0F);
    QCOMPARE(found.max, 3.0F);
    QVERIFY(std::abs(found.mean - 4.0 / 3) < 1e-6);
    QCOMPARE(statistics(std::vector{k_nan, k_nan}).max, 0.0F);
    QCOMPARE(statistics({}).count, std::int64_t{0});
  }

  void aHistogramCountsEveryValueOnce() {
    const std::vector<float> values{0, 0.1F, 0.26F, 0.5F, 0.99F, 1, 1.2F, -0.1F, k_nan};
    for (const std::int64_t isa : supported_isas()) {
      const ForcedIsa forced(isa);
      QCOMPARE(histogram(values, 0, 1, 4), (std::vector<std::int64_t>{2, 1, 1, 2}));
    }
    QVERIFY(histogram(values, 1, 1, 4).empty());
  }

  void zeroIsTheGroundAndTheEndsAreClipped() {
    const std::vector<float> values{-3, -2, 0, 2, 5, k_nan, k_infinity};
    for (const std::int64_t isa : supported_isas()) {
      const ForcedIsa forced(isa);
      std::vector<Rgba> pixels(7);
      const Clipped clipped = draw_map({values, 1, 7}, {-2, 2, true}, colors(), Reduction::mean,
                                       {pixels, 7, 1}, {0, 0, 7, 1});
      QCOMPARE(pixels[0], colors().table[0]);
      QCOMPARE(pixels[1], colors().table[0]);
      QCOMPARE(pixels[2], colors().table[511]);
      QCOMPARE(pixels[3], colors().table[1022]);
      QCOMPARE(pixels[4], colors().table[1022]);
      QCOMPARE(pixels[5], colors().table[ColorMap::k_nan]);
      QCOMPARE(pixels[6], colors().table[1022]);
      QCOMPARE(clipped.below, std::int64_t{1});
      QCOMPARE(clipped.above, std::int64_t{2});
      QCOMPARE(clipped.nans, std::int64_t{1});
    }
  }

  void aDeadMapIsAllGround() {
    const std::vector<float> values(6, 0.0F);
    const Scale scale = scale_for(statistics(values), true);
    std::vector<Rgba> pixels(6);
    draw_map({values, 2, 3}, scale, colors(), Reduction::mean, {pixels, 3, 2}, {0, 0, 3, 2});
    QVERIFY(std::ranges::all_of(pixels, [](Rgba pixel) { return pixel == colors().table[511]; }));
  }

  void mapsAreEnlargedByWholePixelsInTheirTileOnly() {
    const std::vector<float> values{-1, 1, 1, 0};
    std::vector<Rgba> pixels(10 * 8, 7);
    draw_map({values, 2, 2}, {}, colors(), Reduction::mean, {pixels, 10, 8}, {1, 1, 6, 4});
    const Rgba low = colors().table[0], zero = colors().table[511], high = colors().table[1022];
    for (int y = 0; y < 8; ++y) {
      for (int x = 0; x < 10; ++x) {
        Rgba expected = 7;
        if (x >= 1 && x < 7 && y >= 1 && y < 5) {
          expected = y < 3 ? (x < 4 ? low : high) : (x < 4 ? high : zero);
        }
        QCOMPARE(pixels[std::size_t(y * 10 + x)], expected);
      }
    }
  }

  void mapsAreReducedByAreaMeanOrPeak() {
    const std::vector<float> values{1, 3, 5, -9, 2, 2, 2, 2};
    const MapView map{values, 2, 4};
    QCOMPARE(reduced_map(map, Reduction::mean, 1, 2), (std::vector{2.0F, 0.0F}));
    QCOMPARE(reduced_map(map, Reduction::peak, 1, 2), (std::vector{3.0F, -9.0F}));
    const std::vector<float> three{0, 90, 255};  // covered 1 and 1/2, then 1/2 and 1
    QCOMPARE(reduced_map({three, 1, 3}, Reduction::mean, 1, 2), (std::vector{30.0F, 200.0F}));
    const std::vector<float> broken{1, k_nan};
    QVERIFY(std::isnan(reduced_map({broken, 1, 2}, Reduction::mean, 1, 1)[0]));
    QVERIFY(std::isnan(reduced_map({broken, 1, 2}, Reduction::peak, 1, 1)[0]));
  }

  void aTensorsMapsAreThoseOfItsFirstSample() {
    const auto grid = [](const Shape& shape) {
      const MapGrid found = map_grid(shape);
      return std::vector<std::int64_t>{found.maps, found.height, found.width};
    };
    QCOMPARE(grid({2, 24, 30, 32}), (std::vector<std::int64_t>{24, 30, 32}));
    QCOMPARE(grid({1, 10}), (std::vector<std::int64_t>{10, 1, 1}));
    QCOMPARE(grid({1, 8, 50}), (std::vector<std::int64_t>{8, 1, 50}));
    QCOMPARE(grid({1, 4, 3, 6, 5}), (std::vector<std::int64_t>{12, 6, 5}));
    std::vector<float> values(2 * 3 * 4);
    std::iota(values.begin(), values.end(), 0.0F);
    const MapView map = map_of(Tensor::of(Shape{1, 2, 3, 4}, values), 1);
    QCOMPARE(map.values[0], 12.0F);
    QCOMPARE(map.values.size(), std::size_t{12});
  }

  void aMillionValuesTakeMilliseconds() {
#ifdef __SANITIZE_ADDRESS__
    QSKIP("timings mean nothing under a sanitizer");
#endif
    const std::vector<float> values = noise(1 << 20);
    std::vector<Rgba> pixels(1 << 20);
    const double tone = best_ms([&] {
      draw_map({values, 1024, 1024}, {-2, 2, true}, colors(), Reduction::mean, {pixels, 1024, 1024},
               {0, 0, 1024, 1024});
    });
    const double measured = best_ms([&] { statistics(values); });
    const double counted = best_ms([&] { histogram(values, -1, 3, 64); });
    const double reduced = best_ms([&] {
      reduced_map({values, 1024, 1024}, Reduction::mean, 200, 200);
    });
    qInfo("a million values: colours %.2f ms, statistics %.2f ms, histogram %.2f ms, mean %.2f ms",
          tone, measured, counted, reduced);
    QVERIFY(tone < 20 && measured < 10 && counted < 20 &&
            reduced < 30);  // ten times, for busy machines
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::ToneMapTest)
#include "tone_map_test.moc"
