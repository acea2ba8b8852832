#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/document/edits.h"
#include "core/document/project/project.h"
#include "core/media/npy.h"
#include "core/media/picture.h"
#include "core/onnx/bundled.h"
#include "tests/app/program.h"

using namespace fovea;
using namespace fovea::testing;

class CliRunTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
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

  void aProjectIsTakenWhereAModelIs() {
    const QTemporaryDir folder;
    const QString path = folder.filePath("mine.fovea");
    Project project;
    const auto grey = std::make_shared<const Picture>(
        Picture{.pixels = Tensor::filled<std::uint8_t>(Shape{28, 28, 1}, 90),
                .name = "grey",
                .warning = {}});
    project.document =
        make_document(make_origin(bundled_network("lenet5-digits"), "lenet5-digits"), grey);
    for (std::int64_t unit = 0; unit < 6; ++unit)
      project.document = set_muted(project.document, {0, unit}, true).document;
    save_project(project, path.toStdString());
    const QStringList words{"run", path, "-i", picture("chelsea.png"), "--engine", "cpu", "--json"};
    const Outcome edited = fovea_with(words);
    QCOMPARE(edited.code, 0);
    QStringList of_original = words;
    of_original[1] = "lenet5-digits";
    QVERIFY(edited.json()["top"] != fovea_with(of_original).json()["top"]);
    QCOMPARE(fovea_with({"info", path}).code, 0);
    QFile file(path);
    QVERIFY(file.resize(file.size() / 2));
    const Outcome broken = fovea_with(words);
    QCOMPARE(broken.code, 1);
    QVERIFY2(broken.is_one_line_error() && broken.err.contains("mine.fovea"),
             qPrintable(broken.err));
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

  void theSampleNetworkSeesACat() {
    const Outcome outcome = fovea_with({"run", "natural10", "-i", picture("chelsea.png")});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.err, QString());
    const QStringList lines = outcome.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 5);
    QVERIFY2(lines[0].endsWith("cat"), qPrintable(outcome.out));
    QVERIFY(std::abs(lines[0].section(' ', 0, 0).toDouble() - 0.978) < 0.005);
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
    QVERIFY(std::abs(top["probability"].toDouble() - 0.87) < 0.005);
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

  void engineCpuIsTheCpuWhateverTheDevice() {
    const Outcome outcome = fovea_with({"run", "lenet5-digits", "-i", picture("camera.png"),
                                        "--engine", "cpu", "--device", "0", "--json"});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.json()["engine"].toString(), QString("cpu"));
  }
};

QTEST_GUILESS_MAIN(CliRunTest)
#include "cli_run_test.moc"
