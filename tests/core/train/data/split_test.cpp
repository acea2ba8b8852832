#include "core/train/data/split.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

/// 100 examples of class 0, 200 of 1, 10 of 2.
DataSet uneven() {
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 310; ++i) labels.push_back(i < 100 ? 0 : i < 300 ? 1 : 2);
  return testing::small_set(labels, {"a", "b", "c"});
}

std::int64_t count_of(const DataSet& set, const std::vector<std::int32_t>& examples, int label) {
  return std::ranges::count_if(
      examples, [&](std::int32_t i) { return set.labels[static_cast<std::size_t>(i)] == label; });
}

}  // namespace

class SplitTest : public QObject {
  Q_OBJECT

 private slots:
  void everyExampleIsInOneSplitAndEachSplitHasItsShareOfEveryClass() {
    const DataSet set = uneven();
    const Splits splits = split(set, {});
    std::vector<int> seen(310);
    for (const auto* part : {&splits.training, &splits.validation, &splits.test}) {
      QVERIFY(std::ranges::is_sorted(*part));
      for (const std::int32_t i : *part) ++seen[static_cast<std::size_t>(i)];
    }
    QVERIFY(std::ranges::all_of(seen, [](int times) { return times == 1; }));
    const std::int64_t tests[] = {10, 20, 1}, validations[] = {9, 18, 1};
    for (int label = 0; label < 3; ++label) {
      QCOMPARE(count_of(set, splits.test, label), tests[label]);
      QCOMPARE(count_of(set, splits.validation, label), validations[label]);
    }
  }

  void theSameSeedMakesTheSameSplitEverywhere() {
    const DataSet set = uneven();
    QCOMPARE(split(set, {}).validation, split(set, {}).validation);
    QVERIFY(split(set, {.seed = 43}).validation != split(set, {}).validation);
    // Found by a program in another language that follows core/train/random.h.
    const Splits splits =
        split(testing::small_set(std::vector<std::int32_t>(20), {"a"}), {.seed = 1});
    QCOMPARE(splits.test, (std::vector<std::int32_t>{15, 16}));
    QCOMPARE(splits.validation, (std::vector<std::int32_t>{1, 10}));
  }

  void smallClassesTogetherHaveTheirShare() {
    std::vector<std::int32_t> labels;
    std::vector<std::string> classes;
    for (int i = 0; i < 30; ++i) labels.push_back(i / 3);
    for (int i = 0; i < 10; ++i) classes.push_back(std::to_string(i));
    const Splits splits =
        split(testing::small_set(labels, classes), {.validation = 0.1, .test = 0});
    QCOMPARE(splits.validation.size(), std::size_t{3});
  }

  void theLastExampleOfAClassIsTrainedOn() {
    const Splits splits =
        split(testing::small_set({0, 1}, {"a", "b"}), {.validation = 0.9, .test = 0.9});
    QCOMPARE(splits.training, (std::vector<std::int32_t>{0, 1}));
  }

  void ownTestExamplesAreTheTest() {
    DataSet set = uneven();
    set.first_test = 300;
    const Splits splits = split(set, {});
    QCOMPARE(splits.test.size(), std::size_t{10});
    QCOMPARE(splits.test.front(), 300);
    QCOMPARE(splits.validation.size(), std::size_t{30});
  }

  void excludingAnExampleMovesNoOther() {
    const DataSet set = uneven();
    const Splits before = split(set, {});
    Splits expected = before;
    const std::int32_t training = before.training[5], validation = before.validation[3];
    std::erase(expected.training, training);
    std::erase(expected.validation, validation);
    const Splits after = split(set, {.excluded = {training, validation}});
    QCOMPARE(after.training, expected.training);
    QCOMPARE(after.validation, expected.validation);
    QCOMPARE(after.test, expected.test);
  }

  void nothingToTrainOnIsRefused() {
    DataSet set = testing::small_set({0, 1}, {"a", "b"});
    COMPARE_REFUSAL(split(set, {.excluded = {0, 1}}), "Nothing is left to train on");
    set.first_test = 0;
    COMPARE_REFUSAL(split(set, {}), "Nothing is left to train on");
  }

  void sharesOutOfRangeAreRefused() {
    const DataSet set = uneven();
    COMPARE_REFUSAL(split(set, {.validation = 0.95}), "it can be 0 to 0.9");
    COMPARE_REFUSAL(split(set, {.test = -0.1}), "it can be 0 to 0.9");
    COMPARE_REFUSAL(split(set, {.test = std::numeric_limits<double>::quiet_NaN()}),
                    "it can be 0 to 0.9");
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::SplitTest)
#include "split_test.moc"
