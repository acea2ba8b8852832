#include "core/train/schedule.h"

#include <QtTest>
#include <cmath>

using namespace fovea;

namespace {

TrainingSettings settings_of(ScheduleSettings schedule, double epochs = 10) {
  return {.epochs = epochs, .learning_rate = 2, .schedule = schedule};
}

}  // namespace

class ScheduleTest : public QObject {
  Q_OBJECT

  static void rateIs(const TrainingSettings& settings, double epoch, double expected) {
    const double rate = learning_rate(settings, epoch);
    QVERIFY2(std::abs(rate - expected) < 1e-12,
             qPrintable(QString("%1 at epoch %2, not %3").arg(rate).arg(epoch).arg(expected)));
  }

 private slots:
  void aConstantRateIsTheTop() {
    for (const double epoch : {0.0, 3.3, 10.0, 99.0}) rateIs(settings_of({}), epoch, 2);
  }

  void aWarmUpIsAStraightLineFromZero() {
    const TrainingSettings settings = settings_of({.warm_up = 4});
    rateIs(settings, 0, 0);
    rateIs(settings, 1, 0.5);
    rateIs(settings, 3, 1.5);
    rateIs(settings, 4, 2);
    rateIs(settings, 9, 2);
  }

  void aWarmUpLongerThanTheRunStaysWhereTheRunEnds() {
    rateIs(settings_of({.warm_up = 20}), 10, 1);
    rateIs(settings_of({.warm_up = 20}), 15, 1);
  }

  void stepsMultiplyAtTheirEpochs() {
    const TrainingSettings settings =
        settings_of({.kind = ScheduleKind::step, .step_epochs = 3, .step_factor = 0.5});
    rateIs(settings, 0, 2);
    rateIs(settings, 2.99, 2);
    rateIs(settings, 3, 1);
    rateIs(settings, 6, 0.5);
    rateIs(settings, 9, 0.25);
    rateIs(settings, 50, 0.25);
  }

  void aStepOnTheEndOfTheRunIsNotTaken() {
    const TrainingSettings settings =
        settings_of({.kind = ScheduleKind::step, .step_epochs = 5, .step_factor = 0.1});
    rateIs(settings, 9.9, 0.2);
    rateIs(settings, 10, 0.2);
    rateIs(settings, 99, 0.2);
  }

  void aCosineFallsToZeroAfterTheWarmUp() {
    const TrainingSettings plain = settings_of({.kind = ScheduleKind::cosine});
    rateIs(plain, 0, 2);
    rateIs(plain, 2.5, 1 + std::sqrt(0.5));
    rateIs(plain, 5, 1);
    rateIs(plain, 10, 0);
    rateIs(plain, 11, 0);
    const TrainingSettings warm = settings_of({.kind = ScheduleKind::cosine, .warm_up = 2});
    rateIs(warm, 1, 1);
    rateIs(warm, 2, 2);
    rateIs(warm, 6, 1);
  }

  void oneCycleRisesAndFallsAlongCosines() {
    const TrainingSettings settings =
        settings_of({.kind = ScheduleKind::one_cycle, .warm_up = 5, .rise = 0.4});
    rateIs(settings, 0, 2.0 / 25);
    rateIs(settings, 2, (2 + 2.0 / 25) / 2);
    rateIs(settings, 4, 2);
    rateIs(settings, 7, (2 + 2 / 25e4) / 2);
    rateIs(settings, 10, 2 / 25e4);
    rateIs(settings, 12, 2 / 25e4);
  }

  void oneCycleMayRiseAllTheTimeOrNever() {
    rateIs(settings_of({.kind = ScheduleKind::one_cycle, .rise = 0}), 0, 2);
    rateIs(settings_of({.kind = ScheduleKind::one_cycle, .rise = 1}), 5, (2 + 2.0 / 25) / 2);
    const double end = learning_rate(settings_of({.kind = ScheduleKind::one_cycle, .rise = 1}), 10);
    QVERIFY(std::isfinite(end));
  }

  void noLengthIsStillANumber() {
    for (const ScheduleKind kind : {ScheduleKind::constant, ScheduleKind::step,
                                    ScheduleKind::cosine, ScheduleKind::one_cycle}) {
      const double rate = learning_rate(settings_of({.kind = kind, .step_epochs = 0}, 0), 0);
      QVERIFY(std::isfinite(rate));
    }
  }
};

QTEST_GUILESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
