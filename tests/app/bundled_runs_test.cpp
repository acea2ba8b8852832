#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <filesystem>
#include <numeric>

#include "core/onnx/bundled.h"
#include "core/train/data/fashion_mnist.h"
#include "core/train/run_log.h"

using namespace fovea;

namespace {

Curves log_in(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  return read_log(file.readAll().toStdString(), 1'000'000'000);
}

QString recorded_log(const QString& network) {
  return QString(FOVEA_SOURCE_DIR "/assets/networks/%1.csv").arg(network);
}

QJsonObject training_of(const QString& network) {
  const Model model = bundled_network(network.toStdString());
  const auto found = model.metadata.find("fovea.training");
  if (found == model.metadata.end()) return {};
  return QJsonDocument::fromJson(QByteArray::fromStdString(found->second)).object();
}

double mean_loss(std::span<const StepMetrics> steps) {
  const double sum =
      std::accumulate(steps.begin(), steps.end(), 0.0,
                      [](double before, const StepMetrics& step) { return before + step.loss; });
  return sum / static_cast<double>(steps.size());
}

}  // namespace

/// The bundled networks say how they were made, and the same command makes them again.
class BundledRunsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyNetworkIsAsGoodAsPromised_data() {
    QTest::addColumn<double>("least");
    QTest::newRow("lenet5-digits") << 0.99;
    QTest::newRow("lenet5-fashion") << 0.905;
    QTest::newRow("natural10") << 0.87;
  }
  void everyNetworkIsAsGoodAsPromised() {
    QFETCH(double, least);
    const QString network = QTest::currentDataTag();
    const QJsonObject training = training_of(network);
    QVERIFY(training["command"].toString().startsWith("fovea train "));
    QVERIFY(training["seed"].isDouble());
    QVERIFY(training["test_accuracy"].toDouble() >= least);
    const Curves log = log_in(recorded_log(network));
    QVERIFY(!log.epochs.empty());
    QCOMPARE(log.epochs.back().epoch, training["epochs"].toDouble());
    QVERIFY(log.epochs.back().loss < 0.5 * log.epochs.front().loss);
  }

  void aRunOfItsCommandFallsAsRecorded_data() {
    QTest::addColumn<QString>("data");
    QTest::newRow("lenet5-fashion") << "fashion-mnist";
    QTest::newRow("lenet5-digits") << qEnvironmentVariable("FOVEA_TEST_DATA") + "/training/mnist";
  }
  /// Its first epoch. The first steps are compared one by one, the others by their mean: on another
  /// instruction set sums are taken in another order, and small differences grow.
  void aRunOfItsCommandFallsAsRecorded() {
    QFETCH(QString, data);
    const bool is_there = std::filesystem::exists(
        data == "fashion-mnist" ? std::string(k_fashion_mnist_folder) : data.toStdString());
    if (!is_there) QSKIP("what it was trained on is not here");
    const QTemporaryDir folder;
    const QString network = QTest::currentDataTag();
    const QString log = folder.filePath("log.csv");
    QStringList words = training_of(network)["command"].toString().split(' ').mid(1);
    words[words.indexOf("--data") + 1] = data;
    words[words.indexOf("--log") + 1] = log;
    words[words.indexOf("-o") + 1] = folder.filePath("again.onnx");
    QProcess run;
    run.start(qEnvironmentVariable("FOVEA_PROGRAM"), words);
    QVERIFY2(run.waitForReadyRead(90'000), run.readAllStandardError());
    ::kill(static_cast<pid_t>(run.processId()), SIGINT);
    QVERIFY(run.waitForFinished(20'000));

    const Curves recorded = log_in(recorded_log(network)), now = log_in(log);
    const std::span expected(recorded.steps);
    QVERIFY(expected.size() > 800);
    QVERIFY(now.steps.size() >= expected.size());
    const std::span found = std::span(now.steps).first(expected.size());
    for (std::size_t i = 0; i < 20; ++i) {
      const double difference = std::abs(found[i].loss - expected[i].loss) / expected[i].loss;
      QVERIFY2(difference < 1e-3, qPrintable(QString("step %1: %2").arg(i + 1).arg(difference)));
    }
    QVERIFY(std::abs(mean_loss(found) / mean_loss(expected) - 1) < 0.03);
    QVERIFY(mean_loss(found.last(100)) < 0.6 * mean_loss(found.first(100)));
  }
};

QTEST_GUILESS_MAIN(BundledRunsTest)
#include "bundled_runs_test.moc"
