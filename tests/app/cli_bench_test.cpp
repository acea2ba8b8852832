#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/app/program.h"

using namespace fovea::testing;

namespace {

/// As much of PyTorch as the measurement uses; a call takes a millisecond or more.
constexpr const char* k_stand_in = R"(
import contextlib, time
def set_num_threads(count): assert count == 1
def no_grad(): return contextlib.nullcontext()
def randn(*shape): return shape
class nn:
    class Conv2d:
        def __init__(self, *settings): assert settings == (1, 6, 5, 1, 2, 1, 1), settings
        def __call__(self, x):
            assert x == (1, 1, 28, 28), x
            time.sleep(0.001)
)";

const QStringList k_call{"bench",    "layers", "--only",    "A", "--peers",
                         "--engine", "cpu",    "--threads", "1"};

}  // namespace

class CliBenchTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY2(!qEnvironmentVariableIsEmpty("FOVEA_PROGRAM"), "FOVEA_PROGRAM names the binary");
  }

  void aPeerIsMeasuredOnTheSameLayers() {
    if (QStandardPaths::findExecutable("python3").isEmpty()) QSKIP("there is no python3");
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir("torch"));
    QFile file(folder.filePath("torch/__init__.py"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(k_stand_in);
    file.close();
    qputenv("PYTHONPATH", folder.path().toUtf8());
    const Outcome json = fovea_with(k_call + QStringList{"--json"});
    const Outcome table = fovea_with(k_call);
    qunsetenv("PYTHONPATH");
    QVERIFY2(json.code == 0 && json.err.isEmpty(), qPrintable(json.err));
    QVERIFY(json.json()["cases"][0]["peers"]["pytorch"].toDouble() >= 1);
    QCOMPARE(table.code, 0);
    QVERIFY2(table.out.contains("PyTorch ms"), qPrintable(table.out));
  }

  void withoutAPeerOneLineSaysWhatToInstall() {
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const Outcome outcome = fovea_with(k_call + QStringList{"--json"});
    qputenv("PATH", path);
    QCOMPARE(outcome.code, 0);
    QVERIFY2(outcome.err.contains("python3-torch"), qPrintable(outcome.err));
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY(outcome.json()["cases"][0]["peers"].toObject().isEmpty());
  }

  void trainingIsMeasuredOnTheEngineThatIsAskedFor() {
    const Outcome outcome =
        fovea_with({"bench", "train", "--only", "lenet5", "--engine", "vulkan", "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QJsonObject row = outcome.json()["cases"][0].toObject();
    QVERIFY(row["images_per_s"].toDouble() > 0);
    // Without a device the CPU is measured, and that is said. Drivers may have words of their own.
    const bool on_cpu = outcome.err.contains("Training runs on the CPU");
    QCOMPARE(row["engine"].toString(), on_cpu ? "cpu" : "vulkan");
  }

  void onlyLayersHavePeers() {
    const Outcome outcome = fovea_with({"bench", "live", "--peers"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.is_one_line_error(), qPrintable(outcome.err));
  }
};

QTEST_GUILESS_MAIN(CliBenchTest)
#include "cli_bench_test.moc"
