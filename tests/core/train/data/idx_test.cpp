#include "core/train/data/idx.h"

#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <zlib.h>

#include "core/tensor/shape.h"
#include "core/train/data/fashion_mnist.h"
#include "tests/core/train/data/train_sets.h"
#include "tests/mutations.h"

namespace fovea {
namespace {

namespace fs = std::filesystem;

Bytes idx(const std::vector<std::uint32_t>& dims, const Bytes& values, std::uint8_t type = 8) {
  Bytes bytes{0, 0, type, static_cast<std::uint8_t>(dims.size())};
  for (const std::uint32_t dim : dims) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(std::uint8_t(dim >> shift));
  }
  bytes.insert(bytes.end(), values.begin(), values.end());
  return bytes;
}

Bytes counting(std::size_t count) {
  Bytes bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  return bytes;
}

Bytes gzip(const Bytes& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  Bytes packed(deflateBound(&stream, bytes.size()));
  stream.next_in = const_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace

class IdxTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { folder_ = std::make_unique<QTemporaryDir>(); }

  void aFolderHasTrainingAndOwnTestExamples() {
    put("train-images-idx3-ubyte", idx({3, 2, 2}, counting(12)));
    put("train-labels.idx1-ubyte", idx({3}, {4, 0, 9}));
    put("t10k-images.idx3-ubyte.gz", gzip(idx({1, 2, 2}, {9, 8, 7, 6})));
    put("t10k-labels-idx1-ubyte.gz", gzip(idx({1}, {1})));
    QVERIFY(is_idx_folder(path("")));
    const auto set = read_idx_folder(path(""), {.name = "tiny"});
    QCOMPARE(set->count(), 4);
    QCOMPARE(set->first_test, 3);
    QCOMPARE(set->labels, (std::vector<std::int32_t>{4, 0, 9, 1}));
    QCOMPARE(set->classes.size(), std::size_t{10});
    QCOMPARE(set->classes[9], std::string("9"));
    QCOMPARE(int(set->example(1)[0]), 4);
    QCOMPARE(int(set->example(3)[0]), 9);
    QCOMPARE(set->name, std::string("tiny"));
  }

  void colourComesAsPlanesOrInterleaved() {
    put("a-images-idx4-ubyte", idx({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}));
    put("a-labels-idx1-ubyte", idx({1}, {11}));
    put("b-images-idx4-ubyte", idx({1, 4, 4, 3}, counting(48)));
    put("b-labels-idx1-ubyte.gz", gzip(idx({1}, {0})));
    const auto planes = read_idx_file(path("a-images-idx4-ubyte"));
    QCOMPARE(planes->channels, 1);
    QCOMPARE(planes->width, 3);
    QCOMPARE(planes->classes.size(), std::size_t{12});
    const auto colour = read_idx_file(path("b-images-idx4-ubyte"), {.classes = {"only"}});
    QCOMPARE(colour->channels, 3);
    QCOMPARE(int(colour->example(0)[1]), 3);
    QCOMPARE(int(colour->example(0)[16]), 1);
  }

  void damagedFilesAreRefusedWithTheirNames_data() {
    QTest::addColumn<QByteArray>("images");
    QTest::addColumn<QByteArray>("labels");
    QTest::addColumn<QString>("refusal");
    const Bytes good = idx({2, 2, 2}, counting(8)), labels = idx({2}, {0, 1});
    const auto row = [](const char* name, const Bytes& a, const Bytes& b, const char* refusal) {
      const auto bytes = [](const Bytes& from) {
        return QByteArray(reinterpret_cast<const char*>(from.data()), qsizetype(from.size()));
      };
      QTest::newRow(name) << bytes(a) << bytes(b) << refusal;
    };
    const auto cut = [](Bytes bytes, std::size_t by) {
      bytes.resize(bytes.size() - by);
      return bytes;
    };
    Bytes longer = good, wrong = good, damaged = gzip(idx({2, 20, 20}, counting(800)));
    longer.push_back(0);
    wrong[0] = 1;
    damaged[damaged.size() - 6] ^= 0x55;
    row("empty", {}, labels, "It is not an IDX file (train-images-idx3-ubyte");
    row("magic", wrong, labels, "It is not an IDX file (train-images-idx3-ubyte");
    row("type", idx({2, 2, 2}, counting(8), 0x0D), labels, "elements are of type 0x0D");
    row("rank", idx({1, 1, 1, 1, 1}, {1}), labels, "it has 5 axes");
    row("header", cut(good, 10), labels, "The IDX header ends too early");
    row("cut", cut(good, 1), labels, "but ends after 7 bytes");
    row("longer", longer, labels, "but goes on after them");
    row("4 billion", idx({4'000'000'000U, 28, 28}, counting(99)), labels, "ends after 99 bytes");
    row("overflow", idx({~0U, ~0U, ~0U}, {}), labels, "(train-images-idx3-ubyte");
    row("packed, 4 billion", gzip(idx({4'000'000'000U, 28, 28}, counting(99))), labels,
        "ends after 0 bytes");
    row("packed, cut", cut(gzip(idx({2, 20, 20}, counting(800))), 30), labels,
        "The gzip data end too early (train-images-idx3-ubyte)");
    row("packed, short", gzip(idx({2, 2, 2}, counting(7))), labels, "ends after 7 bytes");
    row("packed, longer", gzip(longer), labels, "but goes on after them");
    row("packed, damaged", damaged, labels, "The gzip data are damaged");
    row("counts", good, idx({3}, {0, 1, 1}), "There are 2 pictures, but 3 labels");
    row("no labels", good, good, "It holds pictures where labels belong");
    row("no pictures", idx({0, 2, 2}, {}), idx({0}, {}), "There are no examples");
    row("flat", idx({2}, {1, 2}), labels, "holds no grey or colour pictures");
  }

  void damagedFilesAreRefusedWithTheirNames() {
    QFETCH(const QByteArray, images);
    QFETCH(const QByteArray, labels);
    QFETCH(const QString, refusal);
    put("train-images-idx3-ubyte", Bytes(images.begin(), images.end()));
    put("train-labels-idx1-ubyte", Bytes(labels.begin(), labels.end()));
    COMPARE_REFUSAL(read_idx_folder(path("")), refusal);
  }

  void anyDamageIsRefusedOrReadWhole() {
    const auto text = [](const Bytes& bytes) { return std::string(bytes.begin(), bytes.end()); };
    const Bytes plain = idx({2, 3, 4}, counting(24));
    testing::Mutations mutations({text(plain), text(gzip(plain))}, 1);
    for (int i = 0; i < 500; ++i) {
      const std::string damaged = mutations.next();
      write_file_atomically(path("x"), damaged);
      try {
        const IdxArray array = read_idx(path("x"));
        QCOMPARE(Shape(array.dims).elements(), static_cast<std::int64_t>(array.values.size()));
      } catch (const Error&) {
      }
    }
  }

  void aLabelOutOfRangeIsRefused() {
    put("train-images-idx3-ubyte", idx({2, 2, 2}, counting(8)));
    put("train-labels-idx1-ubyte", idx({2}, {0, 2}));
    COMPARE_REFUSAL(read_idx_folder(path(""), {.classes = {"a", "b"}}),
                    "The label 2 is not one of 2 classes");
  }

  void testPicturesOfAnotherSizeAreRefused() {
    put("train-images-idx3-ubyte", idx({1, 2, 2}, counting(4)));
    put("train-labels-idx1-ubyte", idx({1}, {0}));
    put("t10k-images-idx3-ubyte", idx({1, 3, 2}, counting(6)));
    put("t10k-labels-idx1-ubyte", idx({1}, {0}));
    COMPARE_REFUSAL(read_idx_folder(path("")), "another size");
  }

  void missingFilesAreNamed() {
    COMPARE_REFUSAL(read_idx_folder(path("")), "There is no file train-images-idx3-ubyte");
    put("train-images-idx3-ubyte", idx({1, 2, 2}, counting(4)));
    COMPARE_REFUSAL(read_idx_folder(path("")), "There is no file train-labels-idx1-ubyte");
    COMPARE_REFUSAL(read_idx_file(path("train-images-idx3-ubyte")),
                    "Their file would be called train-labels-idx1-ubyte");
    COMPARE_REFUSAL(read_fashion_mnist(path("nowhere")), "sudo apt install dataset-fashion-mnist");
  }

  void fashionMnistIsReadWhereItIsInstalled() {
    if (!is_idx_folder(k_fashion_mnist_folder)) QSKIP("DATASET-FASHION-MNIST IS NOT INSTALLED");
    const auto set = read_fashion_mnist();
    QCOMPARE(set->count(), 70'000);
    QCOMPARE(set->first_test, 60'000);
    QCOMPARE(set->height, 28);
    QCOMPARE(set->classes[set->labels[0]], std::string("Ankle boot"));
    for (int label = 0; label < 10; ++label) {
      QCOMPARE(std::count(set->labels.begin(), set->labels.end(), label), 7'000);
    }
  }

 private:
  fs::path path(const std::string& name) const {
    return fs::path(folder_->path().toStdString()) / name;
  }
  void put(const std::string& name, const Bytes& bytes) const {
    write_file_atomically(path(name), bytes);
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::IdxTest)
#include "idx_test.moc"
