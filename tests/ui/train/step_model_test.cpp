#include "ui/train/step_model.h"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "tests/ui/train/train_bench.h"
#include "ui/train/step_numbers.h"
#include "ui/train/train_time.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

constexpr int k_lenet5 = 0;

/// As a person reads it.
double read(QString text) {
  text.replace(QChar(0x2212), '-').remove(',');
  bool is_number = false;
  const double value = text.toDouble(&is_number);
  return is_number ? value : std::nan("");
}

struct Table {
  QStringList heads;
  QVariantList rows;

  double at(int row, const QString& head) const {
    const auto column = heads.indexOf(head);
    return column < 0 ? std::nan("") : read(rows[row].toMap()["values"].toStringList()[column]);
  }
};

/// LeNet-5 after so many steps, explained.
struct Bench : TrainBench {
  StepModel step;

  explicit Bench(const std::function<void(RunSettings&)>& change = {}) {
    model.setBody(k_lenet5);
    model.settings()->setSchedule(0);
    if (change) change(*model.settings());
    step.setModel(&model);
    step.setWanted(true);
  }
  bool take(int steps) {
    for (int i = 1; i <= steps; ++i) {
      model.step();
      const QString done = QString("%1 of 220").arg(i);
      if (!QTest::qWaitFor([&] { return model.stepText() == done; }, 20000)) return false;
    }
    return explains(steps);
  }
  bool explains(std::int64_t at) {
    return QTest::qWaitFor(
        [&] { return step.isReady() && step.momentText() == QString("step %1").arg(at); }, 20000);
  }
  Table table() const { return {step.heads(), step.rows()}; }
};

bool near(double a, double b, double digits = 2e-4) {
  return std::abs(a - b) <= digits * std::max({std::abs(a), std::abs(b), 1e-6});
}

}  // namespace

class StepModelTest : public QObject {
  Q_OBJECT

 private slots:
  void kernelAndBiasCanBeWorkedOutFromTheNumbersThatAreShown() {
    Bench on;
    QVERIFY(on.take(4));
    QVERIFY2(on.step.formula().contains("v ← 0.9"), qPrintable(on.step.formula()));
    QCOMPARE(on.step.memoryTitle(), QString("Velocity v"));
    const Table table = on.table();
    QCOMPARE(table.rows.size(), 2);
    QCOMPARE(table.rows[1].toMap()["name"].toString(), QString("bias"));
    const double rate = read(on.step.rateText());
    for (int row = 0; row < 2; ++row) {
      const double v = table.at(row, "v after");
      QVERIFY(table.at(row, "v before") != 0);
      QVERIFY(std::abs(v - 0.9 * table.at(row, "v before") - table.at(row, "gradient")) <
              1e-4 * std::max(1e-3, std::abs(table.at(row, "v before"))));
      QVERIFY(near(table.at(row, "update"), rate * v));
      QVERIFY(std::abs(table.at(row, "w") - table.at(row, "update") - table.at(row, "new w")) <
              2e-5);
    }
  }

  void everyWeightOfTheKernelCanBeChosen() {
    Bench on;
    QVERIFY(on.take(2));
    QCOMPARE(on.step.weights(), 25);
    const auto updates = on.step.update().value<Tensor>();
    const auto most =
        std::ranges::max_element(updates.floats(), {}, [](float x) { return std::abs(x); });
    QCOMPARE(std::ptrdiff_t{on.step.weight()}, most - updates.floats().begin());
    for (const int weight : {0, 7, 24}) {
      on.step.setWeight(weight);
      const Table table = on.table();
      QCOMPARE(table.rows[0].toMap()["name"].toString(),
               QString("row %1, column %2").arg(weight / 5 + 1).arg(weight % 5 + 1));
      const auto index = static_cast<std::size_t>(weight);
      QVERIFY(near(table.at(0, "w"), on.step.before().value<Tensor>().floats()[index]));
      QVERIFY(near(table.at(0, "new w"), on.step.after().value<Tensor>().floats()[index]));
      QVERIFY(near(table.at(0, "v after"), on.step.memory().value<Tensor>().floats()[index]));
    }
  }

  void theFirstMomentOfARunRemembersNothingAndALaterOneDoes() {
    Bench on;
    TrainTime time;
    time.setModel(&on.model);
    QVERIFY(on.take(3));
    QVERIFY(on.table().at(0, "v before") != 0);
    time.seek(0);
    QTRY_VERIFY(!on.model.isAtNow());
    QVERIFY(on.explains(0));
    QCOMPARE(on.table().at(0, "v before"), 0.0);
    on.model.backToNow();
    QVERIFY(on.explains(3));
    QVERIFY(on.table().at(0, "v before") != 0);
  }

  void adamHasBothOfItsMeansAndItsCount() {
    Bench on([](RunSettings& settings) { settings.setOptimiser(1); });
    QVERIFY(on.take(2));
    const Table table = on.table();
    QVERIFY2(on.step.formula().contains("0.999^3"), qPrintable(on.step.formula()));
    const double m = table.at(1, "m after") / (1 - std::pow(0.9, 3));
    const double v = table.at(1, "v after") / (1 - std::pow(0.999, 3));
    QVERIFY(
        near(table.at(1, "update"), read(on.step.rateText()) * m / (std::sqrt(v) + 1e-8), 2e-3));
    QCOMPARE(on.step.memoryTitle(), QString("Mean m"));
  }

  void withoutMomentumNothingIsRemembered() {
    Bench on([](RunSettings& settings) { settings.setMomentum(0); });
    QVERIFY(on.take(2));
    QVERIFY(on.step.memoryTitle().isEmpty());
    QCOMPARE(on.step.heads(), (QStringList{"w", "gradient", "update", "new w"}));
    QCOMPARE(on.step.optimiserText(), QString("SGD without momentum"));
  }

  void weightsThatAreNotTheRunsAreExplainedWithAFreshOptimiser() {
    Bench on;
    QVERIFY(on.take(2));
    const NodeId conv = on.network().graph.find_node("conv1");
    QVERIFY(on.workspace.attempt([&](const Document& document) {
      return set_bias(document, {conv, 0}, 3.0F);
    }));
    QVERIFY(on.model.isHidden());
    QTRY_VERIFY(on.step.momentText().isEmpty());
    QTRY_COMPARE(on.table().at(1, "w"), 3.0);
    QCOMPARE(on.table().at(1, "v before"), 0.0);
  }
};

QTEST_MAIN(StepModelTest)
#include "step_model_test.moc"
