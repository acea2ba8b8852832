#include "core/train/data/statistics.h"

#include <QTest>

#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

using Found = std::vector<std::int32_t>;

}  // namespace

class StatisticsTest : public QObject {
  Q_OBJECT

 private slots:
  void examplesAreCountedByClassAndSplit() {
    const DataSet set = testing::small_set({0, 0, 1, 0, 1}, {"a", "b", "none"});
    const Splits splits{.training = {0, 2}, .validation = {3}, .test = {4}};
    const auto counts = count_classes(set, splits);
    QCOMPARE(counts[0], (ClassCount{.training = 1, .validation = 1, .excluded = 1}));
    QCOMPARE(counts[1], (ClassCount{.training = 1, .test = 1}));
    QCOMPARE(counts[2].total(), 0);
  }

  void theMeanPictureIsOfOneClass() {
    const DataSet set = testing::small_set({0, 1, 0, 0}, {"a", "b", "c"});
    const Tensor mean = mean_picture(set, Found{0, 1, 3}, 0);
    QCOMPARE(mean.shape(), (Shape{1, 2, 2}));
    QCOMPARE(mean.floats()[3], 1.5F);
    QVERIFY(mean_picture(set, Found{0, 1}, 2).empty());
  }

  void scalingGivesMeanZeroAndDeviationOne() {
    DataSet set = testing::small_set({0, 0}, {"a"});
    set.channels = 2;
    set.height = 1;
    set.pixels = {0, 255, 7, 7, 99, 99, 99, 99};
    const PixelScaling scaling = scaling_of(set, Found{0});
    QCOMPARE(scaling.mean, (std::vector{0.5, 7 / 255.0}));
    QCOMPARE(scaling.deviation, (std::vector{0.5, 1.0}));
    COMPARE_REFUSAL(scaling_of(set, {}), "There are no examples to scale by");
  }

  void aSearchLooksAtClassesSourcesAndIndices() {
    DataSet set = testing::small_set({0, 1, 2, 0}, {"Ankle boot", "Bag", "1"});
    QCOMPARE(find_examples(set, "boot"), (Found{0, 3}));
    QCOMPARE(find_examples(set, " BAG "), Found{1});
    QCOMPARE(find_examples(set, "3"), Found{3});
    QCOMPARE(find_examples(set, "1"), Found{2});
    QCOMPARE(find_examples(set, "#1"), Found{1});
    QCOMPARE(find_examples(set, "99"), Found{});
    QCOMPARE(find_examples(set, ""), (Found{0, 1, 2, 3}));
    set.sources = {"u/0.png", "u/1.png", "v/Two.png", "v/boot.png"};
    QCOMPARE(find_examples(set, "two"), Found{2});
    QCOMPARE(find_examples(set, "v/"), (Found{2, 3}));
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::StatisticsTest)
#include "statistics_test.moc"
