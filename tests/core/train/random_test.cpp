#include "core/train/random.h"

#include <QTest>
#include <set>
#include <vector>

namespace fovea {

class RandomTest : public QObject {
  Q_OBJECT

 private slots:
  void theMixerIsSplitMix64() {
    // Vigna's splitmix64.c, seed 1234567: its first three outputs.
    std::uint64_t state = 1234567;
    const std::uint64_t expected[] = {6457827717110365317U, 3203168211198807973U,
                                      9817491932198370423U};
    for (const std::uint64_t value : expected) {
      QCOMPARE(mixed_bits(state += 0x9E3779B97F4A7C15U), value);
    }
  }

  void theSameSeedMakesTheSameNumbersAndStreamsDiffer() {
    Random a(7, 3), b(7, 3), other(7, 4), seed(8, 3);
    const std::uint64_t first = a.next();
    QCOMPARE(b.next(), first);
    QVERIFY(other.next() != first);
    QVERIFY(seed.next() != first);
  }

  void numbersBelowACountAreEven() {
    Random random(1);
    std::vector<int> counts(7);
    for (int i = 0; i < 70'000; ++i) ++counts[random.below(7)];
    for (const int count : counts)
      QVERIFY2(std::abs(count - 10'000) < 500, qPrintable(QString::number(count)));
  }

  void normalNumbersHaveMeanZeroAndDeviationOne() {
    Random random(2);
    double sum = 0, squares = 0;
    constexpr int k_count = 100'000;
    for (int i = 0; i < k_count; ++i) {
      const double value = random.normal();
      sum += value;
      squares += value * value;
    }
    QVERIFY(std::abs(sum / k_count) < 0.02);
    QVERIFY(std::abs(squares / k_count - 1) < 0.02);
  }

  void aShuffleKeepsEveryValue() {
    std::vector<int> values(100);
    for (int i = 0; i < 100; ++i) values[static_cast<std::size_t>(i)] = i;
    const std::vector<int> before = values;
    Random(3).shuffle(std::span(values));
    QVERIFY(values != before);
    QCOMPARE(std::set<int>(values.begin(), values.end()).size(), std::size_t{100});
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::RandomTest)
#include "random_test.moc"
