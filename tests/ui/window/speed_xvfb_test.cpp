#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>
#include <algorithm>
#include <map>

/// What `fovea bench window` finds. Whatever else the machine does makes a run slower and never
/// faster, so the best of up to three runs is held against the limits, which leave twice the room
/// that the window should need.
class SpeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QElapsedTimer since;
    since.start();
    for (int run = 0; run < 3 && !allHold() && since.elapsed() < 100'000; ++run) {
      QProcess program;
      program.start(qEnvironmentVariable("FOVEA_PROGRAM"), {"bench", "window", "--json"});
      QVERIFY(program.waitForFinished(120'000));
      QVERIFY2(program.exitCode() == 0, program.readAllStandardError());
      const QJsonObject found = QJsonDocument::fromJson(program.readAllStandardOutput()).object();
      const QJsonObject edits = found["cases"].toArray().at(0).toObject();
      QVERIFY(edits["edits"].toInt() >= 300);
      for (auto& [name, best] : best_) {
        const QJsonValue value = edits.contains(name) ? edits[name] : found[name];
        QVERIFY2(value.isDouble() && value.toDouble() >= 0, qPrintable(name));
        best = std::min(best, value.toDouble());
      }
    }
  }

  void limitHolds_data() {
    QTest::addColumn<double>("best");
    QTest::addColumn<double>("limit");
    for (const auto& [name, limit] : k_limits)
      QTest::newRow(qPrintable(name)) << best_.at(name) << limit;
  }
  void limitHolds() {
    QFETCH(double, best);
    QFETCH(double, limit);
    QVERIFY2(best < limit, qPrintable(QString("%1, not below %2").arg(best).arg(limit)));
  }

 private:
  bool allHold() const {
    return std::ranges::all_of(k_limits,
                               [&](const auto& it) { return best_.at(it.first) < it.second; });
  }

  static inline const std::map<QString, double> k_limits{
      {"start_to_first_maps_ms", 2500},
      {"resident_mb", 300},
      {"idle_cpu_percent", 2},
      {"p95_ms", 100},
      {"gui_stall_ms", 64},
      {"open_24_megapixel_jpeg_ms", 2000},
      {"open_24_megapixel_jpeg_gui_stall_ms", 64},
  };
  std::map<QString, double> best_ = [] {
    std::map<QString, double> worst = k_limits;
    for (auto& [name, value] : worst) value = 1e9;
    return worst;
  }();
};

QTEST_GUILESS_MAIN(SpeedTest)
#include "speed_xvfb_test.moc"
