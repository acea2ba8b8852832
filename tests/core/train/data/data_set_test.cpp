#include "core/train/data/data_set.h"

#include <QTest>

#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

DataSet three() { return testing::small_set({0, 1, 1}, {"cat", "dog"}); }

}  // namespace

class DataSetTest : public QObject {
  Q_OBJECT

 private slots:
  void theFingerprintFollowsPixelsLabelsAndClasses() {
    const std::uint64_t same = make_data_set(three())->fingerprint;
    QCOMPARE(make_data_set(three())->fingerprint, same);
    DataSet pixels = three(), labels = three(), classes = three(), named = three();
    pixels.pixels[11] ^= 1;
    labels.labels[0] = 1;
    classes.classes[0] = "cats";
    named.name = "other";
    QVERIFY(make_data_set(pixels)->fingerprint != same);
    QVERIFY(make_data_set(labels)->fingerprint != same);
    QVERIFY(make_data_set(classes)->fingerprint != same);
    QCOMPARE(make_data_set(named)->fingerprint, same);
  }

  void aLabelOutOfRangeIsNamedWithItsPlace() {
    DataSet set = three();
    set.labels[1] = 2;
    COMPARE_REFUSAL(make_data_set(set), "The label 2 is not one of 2 classes (example 1 of small)");
    set.labels[1] = -1;
    set.sources = {"a.png", "b.png", "c.png"};
    COMPARE_REFUSAL(make_data_set(set), "The label -1 is not one of 2 classes (example 1, b.png)");
  }

  void aClassWithoutExamplesIsKept() {
    DataSet set = three();
    set.classes.push_back("bird");
    QCOMPARE(make_data_set(set)->classes.size(), std::size_t{3});
  }

  void sizesThatDisagreeAreRefused() {
    COMPARE_REFUSAL(make_data_set(DataSet{}), "There are no examples");
    DataSet pixels = three(), test = three(), sources = three(), huge = three();
    pixels.pixels.pop_back();
    COMPARE_REFUSAL(make_data_set(pixels), "3 labels ask for 12 pixels, but there are 11");
    test.first_test = 4;
    COMPARE_REFUSAL(make_data_set(test), "begin at 4 of 3");
    sources.sources = {"a"};
    COMPARE_REFUSAL(make_data_set(sources), "3 examples name 1 sources");
    huge.height = huge.width = std::int64_t{1} << 32;
    QVERIFY(!testing::refusal_of([&] { make_data_set(huge); }).isEmpty());
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::DataSetTest)
#include "data_set_test.moc"
