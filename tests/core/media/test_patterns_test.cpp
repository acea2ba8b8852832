#include "core/media/test_patterns.h"

#include <QTest>
#include <numeric>

namespace fovea {

class TestPatternsTest : public QObject {
  Q_OBJECT

 private slots:
  void noiseDependsOnItsSeedAlone() {
    const auto bytes = [](const Picture& picture) {
      const auto values = picture.pixels.values<std::uint8_t>();
      return std::vector<std::uint8_t>(values.begin(), values.end());
    };
    QVERIFY(bytes(noise_pattern(30, 20, 1)) == bytes(noise_pattern(30, 20, 1)));
    QVERIFY(bytes(noise_pattern(30, 20, 1)) != bytes(noise_pattern(30, 20, 2)));
    const std::vector<std::uint8_t> many = bytes(noise_pattern(300, 300, 7, true));
    QCOMPARE(many.size(), std::size_t{270000});
    const double mean = std::accumulate(many.begin(), many.end(), 0.0) / double(many.size());
    QVERIFY(std::abs(mean - 127.5) < 1);
  }

  void barsAlternate() {
    const Picture bars = bars_pattern(12, 2, 3);
    QCOMPARE(int(*bars.at(2, 0)), 0);
    QCOMPARE(int(*bars.at(3, 1)), 255);
    QCOMPARE(int(*bars.at(6, 0)), 0);
    const Picture level = bars_pattern(2, 12, 3, 90);
    QCOMPARE(int(*level.at(0, 2)), 0);
    QCOMPARE(int(*level.at(1, 3)), 255);
  }

  void dotsLieInTheMiddleOfTheirCells() {
    const Picture dots = dots_pattern(40, 20, 20, 4);
    QCOMPARE(int(*dots.at(10, 10)), 255);
    QCOMPARE(int(*dots.at(30, 10)), 255);
    QCOMPARE(int(*dots.at(20, 10)), 0);
  }

  void aGratingRepeatsWithItsWavelength() {
    const Picture grating = grating_pattern(64, 1, 16);
    for (int x = 0; x < 48; ++x) QCOMPARE(int(*grating.at(x, 0)), int(*grating.at(x + 16, 0)));
    QVERIFY(*grating.at(4, 0) > 250 && *grating.at(12, 0) < 5);
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::TestPatternsTest)
#include "test_patterns_test.moc"
