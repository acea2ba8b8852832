#include "core/media/data_source.h"

#include <QDir>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "core/base/files.h"
#include "core/media/digit_outlines.h"
#include "core/train/data/fashion_mnist.h"
#include "core/train/data/idx.h"
#include "tests/core/train/data/train_sets.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

const Bytes k_images{0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6};
const Bytes k_labels{0, 0, 8, 1, 0, 0, 0, 1, 3};

}  // namespace

class DataSourceTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void foldersAreToldApart() {
    COMPARE_REFUSAL(read(""), "Looked for train-images-idx3-ubyte");
    QDir(folder_->path()).mkdir("cat");
    QImage image(3, 2, QImage::Format_Grayscale8);
    image.fill(9);
    QVERIFY(image.save(folder_->filePath("cat/1.png")));
    QCOMPARE(read("")->classes, std::vector<std::string>{"cat"});
    put("train.bin", Bytes(3074, 7));
    QCOMPARE(read("")->name, std::string("CIFAR-100"));
    put("train-images-idx3-ubyte", k_images);
    put("train-labels-idx1-ubyte", k_labels);
    QCOMPARE(read("")->labels, std::vector<std::int32_t>{3});
  }

  void filesAreToldApart() {
    put("t10k-images-idx3-ubyte", k_images);
    put("t10k-labels-idx1-ubyte", k_labels);
    QCOMPARE(read("t10k-images-idx3-ubyte")->width, 2);
    write_file_atomically(path("table.csv"), std::string_view("cat,1,2,3,4\n"));
    QCOMPARE(read("table.csv")->classes, std::vector<std::string>{"cat"});
    put("packed.csv.gz", {0x1F, 0x8B, 8, 0, 0});
    COMPARE_REFUSAL(read("packed.csv.gz"), "packed.csv.gz");
    put("nothing.csv", {});
    COMPARE_REFUSAL(read("nothing.csv"), "It holds no rows (nothing.csv)");
    write_file_atomically(path("essay.txt"), std::string_view("Once upon a time\n"));
    COMPARE_REFUSAL(read("essay.txt"), "None of its rows can be read (row 1 of essay.txt");
  }

  void whatIsNotThereIsSaidInOneSentence() {
    COMPARE_REFUSAL(read("nowhere"), "There is no such data");
    COMPARE_REFUSAL(read_data_set(""), "Give fashion-mnist, digits-from-fonts, a folder");
    COMPARE_REFUSAL(read_data_set("/dev/null"), "There is no such data (/dev/null)");
  }

  void optionsReachTheReaders() {
    QDir(folder_->path()).mkdir("cat");
    QImage image(8, 8, QImage::Format_Grayscale8);
    image.fill(9);
    QVERIFY(image.save(folder_->filePath("cat/1.png")));
    const auto set =
        read_data_set(folder_->path().toStdString(), {.pictures = {.width = 4, .height = 5}});
    QCOMPARE(set->height, 5);
  }

  void setsAreFoundByTheirNames() {
    if (installed_digits().empty()) QSKIP("NO FONT WITH DIGITS IS INSTALLED");
    QCOMPARE(read_data_set("digits-from-fonts", {.digits = {.each = 2}})->count(), 20);
    if (!is_idx_folder(k_fashion_mnist_folder)) QSKIP("DATASET-FASHION-MNIST IS NOT INSTALLED");
    QCOMPARE(read_data_set("fashion-mnist")->name, std::string("Fashion-MNIST"));
  }

 private:
  fs::path path(const std::string& name) const {
    return fs::path(folder_->path().toStdString()) / name;
  }
  void put(const std::string& name, const Bytes& bytes) const {
    write_file_atomically(path(name), bytes);
  }
  std::shared_ptr<const DataSet> read(const std::string& name) const {
    return read_data_set(path(name).string());
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace fovea

QTEST_MAIN(fovea::DataSourceTest)
#include "data_source_test.moc"
