#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

/// What `fovea bench window` finds, against limits that hold on a busy machine too: they catch what
/// blocks, spins or leaks, not what is a little slower.
class SpeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QProcess program;
    program.start(qEnvironmentVariable("FOVEA_PROGRAM"), {"bench", "window", "--json"});
    QVERIFY(program.waitForFinished(120'000));
    QVERIFY2(program.exitCode() == 0, program.readAllStandardError());
    found_ = QJsonDocument::fromJson(program.readAllStandardOutput()).object();
  }

  void mapsComeSoonAfterTheStart() { below("start_to_first_maps_ms", 5000); }
  void memoryStaysWithinItsLimit() { below("resident_mb", 300); }
  void anIdleWindowRests() { QVERIFY(found_["idle_cpu_percent"].toDouble(100) < 2); }
  void anEditIsSoonOnTheScreen() {
    const QJsonObject edits = found_["cases"].toArray().at(0).toObject();
    QVERIFY(edits["edits"].toInt() >= 300);
    QVERIFY2(edits["p50_ms"].toDouble(1e9) < 150, qPrintable(text_of(edits["p50_ms"])));
    QVERIFY(edits["p50_ms"].toDouble() <= edits["p95_ms"].toDouble());
  }
  void aLargePictureOpensWithoutHoldingTheWindow() {
    below("open_24_megapixel_jpeg_ms", 4000);
    below("open_24_megapixel_jpeg_gui_stall_ms", 150);
  }

 private:
  static QString text_of(const QJsonValue& number) { return QString::number(number.toDouble(-1)); }
  void below(const char* name, double limit) {
    const QJsonValue value = found_[QLatin1String(name)];
    QVERIFY2(value.toDouble(1e9) < limit, qPrintable(name + (": " + text_of(value))));
    QVERIFY(value.toDouble() > 0);
  }

  QJsonObject found_;
};

QTEST_GUILESS_MAIN(SpeedTest)
#include "speed_xvfb_test.moc"
