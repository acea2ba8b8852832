#include "core/train/health.h"

#include <QtTest>
#include <cmath>

#include "tests/core/train/tiny_run.h"

using namespace fovea;
using namespace fovea::testing;

class HealthTest : public QObject {
  Q_OBJECT

 private slots:
  void layersAreJudgedByTheirUpdates_data() {
    QTest::addColumn<double>("convRatio");
    QTest::addColumn<double>("convGradient");
    QTest::addColumn<double>("dead");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<QString>("advice");
    const auto row = [](const char* name, double ratio, double gradient, double dead,
                        Verdict verdict, const char* advice) {
      QTest::newRow(name) << ratio << gradient << dead << static_cast<int>(verdict) << advice;
    };
    row("well", 1e-3, 1, 0, Verdict::healthy, "");
    row("fast", 0.2, 1, 0, Verdict::exploding, "20 %");
    row("behind", 1e-8, 1e-6, 0, Verdict::vanishing, "hardly change");
    row("nothing comes", 0, 0, 0, Verdict::vanishing, "No gradient");
    row("a few dead", 1e-3, 1, 0.1, Verdict::healthy, "");
    row("half dead", 1e-3, 1, 0.5, Verdict::dead_units, "50 %");
    row("no number", std::nan(""), 1, 0, Verdict::not_finite, "earlier moment");
    row("endless gradient", 1e-3, INFINITY, 0, Verdict::not_finite, "earlier moment");
  }

  void layersAreJudgedByTheirUpdates() {
    QFETCH(double, convRatio);
    QFETCH(double, convGradient);
    QFETCH(double, dead);
    QFETCH(int, verdict);
    QFETCH(QString, advice);
    const std::vector<DeadUnits> units{{.node = graph_.find_node("conv"), .share = dead}};
    const auto layers = judge(graph_, step_of(convRatio, convGradient, 1e-3), units);
    QCOMPARE(layers.size(), std::size_t{2});  // the bias is not judged
    QCOMPARE(layers[0].node, graph_.find_node("conv"));
    QCOMPARE(static_cast<int>(layers[0].verdict), verdict);
    QCOMPARE(layers[0].advice.empty(), advice.isEmpty());
    QVERIFY(QString::fromStdString(layers[0].advice).contains(advice));
    QCOMPARE(static_cast<int>(layers[1].verdict), static_cast<int>(Verdict::healthy));
  }

  void aRateThatFallsForAllLayersIsNoTrouble() {
    for (const LayerHealth& layer : judge(graph_, step_of(1e-9, 1e-3, 2e-9))) {
      QCOMPARE(static_cast<int>(layer.verdict), static_cast<int>(Verdict::healthy));
    }
  }

  void aUnitIsDeadWhereItIsZeroForTheWholeBatch() {
    // Two samples of four units of two values.
    const std::vector<float> values{0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 3, 0, 0, 1, 1};
    QCOMPARE(dead_share(Tensor::of(Shape{2, 4, 2, 1}, values)), 0.5);
    QCOMPARE(dead_share(Tensor::of(Shape{2, 8}, values)), 0.625);
    QCOMPARE(dead_share(Tensor::filled<float>({3, 2}, 0)), 1.0);
  }

 private:
  StepMetrics step_of(double conv_ratio, double conv_gradient, double fc_ratio) const {
    const auto weight = [&](const char* name, double ratio, double gradient) {
      return WeightStep{.weight = graph_.find_value(name),
                        .gradient_norm = gradient,
                        .weight_norm = 2,
                        .update_norm = 2 * ratio};
    };
    return {.step = 1,
            .weights = {weight("fc.weight", fc_ratio, 1), weight("conv.bias", 100, 1),
                        weight("conv.weight", conv_ratio, conv_gradient)}};
  }

  const Graph graph_ = tiny_graph();
};

QTEST_GUILESS_MAIN(HealthTest)
#include "health_test.moc"
