#include "core/kernel/kernel_text.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/kernel_file.h"
#include "core/media/npy.h"
#include "tests/mutations.h"

namespace fovea {
namespace {

/// "2 × 3: 1 2 3 4 5 6", or the reason why not.
QString outcome(const std::function<Tensor()>& read) {
  try {
    const Tensor table = read();
    QString text = QString::fromStdString(table.shape().to_string()) + ":";
    for (const float value :
         table.floats().first(std::min<std::size_t>(9, table.floats().size()))) {
      text += " " + QString::number(value);
    }
    return text;
  } catch (const Error& error) {
    return QString::fromStdString(error.clause());
  }
}

/// Nothing where reading gives an Error or a kernel; else what is wrong with it.
QString misbehaviour(const std::function<Tensor()>& read) {
  try {
    const Tensor kernel = read();
    if (kernel.type() != ElementType::float32 || kernel.shape().rank() != 2) return "no matrix";
    for (const std::int64_t side : kernel.shape().dims()) {
      if (side < 1 || side > k_max_kernel_side) return "a side of " + QString::number(side);
    }
    for (const float cell : kernel.floats()) {
      if (!std::isfinite(cell)) return "a cell that is not finite";
    }
  } catch (const Error& error) {
    if (error.clause().empty()) return "an error without words";
  } catch (const std::exception& error) {
    return QString("an exception: ") + error.what();
  }
  return {};
}

/// Any finite floats, of all magnitudes.
Tensor some_kernel(std::int64_t rows, std::int64_t columns, std::uint32_t seed) {
  std::mt19937 random(seed);
  Tensor kernel(Shape{rows, columns});
  for (float& cell : kernel.mutable_values<float>()) {
    do cell = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
    while (!std::isfinite(cell));
  }
  return kernel;
}

}  // namespace

class KernelTextTest : public QObject {
  Q_OBJECT

 private slots:
  void tablesAreUnderstood_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("commas") << QByteArray("1,0,-1\n2,0,-2\n") << "2 × 3: 1 0 -1 2 0 -2";
    QTest::newRow("semicolons") << QByteArray("1;0\r\n2;-2\r\n") << "2 × 2: 1 0 2 -2";
    QTest::newRow("decimal commas") << QByteArray("1,5;2,5\n3,5;4,5") << "2 × 2: 1.5 2.5 3.5 4.5";
    QTest::newRow("spreadsheet") << QByteArray("1,5\t2\n3\t4\n") << "2 × 2: 1.5 2 3 4";
    QTest::newRow("spaces") << QByteArray(" 1  2 \n3 4\n\n") << "2 × 2: 1 2 3 4";
    QTest::newRow("exponents") << QByteArray("1e-2,+2E1") << "1 × 2: 0.01 20";
    QTest::newRow("open ends") << QByteArray("1,2,\n3,4,\n") << "2 × 2: 1 2 3 4";
    QTest::newRow("one cell") << QByteArray("7") << "1 × 1: 7";
    QTest::newRow("ragged") << QByteArray("1,2,3\n4,5\n") << "row 2 has 2 cells, row 1 has 3";
    QTest::newRow("hole") << QByteArray("1,,3\n") << "a cell is empty (row 1, column 2)";
    QTest::newRow("NaN") << QByteArray("1,nan")
                         << "“nan” is not a finite number of float32 (row 1, column 2)";
    QTest::newRow("too large") << QByteArray("1e39")
                               << "“1e39” is not a finite number of float32 (row 1, column 1)";
    QTest::newRow("spreadsheet's empty rest")
        << QByteArray("1\t2\t\t\n3\t4\t\t\n\t\t\t\n\n") << "2 × 2: 1 2 3 4";
    QTest::newRow("quoted") << QByteArray("\"1,5\",\"2\"\n\"3\", \"4,25\"\n")
                            << "2 × 2: 1.5 2 3 4.25";
    QTest::newRow("open quotation")
        << QByteArray("1,\"2\n3,4") << "a quotation mark is not closed (row 1)";
    QTest::newRow("true minus") << QByteArray(
                                       "\xE2\x88\x92"
                                       "1\t\xE2\x88\x92"
                                       "2,5")
                                << "1 × 2: -1 -2.5";
    QTest::newRow("old line ends") << QByteArray("1,2\r3,4\r") << "2 × 2: 1 2 3 4";
    QTest::newRow("too small") << QByteArray("1e-60,-1e-60") << "1 × 2: 0 0";
    QTest::newRow("text") << QByteArray("1,two") << "“two” is not a number (row 1, column 2)";
    QTest::newRow("blank") << QByteArray("\n\n\n") << "there are no numbers in it";
  }
  void tablesAreUnderstood() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(outcome([&] { return parse_kernel_table(text.toStdString()); }), expected);
  }

  void whatIsTypedOrPastedIsUnderstood_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("one line") << QByteArray("1 0 -1; 2, 0, -2;1 0 -1;")
                              << "3 × 3: 1 0 -1 2 0 -2 1 0 -1";
    QTest::newRow("one column") << QByteArray("1;2;3") << "3 × 1: 1 2 3";
    QTest::newRow("lines") << QByteArray("1 2\n3 4\n\n") << "2 × 2: 1 2 3 4";
    QTest::newRow("lines with semicolons") << QByteArray("1 2;\n3 4;\n") << "2 × 2: 1 2 3 4";
    QTest::newRow("commas") << QByteArray("1,2\n3,4") << "2 × 2: 1 2 3 4";
    QTest::newRow("pasted cells") << QByteArray("0,5\t1\r\n2\t3\r\n") << "2 × 2: 0.5 1 2 3";
    QTest::newRow("pasted decimal commas") << QByteArray("0,5;1\n2;3,5\n") << "2 × 2: 0.5 1 2 3.5";
    QTest::newRow("ragged") << QByteArray("1 0 2 3 4; 2 1 1 1 1; 1 1 1 1")
                            << "row 3 has 4 cells, row 1 has 5";
    QTest::newRow("two commas") << QByteArray("1,,3") << "a cell is empty (row 1, column 2)";
    QTest::newRow("words") << QByteArray("1 two") << "“two” is not a number (row 1, column 2)";
    QTest::newRow("nothing") << QByteArray(" \n ") << "there are no numbers in it";
    QTest::newRow("only semicolons") << QByteArray(";;") << "there are no numbers in it";
    QTest::newRow("too many columns")
        << QByteArray("1 ").repeated(32) << "it has more than 31 columns";
    QTest::newRow("too many rows") << QByteArray("1\n").repeated(32) << "it has more than 31 rows";
    QTest::newRow("largest") << QByteArray("1\n").repeated(31) << "31 × 1: 1 1 1 1 1 1 1 1 1";
  }
  void whatIsTypedOrPastedIsUnderstood() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(outcome([&] { return parse_kernel(text.toStdString()); }), expected);
  }

  void anErrorSaysWhatToDo() {
    try {
      parse_kernel("1 0; 2");
      QFAIL("ragged rows were taken");
    } catch (const Error& error) {
      QCOMPARE(QString::fromStdString(error.sentence()),
               QString("Row 2 has 1 cell, row 1 has 2. Make all rows equally long."));
    }
  }

  void whatIsWrittenReadsAsTheSameBits() {
    const Tensor kernel = some_kernel(31, 29, 7);
    for (const KernelStyle style :
         {KernelStyle::line, KernelStyle::lines, KernelStyle::csv, KernelStyle::tabs}) {
      for (const auto read : {&parse_kernel, &parse_kernel_table}) {
        if (style == KernelStyle::line && read == &parse_kernel_table) continue;
        const Tensor again = read(to_text(kernel, style), k_kernel_rules);
        QVERIFY(again.shape() == kernel.shape());
        QVERIFY(std::memcmp(again.data(), kernel.data(), kernel.bytes()) == 0);
      }
    }
  }

  void aBankOfOneIsAKernel() {
    const Tensor bank = some_kernel(3, 5, 1).reshaped(Shape{1, 1, 3, 5});
    QVERIFY(checked_kernel(bank).shape() == (Shape{3, 5}));
    QCOMPARE(outcome([] {
               return checked_kernel(Tensor::filled(Shape{2, 3, 3}, 1.0F));
             }),
             QString("a kernel has rows and columns, not 2 × 3 × 3"));
    QCOMPARE(outcome([] {
               return checked_kernel(Tensor::filled(Shape{2, 2}, 1e300));
             }),
             QString("a cell of the kernel is not a finite number (row 1, column 1)"));
  }

  void aCutOutOfAPictureIsAKernel() {
    const std::vector<std::uint8_t> pixels{0, 51, 102, 153, 204, 255};
    const Tensor plane = grey_plane(Picture{Tensor::of(Shape{2, 3, 1}, pixels), {}, {}});
    QCOMPARE(outcome([&] {
               return kernel_from_plane(plane, {.row = 0, .column = 1, .rows = 2, .columns = 9},
                                        PictureCells::as_it_is);
             }),
             QString("2 × 2: 0.2 0.4 0.8 1"));
    const Tensor matched =
        kernel_from_plane(plane, {.rows = 2, .columns = 3}, PictureCells::zero_mean);
    QCOMPARE(matched.floats()[0], -0.5F);
    QCOMPARE(matched.floats()[5], 0.5F);
    QCOMPARE(outcome([&] {
               return kernel_from_plane(plane, {.row = 2, .rows = 2, .columns = 2},
                                        PictureCells::as_it_is);
             }),
             QString("nothing of the cut-out lies in the picture"));
  }

  void aPictureFileIsAKernelIfItIsSmall() {
    const QTemporaryDir folder;
    const auto path = folder.filePath("dots.png").toStdString();
    const Picture picture{Tensor::of(Shape{1, 2, 1}, std::vector<std::uint8_t>{0, 255}), {}, {}};
    write_file_atomically(path, encode_png(picture));
    QCOMPARE(outcome([&] { return read_kernel_file(path); }), QString("1 × 2: 0 1"));
    QCOMPARE(
        outcome([&] { return read_kernel_file(FOVEA_SOURCE_DIR "/assets/pictures/chelsea.png"); }),
        QString("it has more than 31 rows"));
  }

  void mutatedTextsAreRefusedOrKernels() {
    testing::Mutations texts({"1 0 -1; 2 0 -2; 1 0 -1", "1,0,-1\n2,0,-2\n", "0,5\t1,5\r\n2\t3\r\n",
                              "1,5;2,5\n3,5;4,5\n", "\"1,5\";\"2\"\n\"3\";\"4\"\n",
                              "\xEF\xBB\xBF\xE2\x88\x92"
                              "1 1e-3\n2.5E+3 nan",
                              "inf 1e39 1e-60 -0", to_text(some_kernel(5, 5, 3), KernelStyle::csv)},
                             1);
    for (int i = 0; i < 20'000; ++i) {
      const std::string text = texts.next();
      for (const auto read : {&parse_kernel, &parse_kernel_table}) {
        const QString wrong = misbehaviour([&] { return read(text, k_kernel_rules); });
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(wrong + ": " + QByteArray(text.c_str()).toPercentEncoding()));
      }
    }
  }

  void mutatedArraysAreRefusedOrKernels() {
    const auto file = [](const Tensor& tensor) {
      const auto bytes = encode_npy(tensor);
      return std::string(bytes.begin(), bytes.end());
    };
    testing::Mutations files({file(some_kernel(3, 3, 1)), file(some_kernel(31, 2, 2)),
                              file(Tensor::filled(Shape{1, 1, 5, 5}, 2.0)),
                              file(Tensor::filled(Shape{4, 4}, std::uint8_t{3}))},
                             2);
    for (int i = 0; i < 20'000; ++i) {
      const std::string text = files.next();
      const QString wrong = misbehaviour([&] {
        return checked_kernel(
            decode_npy(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())));
      });
      QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
  }

  void everyMalformedKernelDoesAsItsReadmeSays_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("expected");
    for (const auto& [file, expected] : std::initializer_list<std::pair<const char*, const char*>>{
             {"good_sobel3.csv", "3 × 3"},
             {"good_semicolon_crlf.csv", "3 × 3"},
             {"good_bom_spaces.csv", "2 × 2: 1 2 3 4"},
             {"good_exponents.csv", " × "},
             {"ragged.csv", "line 2"},
             {"nan.csv", "not a finite"},
             {"blank_lines.csv", "no numbers"},
             {"decimal_comma.csv", "2 × 2: 1.5 2.5 3.5 4.5"},
             {"one_cell.csv", "1 × 1"},
             {"trailing_comma.csv", "3 × 3"},
             {"good_f4_3x3.npy", "3 × 3"},
             {"good_f8_5x5.npy", "5 × 5"},
             {"good_fortran_i4.npy", ": 0 1"},
             {"good_big_endian.npy", "3 × 3"},
             {"good_4d_oihw.npy", "rows and columns"},
             {"good_f2.npy", " × "},
             {"bad_magic.npy", "not an NPY"},
             {"header_len_huge.npy", "longer than the file"},
             {"shape_huge.npy", "PB"},
             {"strings.npy", "not supported"},
             {"zero_size.npy", "empty"},
             {"empty.npy", "the file is empty"},
             {"text.npy", "not an NPY"}}) {
      QTest::newRow(file) << QString(file) << QString::fromUtf8(expected);
    }
  }
  void everyMalformedKernelDoesAsItsReadmeSays() {
    const QByteArray data = qgetenv("FOVEA_TEST_DATA");
    if (data.isEmpty()) QSKIP("FOVEA_TEST_DATA is not set");
    QFETCH(QString, file);
    QFETCH(QString, expected);
    const std::string path = QDir(data).filePath("malformed/kernels/" + file).toStdString();
    const QString result = outcome([&] { return read_kernel_file(path); });
    QVERIFY2(result.contains(expected), qPrintable(result));
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::KernelTextTest)
#include "kernel_text_test.moc"
