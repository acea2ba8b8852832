#include "core/train/data/cifar.h"

#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "core/base/files.h"
#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

/// A record whose planes hold 1, 2 and 3.
Bytes record(const Bytes& labels) {
  Bytes bytes = labels;
  for (std::uint8_t value = 1; value <= 3; ++value) bytes.insert(bytes.end(), 1024, value);
  return bytes;
}

Bytes joined(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

class CifarTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void tenClassesAreReadWithTheirNames() {
    for (int i = 1; i <= 5; ++i) {
      put("data_batch_" + std::to_string(i) + ".bin", record({static_cast<std::uint8_t>(i)}));
    }
    put("test_batch.bin", joined(record({0}), record({9})));
    const std::string names = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\r\n\n";
    put("batches.meta.txt", Bytes(names.begin(), names.end()));
    QVERIFY(is_cifar_folder(path("")));
    const auto set = read_cifar_folder(path(""));
    QCOMPARE(set->labels, (std::vector<std::int32_t>{1, 2, 3, 4, 5, 0, 9}));
    QCOMPARE(set->first_test, 5);
    QCOMPARE(set->classes[9], std::string("j"));
    QVERIFY(set->unreadable.empty());
    QCOMPARE(int(set->example(6)[1023]), 1);
    QCOMPARE(int(set->example(6)[1024]), 2);
    QCOMPARE(set->channels, 3);
  }

  void aHundredClassesHaveTheirFineLabels() {
    put("train.bin", record({7, 42}));
    put("test.bin", record({1, 99}));
    const auto set = read_cifar_folder(path(""));
    QCOMPARE(set->labels, (std::vector<std::int32_t>{42, 99}));
    QCOMPARE(set->classes.size(), std::size_t{100});
    QCOMPARE(set->unreadable[0].what, std::string("fine_label_names.txt"));
  }

  void whatIsMissingOrCutIsListed() {
    Bytes cut = joined(record({3}), record({4}));
    cut.pop_back();
    put("data_batch_2.bin", cut);
    const auto set = read_cifar_folder(path(""));
    QCOMPARE(set->count(), 1);
    QCOMPARE(set->unreadable.size(), std::size_t{7});
    QCOMPARE(set->unreadable[1], (Unreadable{"data_batch_2.bin", "it ends within picture 1"}));
  }

  void labelsOutOfRangeAndEmptyFoldersAreRefused() {
    COMPARE_REFUSAL(read_cifar_folder(path("")), "There is neither data_batch_1.bin nor train.bin");
    put("data_batch_1.bin", {});
    COMPARE_REFUSAL(read_cifar_folder(path("")), "There are no examples");
    put("data_batch_1.bin", joined(record({0}), record({10})));
    COMPARE_REFUSAL(read_cifar_folder(path("")),
                    "The label 10 is not one of 10 classes (data_batch_1.bin, picture 1)");
  }

 private:
  fs::path path(const char* name) const { return fs::path(folder_->path().toStdString()) / name; }
  void put(const std::string& name, const Bytes& bytes) const {
    write_file_atomically(path(name.c_str()), bytes);
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::CifarTest)
#include "cifar_test.moc"
