#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>
#include <map>

#include "core/base/error.h"
#include "core/vulkan/devices.h"

namespace {

/// ONNX's file holds only four digits of what its own formula gives.
const QStringList k_rounded{"test_averagepool_2d_ceil_last_window_starts_on_pad"};
constexpr double k_rounding = 5e-4;

bool has_vulkan() {
  try {
    return !fovea::list_vulkan_devices().empty();
  } catch (const fovea::Error&) {
    return false;
  }
}

QJsonObject conformance(const QString& folder, const QString& engine) {
  QProcess process;
  process.start(qEnvironmentVariable("FOVEA_PROGRAM"),
                {"conformance", folder, "--json", "--engine", engine});
  process.waitForFinished(300'000);
  return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

/// The name before the colon of "LRN: the operator …"; the whole reason where there is none.
QString cause_of(const QString& reason) { return reason.section(':', 0, 0); }

}  // namespace

/// Runs ONNX's own tests, wherever all their operators are supported; the rest is counted and
/// named.
class OnnxBackendTest : public QObject {
  Q_OBJECT

 private slots:
  void everySupportedCaseOfTheFolderPasses_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("engine");
    QTest::addColumn<int>("least");  ///< cases that were known to pass when this was written
    const QString debian = "/usr/share/libonnx-testdata/data/";
    const QString data = qEnvironmentVariable("FOVEA_TEST_DATA");
    for (const QString engine : {"cpu", "vulkan"}) {
      const auto row = [&](const char* what, const QString& folder, int least) {
        QTest::newRow(qPrintable(what + (" on " + engine))) << folder << engine << least;
      };
      row("Debian's node tests", debian + "node", 90);
      row("Debian's simple models", debian + "simple", 1);
      row("Debian's converted layers", debian + "pytorch-converted", 30);
      row("Debian's converted operators", debian + "pytorch-operator", 5);
      row("newer node tests", data.isEmpty() ? "" : data + "/conformance", 9);
      row("trained networks", data.isEmpty() ? "" : data + "/reference", 4);
    }
  }

  void everySupportedCaseOfTheFolderPasses() {
    QFETCH(QString, folder);
    QFETCH(QString, engine);
    QFETCH(int, least);
    if (folder.isEmpty()) QSKIP("FOVEA_TEST_DATA is not set");
    if (!QDir(folder).exists()) QSKIP(qPrintable(folder + " is not there"));
    if (engine == "vulkan" && !has_vulkan()) QSKIP("there is no Vulkan device");
    const QJsonObject json = conformance(folder, engine);
    QVERIFY2(json.contains("cases"), "the program gave no answer");
    int passed = json["passed"].toInt();
    std::map<QString, int> skipped;
    for (const QJsonValue& one : json["cases"].toArray()) {
      const QString name = one["name"].toString(), status = one["status"].toString();
      if (status == "skipped") ++skipped[cause_of(one["reason"].toString())];
      if (status != "failed") continue;
      const bool is_rounding =
          k_rounded.contains(name) && one["max_error"].toDouble(1) < k_rounding;
      QVERIFY2(is_rounding, qPrintable(name + ": " + one["reason"].toString()));
      ++passed;
    }
    for (const auto& [cause, count] : skipped) qInfo("skipped %d: %s", count, qPrintable(cause));
    QVERIFY2(passed >= least, qPrintable(QString::number(passed)));
  }
};

QTEST_GUILESS_MAIN(OnnxBackendTest)
#include "onnx_backend_test.moc"
