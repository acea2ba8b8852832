#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/media/npy.h"
#include "core/media/picture.h"

using namespace fovea;

namespace {

struct Outcome {
  int code = -1;
  QString out, err;

  QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
  bool is_one_line_error() const {
    return out.isEmpty() && err.startsWith("fovea: ") && err.count('\n') == 1 && err.endsWith('\n');
  }
};

Outcome fovea_with(const QStringList& words) {
  QProcess process;
  process.start(qEnvironmentVariable("FOVEA_PROGRAM"), words);
  if (!process.waitForFinished(60'000)) process.kill();
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

QString picture(const char* name) { return QString(FOVEA_SOURCE_DIR "/assets/pictures/") + name; }

#define COMPARE_KEYS(object, ...)        \
  do {                                   \
    QStringList expected{__VA_ARGS__};   \
    expected.sort();                     \
    QCOMPARE((object).keys(), expected); \
  } while (false)

/// A 4 × 5 ramp with one bright sample.
Tensor small_array() {
  Tensor tensor(Shape{4, 5});
  auto values = tensor.mutable_values<float>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 7) / 8;
  values[7] = 1;
  return tensor;
}

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

class CliTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
    write_npy(path("in.npy"), small_array());
  }

  void versionAndHelpSucceed() {
    const Outcome version = fovea_with({"--version"});
    QCOMPARE(version.code, 0);
    QVERIFY(version.out.startsWith("Fovea "));
    QCOMPARE(fovea_with({"--help"}).code, 0);
    QCOMPARE(fovea_with({"run", "--help"}).code, 0);
  }

  void wrongWordsExitWithTwoAndOneLine_data() {
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown option") << QStringList{"--nonsense"};
    QTest::newRow("no model") << QStringList{"run"};
    QTest::newRow("no input") << QStringList{"run", "edges"};
    QTest::newRow("unknown engine") << QStringList{"run", "edges", "-i", "x", "--engine", "abacus"};
    QTest::newRow("size") << QStringList{"run", "edges", "-i", "x", "--size", "12"};
    QTest::newRow("padding") << QStringList{"convolve",  "x",   "--kernel", "1",
                                            "--padding", "1,2", "-o",       "y.npy"};
    QTest::newRow("stride") << QStringList{"convolve", "x", "--kernel", "1",
                                           "--stride", "0", "-o",       "y.npy"};
    QTest::newRow("bench what") << QStringList{"bench"};
    QTest::newRow("bench nets") << QStringList{"bench", "nets"};
    QTest::newRow("no subcommand") << QStringList{"bogus"};
    QTest::newRow("seed") << QStringList{"info", "edges", "--seed", "-1"};
    QTest::newRow("shape") << QStringList{"info", "edges", "--input-shape", "1xx2"};
  }

  void wrongWordsExitWithTwoAndOneLine() {
    QFETCH(QStringList, words);
    const Outcome outcome = fovea_with(words);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
  }

  void wrongWordsAreToldPlainly_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("said");
    const QStringList run{"run", "edges", "-i", "x"};
    QTest::newRow("device") << run + QStringList{"--device", "-1"} << "a whole number, 0 or above";
    QTest::newRow("std") << run + QStringList{"--std", "0"} << "a finite number above 0, not “0”";
    QTest::newRow("mean nan") << run + QStringList{"--mean", "nan,1,1"} << "a finite number, not";
    QTest::newRow("mean inf") << run + QStringList{"--mean", "inf,0,0"} << "a finite number, not";
    QTest::newRow("tolerance") << QStringList{"conformance", "x", "--tolerance", "nan"}
                               << "a finite number, 0 or above";
    QTest::newRow("shape") << QStringList{"info", "edges", "--input-shape", "abc"} << "1x3x224x224";
    QTest::newRow("large") << run + QStringList{"--size", "1000000x1000000"} << "at most 65535";
    QTest::newRow("bench") << QStringList{"bench"} << "layers, live or window";
    QTest::newRow("suite") << QStringList{"bench", "foo"} << "layers, live, window";
    QTest::newRow("no such command") << QStringList{"train"} << "nor a subcommand";
    QTest::newRow("order") << QStringList{"info", "edges", "--odd", "word"} << "--odd word";
  }

  void wrongWordsAreToldPlainly() {
    QFETCH(QStringList, words);
    QFETCH(QString, said);
    const Outcome outcome = fovea_with(words);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains(said) && outcome.err.size() < 140, qPrintable(outcome.err));
  }

  void manyThreadsAreFewerWhereTheSystemSetsALimit() {
    QProcess shell;
    shell.start("bash", {"-c",
                         "ulimit -v 1500000; exec \"$0\" run natural10 -i \"$1\" --threads 1024 "
                         "--engine cpu",
                         qEnvironmentVariable("FOVEA_PROGRAM"), picture("chelsea.png")});
    QVERIFY(shell.waitForFinished(60'000));
    const QByteArray said = shell.readAllStandardError();
    QVERIFY2(shell.exitCode() == 0, said.constData());
    QVERIFY(shell.readAllStandardOutput().contains("cat"));
  }

  void anAnswerThatIsNoNumberIsAFailure() {
    const QTemporaryDir folder;
    const QString in = folder.filePath("in.npy");
    write_npy(in.toStdString(), Tensor::filled(Shape{1, 1, 28, 28}, std::nanf("")));
    const Outcome table = fovea_with({"run", "lenet5-digits", "-i", in, "--engine", "cpu"});
    QCOMPARE(table.code, 1);
    QVERIFY2(table.is_one_line_error() && table.err.contains("not a number"),
             qPrintable(table.err));
    const Outcome json = fovea_with({"run", "lenet5-digits", "-i", in, "--json"});
    QCOMPARE(json.code, 1);
    QVERIFY(json.json()["top"][0]["probability"].isNull());
    QCOMPARE(json.err.count('\n'), 1);
    Tensor one = Tensor::filled(Shape{1, 1, 6, 6}, 0.5f);
    one.mutable_values<float>()[7] = std::nanf("");
    write_npy(in.toStdString(), one);
    const Outcome maps = fovea_with({"run", "edges", "-i", in});
    QCOMPARE(maps.code, 1);
    QVERIFY2(maps.err.contains("the input “"), qPrintable(maps.err));
  }

  void casesThatAreNotThereAreAFailure() {
    for (const char* suite : {"layers", "live"}) {
      const Outcome outcome = fovea_with({"bench", suite, "--only", "nosuch", "--engine", "cpu"});
      QCOMPARE(outcome.code, 1);
      QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
      QVERIFY(outcome.err.contains(suite == QString("live") ? "lenet5-digits, " : "A, B, C"));
    }
  }

  void kernelsThatAreNoneAreToldOfAsTheOption_data() {
    QTest::addColumn<QString>("kernel");
    QTest::addColumn<QString>("said");
    QTest::newRow("ragged") << "1 2; 3"
                            << "it has 1 cell where the first has 2";
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

  void classesThatDoNotFitAreTold() {
    const QTemporaryDir folder;
    const QString names = folder.filePath("names.txt");
    QFile file(names);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const QStringList call{"run", "lenet5-digits", "-i", picture("camera.png"), "--classes", names};
    const Outcome none = fovea_with(call);
    QCOMPARE(none.code, 1);
    QVERIFY2(none.err.contains("names no class"), qPrintable(none.err));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("nil\none\n");
    file.close();
    const Outcome few = fovea_with(call);
    QCOMPARE(few.code, 0);
    QVERIFY2(few.err.contains("2, is not that of the outputs, 10"), qPrintable(few.err));
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

  void everyCommandTakesTheCommonOptions() {
    QCOMPARE(fovea_with({"devices", "--engine", "cpu", "--threads", "2", "--seed", "1"}).code, 0);
    const QTemporaryDir folder;
    const QString out = folder.filePath("out.npy");
    const Outcome outcome =
        fovea_with({"convolve", path_text("in.npy"), "--kernel", "1", "-o", out, "--json"});
    QCOMPARE(outcome.code, 0);
    COMPARE_KEYS(outcome.json(), "output", "shape", "min", "max", "mean");
    QCOMPARE(outcome.json()["output"].toString(), out);
    QCOMPARE(outcome.json()["shape"].toArray(), (QJsonArray{1, 4, 5}));
    QCOMPARE(outcome.json()["max"].toDouble(), 1.0);
  }

  void aDumpThatFailsLeavesNoFolder() {
    const QTemporaryDir folder;
    QFile file(folder.filePath("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QString cat = picture("camera.png"), dump = folder.filePath("dump/");
    QCOMPARE(
        fovea_with({"run", "lenet5-digits", "-i", cat, "--dump", folder.filePath("file/a")}).code,
        1);
    QProcess shell;  // the largest file allowed has 1 kB: the write of a map fails
    shell.start("bash", {"-c",
                         "ulimit -f 1; trap '' XFSZ; exec \"$0\" run lenet5-digits -i \"$1\" "
                         "--engine cpu --dump \"$2\"",
                         qEnvironmentVariable("FOVEA_PROGRAM"), cat, dump});
    QVERIFY(shell.waitForFinished(60'000));
    QCOMPARE(shell.exitCode(), 1);
    const auto all = QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot;
    QCOMPARE(QDir(folder.path()).entryList(all), QStringList{"file"});
    QCOMPARE(fovea_with({"run", "lenet5-digits", "-i", cat, "--dump", dump}).code, 0);
    QVERIFY(QFile::exists(folder.filePath("dump/manifest.json")));
    QCOMPARE(QDir(folder.path()).entryList(all), (QStringList{"dump", "file"}));
  }

  void failuresExitWithOneAndNameTheFile_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("file");
    const QString cat = picture("chelsea.png"), missing = path_text("missing");
    QTest::newRow("no model") << QStringList{"run", missing, "-i", cat} << missing;
    QTest::newRow("a folder") << QStringList{"info", path_text("")} << path_text("");
    QTest::newRow("no picture") << QStringList{"run", "edges", "-i", missing} << missing;
    QTest::newRow("not a model") << QStringList{"info", cat} << cat;
    QTest::newRow("no kernel") << QStringList{"convolve", cat,  "--kernel",
                                              missing,    "-o", path_text("o.npy")}
                               << missing;
    QTest::newRow("wrong shape") << QStringList{"run", "lenet5-digits", "-i", path_text("in.npy")}
                                 << "lenet5-digits";
    QTest::newRow("kernel too large")
        << QStringList{"convolve", path_text("in.npy"), "--kernel", "box:9",
                       "-o",       path_text("o.npy")}
        << path_text("in.npy");
    const QString nowhere = path_text("no/such/folder/o.npy");
    QTest::newRow("no folder") << QStringList{"convolve", cat, "--kernel", "box", "-o", nowhere}
                               << nowhere;
    const QString odd = path_text("o.docx");
    QTest::newRow("odd ending") << QStringList{"convolve", cat, "--kernel", "box", "-o", odd}
                                << odd;
    QTest::newRow("no tests") << QStringList{"conformance", path_text("")} << path_text("");
    QTest::newRow("input twice") << QStringList{"run", "edges", "-i", cat, "-i", cat} << cat;
  }

  void failuresExitWithOneAndNameTheFile() {
    QFETCH(QStringList, words);
    QFETCH(QString, file);
    const Outcome outcome = fovea_with(words);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
    QVERIFY2(outcome.err.startsWith("fovea: " + file + ": "), qPrintable(outcome.err));
    QCOMPARE(QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"in.npy"});
  }

  void theSampleNetworkSeesACat() {
    const Outcome outcome = fovea_with({"run", "natural10", "-i", picture("chelsea.png")});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.err, QString());
    const QStringList lines = outcome.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 5);
    QVERIFY2(lines[0].endsWith("cat"), qPrintable(outcome.out));
    QVERIFY(std::abs(lines[0].section(' ', 0, 0).toDouble() - 0.72) < 0.005);
  }

  void runTellsEverythingAsJson() {
    const Outcome outcome = fovea_with({"run", "natural10", "-i", picture("chelsea.png"), "--size",
                                        "64x64", "--top", "3", "--json", "--engine", "cpu"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject json = outcome.json();
    COMPARE_KEYS(json, "model", "engine", "device", "total_ms", "macs", "params", "top",
                 "probability_source", "values");
    QCOMPARE(json["engine"].toString(), QString("cpu"));
    QCOMPARE(json["params"].toInt(), 217754);
    QCOMPARE(json["probability_source"].toString(), QString("graph"));
    QCOMPARE(json["top"].toArray().size(), 3);
    const QJsonObject top = json["top"][0].toObject();
    COMPARE_KEYS(top, "index", "class", "probability");
    QCOMPARE(top["class"].toString(), QString("cat"));
    QVERIFY(std::abs(top["probability"].toDouble() - 0.76) < 0.005);
    const QJsonObject row = json["values"][1].toObject();
    COMPARE_KEYS(row, "index", "name", "op", "shape", "min", "max", "mean", "ms", "file");
    QCOMPARE(row["op"].toString(), QString("Conv"));
    QCOMPARE(row["shape"].toArray(), (QJsonArray{1, 24, 64, 64}));
  }

  void dumpHoldsEveryValueAndAManifest() {
    const QTemporaryDir folder;
    const QString dump = folder.filePath("a/dump");
    QCOMPARE(fovea_with({"run", "lenet5-digits", "-i", picture("camera.png"), "--dump", dump}).code,
             0);
    QFile file(dump + "/manifest.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject manifest = QJsonDocument::fromJson(file.readAll()).object();
    COMPARE_KEYS(manifest, "model", "engine", "device", "total_ms", "macs", "params", "values");
    const QJsonArray rows = manifest["values"].toArray();
    QCOMPARE(QDir(dump).entryList(QDir::Files | QDir::Hidden).size(), rows.size() + 1);
    for (const QJsonValue& row : rows) {
      const QString name = row["file"].toString();
      QVERIFY(name.startsWith(QString::number(row["index"].toInt()).rightJustified(3, '0') + "-"));
      const Tensor tensor = read_npy((dump + "/" + name).toStdString());
      QJsonArray shape = row["shape"].toArray();
      shape.removeFirst();
      QCOMPARE(static_cast<qsizetype>(tensor.shape().rank()), shape.size());
      const auto [min, max] = std::ranges::minmax(tensor.floats());
      QCOMPARE(row["min"].toDouble(), double{min});
      QCOMPARE(row["max"].toDouble(), double{max});
    }
  }

  void figuresShowEveryLayer() {
    const QTemporaryDir folder;
    const Outcome outcome = fovea_with({"run", "lenet5-digits", "-i", picture("camera.png"),
                                        "--figures", folder.filePath("figures")});
    QCOMPARE(outcome.code, 0);
    const QStringList files = QDir(folder.filePath("figures")).entryList(QDir::Files);
    QVERIFY(files.size() > 10);
    for (const QString& file : files) {
      QVERIFY(file.endsWith(".png"));
      QVERIFY(read_picture(folder.filePath("figures/" + file).toStdString()).width() >= 400);
    }
  }

  void whatIsNoProbabilityIsToldAsAValue() {
    const QTemporaryDir folder;
    const QString in = folder.filePath("in.npy");
    write_npy(in.toStdString(), Tensor::filled(Shape{1, 1, 6, 6}, 0.5f));
    const Outcome outcome = fovea_with({"run", "edges", "-i", in, "--json"});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.json()["probability_source"].toString(), QString("none"));
    QVERIFY(outcome.json()["top"].toArray().isEmpty());
    QVERIFY(fovea_with({"run", "edges", "-i", in}).out.startsWith("maps: 1 × 16 × 2 × 2, "));
  }

  void infoCountsParametersMacsAndFields() {
    const Outcome outcome = fovea_with({"info", "lenet5-digits", "--json"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject json = outcome.json();
    COMPARE_KEYS(json, "model", "layers", "params", "macs", "unsupported");
    QCOMPARE(json["params"].toInt(), 61706);
    const QJsonObject layer = json["layers"][0].toObject();
    COMPARE_KEYS(layer, "name", "op", "shape", "params", "macs", "receptive_field", "bytes");
    QCOMPARE(layer["macs"].toInt(), 28 * 28 * 6 * 25);
    QCOMPARE(layer["receptive_field"]["size"].toArray(), (QJsonArray{5, 5}));
    QCOMPARE(layer["receptive_field"]["jump"].toArray(), (QJsonArray{1, 1}));
    QVERIFY(fovea_with({"info", "lenet5-digits"}).out.contains("61706"));
    QCOMPARE(fovea_with({"info", "edges", "--input-shape", "1x1x9x9"}).code, 0);
  }

  void devicesNameTheProcessor() {
    const QJsonObject json = fovea_with({"devices", "--json"}).json();
    COMPARE_KEYS(json, "cpu", "vulkan");
    COMPARE_KEYS(json["cpu"].toObject(), "name", "isa", "threads");
    QVERIFY(json["cpu"]["threads"].toInt() > 0);
    for (const QJsonValue& device : json["vulkan"].toArray()) {
      COMPARE_KEYS(device.toObject(), "index", "name", "type", "driver", "api");
    }
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

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
