#include "core/cpu/peak.h"

#include <QtTest>

using namespace fovea;

class PeakTest : public QObject {
  Q_OBJECT

 private slots:
  void aProcessorMultipliesAndReadsAtAPlausibleSpeed() {
    const double gflops = measure_peak_gflops(1);
    QVERIFY2(gflops > 0.5 && gflops < 2000, qPrintable(QString::number(gflops)));
    const double bandwidth = measure_bandwidth_gbs(1);
    QVERIFY2(bandwidth > 0.1 && bandwidth < 2000, qPrintable(QString::number(bandwidth)));
  }
};

QTEST_GUILESS_MAIN(PeakTest)
#include "peak_test.moc"
