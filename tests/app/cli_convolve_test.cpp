#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/media/npy.h"
#include "core/media/picture.h"
#include "tests/app/program.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

/// What cross-correlation without padding is, written out.
std::vector<float> correlated(const Tensor& input, const std::vector<float>& kernel,
                              std::int64_t rows, std::int64_t columns) {
  std::vector<float> result;
  const std::int64_t height = input.shape()[0], width = input.shape()[1];
  for (std::int64_t y = 0; y + rows <= height; ++y) {
    for (std::int64_t x = 0; x + columns <= width; ++x) {
      double sum = 0;
      for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t j = 0; j < columns; ++j) {
          sum += input.floats()[static_cast<std::size_t>((y + i) * width + x + j)] *
                 kernel[static_cast<std::size_t>(i * columns + j)];
        }
      }
      result.push_back(static_cast<float>(sum));
    }
  }
  return result;
}

bool near(std::span<const float> a, std::span<const float> b) {
  return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-5f; });
}

}  // namespace

class CliConvolveTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
    write_npy(path("in.npy"), small_array());
  }

  void convolveWritesExactValues() {
    const Tensor output = convolved({"--kernel", "1 0 -1; 2 0 -2; 1 0 -1"});
    QCOMPARE(output.shape(), (Shape{1, 2, 3}));
    const std::vector<float> kernel{1, 0, -1, 2, 0, -2, 1, 0, -1};
    QVERIFY(near(output.floats(), correlated(small_array(), kernel, 3, 3)));
  }

  void convolutionTurnsTheKernel() {
    const std::vector<float> turned{4, 3, 2, 1};
    const Tensor output = convolved({"--kernel", "1 2; 3 4", "--mode", "convolution"});
    QVERIFY(near(output.floats(), correlated(small_array(), turned, 2, 2)));
  }

  void bordersAreWhatTheySay_data() {
    QTest::addColumn<QString>("border");
    QTest::addColumn<std::vector<float>>("expected");
    // one row of 1 2 3, seen by a kernel that looks two to the left
    QTest::newRow("zero") << "zero" << std::vector<float>{0, 0, 1};
    QTest::newRow("replicate") << "replicate" << std::vector<float>{1, 1, 1};
    QTest::newRow("wrap") << "wrap" << std::vector<float>{2, 3, 1};
    QTest::newRow("reflect") << "reflect" << std::vector<float>{3, 2, 1};
  }

  void bordersAreWhatTheySay() {
    QFETCH(QString, border);
    QFETCH(std::vector<float>, expected);
    const QTemporaryDir folder;
    const std::string in = folder.filePath("row.npy").toStdString();
    write_npy(in, Tensor::of(Shape{1, 3}, std::vector<float>{1, 2, 3}));
    const QString out = folder.filePath("out.npy");
    QCOMPARE(fovea_with({"convolve", QString::fromStdString(in), "--kernel", "1 0 0", "--padding",
                         "0,2,0,0", "--border", border, "-o", out})
                 .code,
             0);
    QVERIFY(near(read_npy(out.toStdString()).floats(), expected));
  }

  void sameKeepsTheSizeAndStrideDividesIt() {
    QCOMPARE(convolved({"--kernel", "gaussian:3:1", "--padding", "same"}).shape(),
             (Shape{1, 4, 5}));
    QCOMPARE(convolved({"--kernel", "box:2", "--padding", "same", "--stride", "2"}).shape(),
             (Shape{1, 2, 3}));
    QCOMPARE(convolved({"--kernel", "box:3", "--padding", "2", "--dilation", "2"}).shape(),
             (Shape{1, 4, 5}));
  }

  void colourPicturesStayInColour() {
    const QTemporaryDir folder;
    const QString out = folder.filePath("out.png");
    QCOMPARE(fovea_with({"convolve", picture("coffee.png"), "--kernel", "gaussian:5:1.2",
                         "--padding", "same", "-o", out})
                 .code,
             0);
    const Picture before = read_picture(picture("coffee.png").toStdString());
    const Picture after = read_picture(out.toStdString());
    QCOMPARE(after.pixels.shape(), before.pixels.shape());
  }

  void kernelsThatAreNoneAreToldOfAsTheOption_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<QString>("said");
    QTest::newRow("ragged") << "1 2; 3"
                            << "row 2 has 1 cell, row 1 has 2";
    QTest::newRow("nan") << "nan 1"
                         << "not a finite number";
    QTest::newRow("infinity") << "1 -inf"
                              << "not a finite number";
  }

  void kernelsThatAreNoneAreToldOfAsTheOption() {
    QFETCH(QString, kernel);
    QFETCH(QString, said);
    const Outcome outcome =
        fovea_with({"convolve", path_text("in.npy"), "--kernel", kernel, "-o", path_text("o.npy")});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.startsWith("fovea: --kernel: "), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains(said), qPrintable(outcome.err));
  }

  void aReflectionEndsAtThePicturesFarEdge() {
    const QStringList call{"convolve", path_text("in.npy"), "--kernel",
                           "box:3",    "--border",          "reflect",
                           "-o",       path_text("o.npy"),  "--padding"};
    const Outcome outcome = fovea_with(call + QStringList{"4,1,1,1"});  // of 4 rows
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains("smaller than the picture"), qPrintable(outcome.err));
    QVERIFY(!QFile::exists(path_text("o.npy")));
  }

  void picturesOfEveryFormatAreWritten() {
    const QTemporaryDir folder;
    const Picture cat = read_picture(picture("chelsea.png").toStdString());
    for (const char* ending : {"png", "jpg", "bmp", "webp", "tiff", "TIF"}) {
      const QString out = folder.filePath(QString("out.") + ending);
      const Outcome outcome =
          fovea_with({"convolve", picture("chelsea.png"), "--kernel", "1", "-o", out});
      QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
      const Picture written = read_picture(out.toStdString());
      QCOMPARE(written.pixels.shape(), cat.pixels.shape());
      if (ending == QString("jpg") || ending == QString("webp")) continue;  // not lossless
      QVERIFY2(std::ranges::equal(written.pixels.values<std::uint8_t>(),
                                  cat.pixels.values<std::uint8_t>()),
               ending);
    }
  }

 private:
  std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }
  QString path_text(const char* name) const {
    return *name == '\0' ? folder_.path() : folder_.filePath(name);
  }

  /// The small array through `fovea convolve` with these words.
  Tensor convolved(const QStringList& words) {
    const QTemporaryDir folder;
    const QString out = folder.filePath("out.npy");
    const Outcome outcome =
        fovea_with(QStringList{"convolve", path_text("in.npy"), "-o", out} + words);
    if (outcome.code != 0) qWarning("%s", qPrintable(outcome.err));
    return read_npy(out.toStdString());
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(CliConvolveTest)
#include "cli_convolve_test.moc"
