#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>
#include <algorithm>
#include <filesystem>

#include "core/train/data/fashion_mnist.h"

using namespace fovea;

/// What `fovea bench train-window` finds. Whatever else the machine does makes a run slower and
/// never faster, so the best of up to three runs is held against limits that leave twice the time
/// that the window should need; memory does not depend on it.
class TrainSpeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (QGuiApplication::platformName() != "xcb")
      QSKIP("there is no X server: the Debian package xvfb is not installed");
    if (!std::filesystem::exists(k_fashion_mnist_folder))
      QSKIP("the Debian package dataset-fashion-mnist is not installed");
  }

  void theWindowLivesWhileItLearns() {
    for (int run = 0; run < 3 && !allHold(); ++run) {
      QProcess program;
      program.start(qEnvironmentVariable("FOVEA_PROGRAM"), {"bench", "train-window", "--json"});
      QVERIFY(program.waitForFinished(200'000));
      QVERIFY2(program.exitCode() == 0, program.readAllStandardError());
      const QJsonObject found = QJsonDocument::fromJson(program.readAllStandardOutput())
                                    .object()["cases"]
                                    .toArray()
                                    .at(0)
                                    .toObject();
      const auto number = [&](const char* name) {
        const QJsonValue value = found[QLatin1String(name)];
        return value.isDouble() ? value.toDouble() : 1e9;
      };
      to_89_percent_s_ = std::min(to_89_percent_s_, number("to_89_percent_s"));
      hover_ms_ = std::min(hover_ms_, number("hover_p95_ms"));
      memory_mb_ = std::min(memory_mb_, number("memory_above_data_mb"));
      QVERIFY(found["worst_second_frames"].isDouble());
      frames_ = std::max(frames_, found["worst_second_frames"].toDouble());
    }
    QVERIFY2(to_89_percent_s_ <= 40, qPrintable(QString("%1 s").arg(to_89_percent_s_)));
    QVERIFY2(hover_ms_ <= 100, qPrintable(QString("%1 ms").arg(hover_ms_)));
    QVERIFY2(frames_ >= 10, qPrintable(QString("%1 frames").arg(frames_)));
    QVERIFY2(memory_mb_ <= 350, qPrintable(QString("%1 MB").arg(memory_mb_)));
  }

 private:
  bool allHold() const {
    return to_89_percent_s_ <= 40 && hover_ms_ <= 100 && frames_ >= 10 && memory_mb_ <= 350;
  }

  double to_89_percent_s_ = 1e9, hover_ms_ = 1e9, memory_mb_ = 1e9, frames_ = 0;
};

QTEST_MAIN(TrainSpeedTest)
#include "train_speed_xvfb_test.moc"
