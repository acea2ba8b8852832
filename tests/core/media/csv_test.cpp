#include "core/media/csv.h"

#include <QDir>
#include <QTest>
#include <functional>

#include "core/base/error.h"
#include "core/media/npy.h"

namespace fovea {
namespace {

/// "2 × 3: 1 2 3 4 5 6", or the reason why not.
QString outcome(const std::function<Tensor()>& read) {
  try {
    const Tensor table = read().to(ElementType::float32);
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

}  // namespace

class CsvTest : public QObject {
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
    QTest::newRow("ragged") << QByteArray("1,2,3\n4,5\n")
                            << "it has 2 cells where the first has 3 (line 2)";
    QTest::newRow("hole") << QByteArray("1,,3\n") << "a cell is empty (line 1, cell 2)";
    QTest::newRow("NaN") << QByteArray("1,nan")
                         << "“nan” is not a finite number of float32 (line 1, cell 2)";
    QTest::newRow("too large") << QByteArray("1e39")
                               << "“1e39” is not a finite number of float32 (line 1, cell 1)";
    QTest::newRow("text") << QByteArray("1,two") << "“two” is not a number (line 1, cell 2)";
    QTest::newRow("blank") << QByteArray("\n\n\n") << "there are no numbers in it";
  }
  void tablesAreUnderstood() {
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(outcome([&] { return parse_table(text.toStdString()); }), expected);
  }

  void aMatrixIsWrittenInOneLine() {
    QCOMPARE(outcome([] { return parse_matrix("1 0 -1; 2, 0, -2;1 0 -1;"); }),
             QString("3 × 3: 1 0 -1 2 0 -2 1 0 -1"));
    QCOMPARE(outcome([] { return parse_matrix("1 0; 2"); }),
             QString("it has 1 cell where the first has 2 (row 2)"));
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
             {"good_4d_oihw.npy", " × "},
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
    const QString result =
        outcome([&] { return file.endsWith(".npy") ? read_npy(path) : read_csv(path); });
    QVERIFY2(result.contains(expected), qPrintable(result));
  }
};

}  // namespace fovea

QTEST_GUILESS_MAIN(fovea::CsvTest)
#include "csv_test.moc"
