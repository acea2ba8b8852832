#include "core/train/data/merge.h"

#include <QTest>

#include "tests/core/train/data/train_sets.h"

namespace fovea {

class MergeTest : public QObject {
  Q_OBJECT

 private slots:
  void classesAreMatchedByName() {
    DataSet a = testing::small_set({0, 1, 1}, {"cat", "dog"});
    a.first_test = 2;
    DataSet b = testing::small_set({0, 1}, {"bird", "cat"});
    b.name = "drawn";
    b.sources = {"bird/0001.png", "cat/0001.png"};
    b.unreadable = {{"x", "y"}};
    const auto set = merge(a, b);
    QCOMPARE(set->classes, (std::vector<std::string>{"cat", "dog", "bird"}));
    QCOMPARE(set->labels, (std::vector<std::int32_t>{0, 1, 2, 0, 1}));
    QCOMPARE(set->first_test, 4);
    QCOMPARE(int(set->example(3)[0]), 1);
    QCOMPARE(int(set->example(4)[0]), 2);
    QCOMPARE(set->sources, (std::vector<std::string>{"small", "small", "bird/0001.png",
                                                     "cat/0001.png", "small"}));
    QCOMPARE(set->unreadable.size(), std::size_t{1});
    QCOMPARE(set->name, std::string("small and drawn"));
  }

  void otherSizesAreRefused() {
    const DataSet a = testing::small_set({0}, {"cat"});
    DataSet b;
    b.name = "photographs";
    b.channels = 3;
    b.height = 1;
    b.width = 2;
    COMPARE_REFUSAL(merge(a, b),
                    "The sets cannot be merged: small has 2 × 2 pixels in grey, photographs has 1 "
                    "× 2 pixels in colour");
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::MergeTest)
#include "merge_test.moc"
