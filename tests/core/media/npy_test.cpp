#include "core/media/npy.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/error.h"

namespace fovea {
namespace {

/// An NPY file of format 1 with this header dictionary and these bytes.
std::vector<std::uint8_t> npy(std::string header, const std::vector<std::uint8_t>& data) {
  std::vector<std::uint8_t> bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  header += '\n';
  bytes.push_back(static_cast<std::uint8_t>(header.size() & 255));
  bytes.push_back(static_cast<std::uint8_t>(header.size() >> 8));
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

QString refusal(const std::vector<std::uint8_t>& bytes) {
  try {
    decode_npy(bytes);
  } catch (const Error& error) {
    return QString::fromStdString(error.clause());
  }
  return {};
}

template <typename T>
std::vector<T> all(const Tensor& tensor) {
  return {tensor.values<T>().begin(), tensor.values<T>().end()};
}

}  // namespace

class NpyTest : public QObject {
  Q_OBJECT

 private slots:
  void everyElementTypeSurvivesTheFile() {
    const QTemporaryDir folder;
    const auto path = folder.filePath("a.npy").toStdString();
    for (const Shape& shape : {Shape{}, Shape{6}, Shape{2, 3}, Shape{1, 2, 1, 3}}) {
      for (const ElementType type :
           {ElementType::float32, ElementType::float64, ElementType::int64, ElementType::uint8}) {
        const std::vector<float> numbers{1, 2, 3, 40, 50, 250};
        const std::span<const float> used(numbers.data(), std::size_t(shape.elements()));
        const Tensor tensor = Tensor::of<float>(shape, used).to(type);
        write_npy(path, tensor);
        const Tensor again = read_npy(path);
        QVERIFY(again.shape() == shape);
        QVERIFY(again.type() == type);
        QVERIFY(std::memcmp(again.data(), tensor.data(), tensor.bytes()) == 0);
      }
    }
  }

  void theFileIsAlignedAndReadsAsNumpyWrites() {
    const std::vector<std::uint8_t> bytes = encode_npy(Tensor::filled<float>(Shape{3}, 1.0F));
    QCOMPARE(bytes.size(), std::size_t{128 + 12});
    const std::string text(bytes.begin() + 10, bytes.begin() + 128);
    QVERIFY(text.starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }"));
    QCOMPARE(text.back(), '\n');
  }

  void bigEndianAndFortranOrderAreTurned() {
    const Tensor shorts =
        decode_npy(npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }",
                       {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0xFF, 0xFA}));
    QVERIFY(shorts.shape() == (Shape{2, 3}));
    QCOMPARE(all<std::int64_t>(shorts), (std::vector<std::int64_t>{1, 2, 3, 4, 5, -6}));
  }

  void halvesAndUnsignedIntegersKeepTheirValue() {
    const Tensor halves = decode_npy(
        npy("{'descr': '<f2', 'fortran_order': False, 'shape': (2,)}", {0x00, 0x3C, 0x00, 0xC1}));
    QCOMPARE(all<float>(halves), (std::vector{1.0F, -2.5F}));
    const Tensor wide = decode_npy(
        npy("{'descr': '<u4', 'fortran_order': False, 'shape': (1,)}", {0xFF, 0xFF, 0xFF, 0xFF}));
    QCOMPARE(all<std::int64_t>(wide), std::vector<std::int64_t>{4294967295});
  }

  void whatIsWrongIsSaid() {
    QCOMPARE(refusal({}), QString("the file is empty"));
    QVERIFY(refusal({'h', 'e', 'l', 'l', 'o'}).contains("not an NPY"));
    const QString huge = refusal(
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000000)}", {}));
    QVERIFY2(huge.contains("4.0 PB"), qPrintable(huge));
    QVERIFY(!refusal(npy("{'descr': '<f4', 'fortran_order': False, "
                         "'shape': (9000000000, 9000000000, 9000000000)}",
                         {}))
                 .isEmpty());
    QVERIFY(refusal(npy("{'descr': '<U4', 'fortran_order': False, 'shape': (1,)}", {}))
                .contains("<U4"));
    QVERIFY(refusal(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", {}))
                .contains("records"));
    QVERIFY(refusal(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3)}", {}))
                .contains("empty"));
    QVERIFY(refusal(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}", {}))
                .contains("shape"));
    std::vector<std::uint8_t> cut = npy("{'descr': '<f4', 'shape': (3,)}", {});
    cut[8] = 0xFF;
    QVERIFY(refusal(cut).contains("longer than the file"));
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::NpyTest)
#include "npy_test.moc"
