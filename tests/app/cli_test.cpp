#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "core/media/npy.h"
#include "tests/app/program.h"

using namespace fovea;
using namespace fovea::testing;

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
    QTest::newRow("bench") << QStringList{"bench"} << "layers, train, live, window or train-window";
    QTest::newRow("suite") << QStringList{"bench", "foo"} << "layers, train, live, window";
    QTest::newRow("no such command") << QStringList{"trane"} << "nor a subcommand";
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

  void casesThatAreNotThereAreAFailure() {
    for (const char* suite : {"layers", "live"}) {
      const Outcome outcome = fovea_with({"bench", suite, "--only", "nosuch", "--engine", "cpu"});
      QCOMPARE(outcome.code, 1);
      QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
      QVERIFY(outcome.err.contains(suite == QString("live") ? "lenet5-digits, " : "A, B, C"));
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

 private:
  std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }
  QString path_text(const char* name) const {
    return *name == '\0' ? folder_.path() : folder_.filePath(name);
  }

  QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
