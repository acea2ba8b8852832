#include "core/train/one_step.h"

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "tests/core/ops/op_cases.h"
#include "tests/core/train/random_graph.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

using Ints = std::vector<std::int64_t>;
constexpr double k_rate = 0.1;

/// Two units of 1 × 1, w = 1 and ½, whose largest values are the logits.
Graph two_units() {
  GraphBuilder builder;
  builder.add_input("x", {-1, 1, 2, 2});
  builder.add_weight("kernels", Tensor::of<float>({2, 1, 1, 1}, std::vector{1.0F, 0.5F}));
  builder.add_weight("biases", Tensor::filled<float>({2}, 0));
  builder.add_node("Conv", "conv", {}, {"x", "kernels", "biases"}, {"maps"});
  builder.add_node("Relu", "relu", {}, {"maps"}, {"rectified"});
  builder.add_node("GlobalMaxPool", "pool", {}, {"rectified"}, {"pooled"});
  builder.add_node("Flatten", "flatten", {}, {"pooled"}, {"logits"});
  builder.add_node("Softmax", "softmax", {}, {"logits"}, {"answer"});
  builder.add_output("answer");
  return builder.build();
}

Tensor picture() { return Tensor::of<float>({1, 1, 2, 2}, std::vector{-1.0F, 2.0F, 3.0F, 4.0F}); }

StepQuestion question_of(const Graph& graph, std::int64_t unit = 0) {
  return {.input = picture(),
          .label = 1,
          .node = graph.find_node("conv"),
          .unit = unit,
          .learning_rate = k_rate};
}

const TrainingSettings k_plain{.optimiser = {.momentum = 0}};

std::vector<double> numbers(const Tensor& tensor) {
  const auto values = tensor.values<double>();
  return {values.begin(), values.end()};
}

bool near(double a, double b) { return std::abs(a - b) < 1e-12; }

}  // namespace

class OneStepTest : public QObject {
  Q_OBJECT

  static void refuses(const StepQuestion& question, std::string_view part) {
    try {
      one_step(two_units(), question, k_plain);
      QFAIL("accepted");
    } catch (const Error& error) {
      QVERIFY2(error.clause().find(part) != std::string::npos, error.clause().c_str());
    }
  }

 private slots:
  /// The logits are 4 and 2; the wrong class has the share p = 1 / (1 + e^-2), which is also the
  /// derivative by its logit, and so by the last position of its map, where x is 4.
  void everyNumberIsTheOneFoundByHand() {
    const Graph graph = two_units();
    const OneStep step = one_step(graph, question_of(graph), k_plain);
    const double p = 1 / (1 + std::exp(-2));
    QVERIFY(near(step.loss, std::log(1 + std::exp(2))));
    QVERIFY(near(step.probabilities[0], p) && near(step.probabilities[1], 1 - p));
    QCOMPARE(numbers(step.map), (std::vector{-1., 2., 3., 4.}));
    QCOMPARE(step.map.shape(), (Shape{2, 2}));
    QVERIFY(near(numbers(step.map_gradient)[3], p));
    QCOMPARE(numbers(step.map_gradient)[2], 0.0);

    QCOMPARE(step.slices.size(), 2U);
    const SliceStep &kernel = step.slices[0], &bias = step.slices[1];
    QCOMPARE(kernel.before.shape(), (Shape{1, 1, 1}));
    QVERIFY(near(numbers(kernel.gradient)[0], 4 * p));
    QVERIFY(near(numbers(kernel.update)[0], k_rate * 4 * p));
    QVERIFY(near(numbers(kernel.after)[0], 1 - k_rate * 4 * p));
    QCOMPARE(bias.before.shape(), Shape{});
    QVERIFY(near(numbers(bias.after)[0], -k_rate * p));

    QVERIFY(near(step.gradient_norm, p * std::sqrt(2 * (16 + 1))));
    QVERIFY(near(step.loss_after_unit, std::log(1 + std::exp(2 - 1.7 * p))));
    QVERIFY(near(step.loss_after_all, std::log(1 + std::exp(2 - 3.4 * p))));
  }

  void theOtherUnitIsPulledTheOtherWay() {
    const Graph graph = two_units();
    const OneStep step = one_step(graph, question_of(graph, 1), k_plain);
    const double p = 1 / (1 + std::exp(-2));
    QVERIFY(near(numbers(step.slices[0].after)[0], 0.5 + k_rate * 4 * p));
  }

  void theUpdateIsTheOptimisersFirst() {
    const Graph graph = two_units();
    const OneStep adam =
        one_step(graph, question_of(graph), {.optimiser = {.kind = OptimiserKind::adam}});
    QVERIFY(std::abs(numbers(adam.slices[0].update)[0] - k_rate) < 1e-6);
    const OneStep clipped =
        one_step(graph, question_of(graph), {.optimiser = {.momentum = 0, .clip_norm = 0.5}});
    const double share = 4 / std::sqrt(34);
    QVERIFY(near(numbers(clipped.slices[0].update)[0], k_rate * 0.5 * share));
    const OneStep decayed =
        one_step(graph, question_of(graph), {.optimiser = {.momentum = 0, .weight_decay = 0.3}});
    const double p = 1 / (1 + std::exp(-2));
    QVERIFY(near(numbers(decayed.slices[0].update)[0], k_rate * (4 * p + 0.3)));
  }

  void frozenWeightsStay() {
    const Graph graph = two_units();
    const OneStep step = one_step(graph, question_of(graph), {.frozen = {"conv"}});
    QCOMPARE(numbers(step.slices[0].update)[0], 0.0);
    QVERIFY(numbers(step.slices[0].gradient)[0] > 0);
    QCOMPARE(step.loss_after_all, step.loss);
  }

  void aSmallStepLowersTheLossByTheSquareOfTheGradient() {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
      const RandomGraph made = random_graph(seed);
      const StepQuestion question{.input = random_tensor(made.input, seed),
                                  .label = static_cast<std::int32_t>(seed % 2),
                                  .node = 0,
                                  .learning_rate = 1e-7};
      const OneStep step = one_step(made.graph, question, k_plain);
      const double slope = (step.loss - step.loss_after_all) / question.learning_rate;
      const double expected = step.gradient_norm * step.gradient_norm;
      QVERIFY2(std::abs(slope - expected) < 1e-4 * std::max(expected, 1.0),
               qPrintable(QString("seed %1: %2, not %3").arg(seed).arg(slope).arg(expected)));
      QVERIFY(step.loss_after_unit <= step.loss + 1e-12);
    }
  }

  void aUnitOfAMatrixIsItsRowOrColumn() {
    for (const bool transposed : {false, true}) {
      GraphBuilder builder;
      builder.add_input("x", {-1, 3});
      const std::vector<float> rows{1, 2, 3, 4, 5, 6}, columns{1, 4, 2, 5, 3, 6};
      builder.add_weight(
          "w", transposed ? Tensor::of<float>({2, 3}, rows) : Tensor::of<float>({3, 2}, columns));
      builder.add_node("Gemm", "dense", {{"transB", std::int64_t{transposed}}}, {"x", "w"}, {"y"});
      builder.add_output("y");
      const OneStep step =
          one_step(builder.build(),
                   {.input = Tensor::of<float>({1, 3}, std::vector{1.0F, 0.0F, -1.0F}),
                    .node = 0,
                    .unit = 1,
                    .learning_rate = k_rate},
                   k_plain);
      QCOMPARE(step.slices.size(), 1U);
      QCOMPARE(numbers(step.slices[0].before), (std::vector{4., 5., 6.}));
      QCOMPARE(step.map.shape(), Shape{});
      // Both logits are -2: each class has half.
      const std::vector<double> gradient = numbers(step.slices[0].gradient);
      QVERIFY(near(gradient[0], 0.5) && near(gradient[1], 0) && near(gradient[2], -0.5));
    }
  }

  void reluRoutesWhereItIsPositiveAndAMaximumToItsPlace() {
    const Graph graph = two_units();
    const OneStep step = one_step(graph, question_of(graph), k_plain);
    QCOMPARE(routing(graph, step.values, graph.find_node("relu"), 1), (Ints{-1, 1, 2, 3}));
    QCOMPARE(routing(graph, step.values, graph.find_node("pool"), 1), (Ints{3}));
    QCOMPARE(routing(graph, step.values, graph.find_node("conv"), 1), Ints{});
  }

  void windowsThatOverlapMayRouteToTheSamePlace() {
    GraphBuilder builder;
    builder.add_input("x", {-1, 2, 2, 3});
    builder.add_node("MaxPool", "pool", {{"kernel_shape", Ints{2, 2}}}, {"x"}, {"pooled"});
    builder.add_node("Clip", "clip", {}, {"pooled", "", "six"}, {"y"});
    builder.add_weight("six", Tensor::filled<float>({}, 6));
    builder.add_output("y");
    const Graph graph = builder.build();
    const std::vector<Tensor> inputs{
        Tensor::of<float>({1, 2, 2, 3}, std::vector<float>{0, 0, 0, 0, 0, 0, 1, 9, 2, 3, 4, 5})};
    const WideValues values = run_reference(graph, inputs, wide_weights(graph));
    QCOMPARE(routing(graph, values, 0, 0), (Ints{0, 1}));
    QCOMPARE(routing(graph, values, 0, 1), (Ints{1, 1}));
    QCOMPARE(routing(graph, values, 1, 0), (Ints{0, 1}));
    QCOMPARE(routing(graph, values, 1, 1), (Ints{-1, -1}));
  }

  void questionsWithoutAnAnswerAreRefused() {
    const Graph graph = two_units();
    StepQuestion wrong = question_of(graph);
    wrong.label = 2;
    refuses(wrong, "no class 2 among 2");
    wrong = question_of(graph, 2);
    refuses(wrong, "no unit 2");
    wrong = question_of(graph);
    wrong.node = graph.find_node("relu");
    refuses(wrong, "no weights of one unit");
    wrong = question_of(graph);
    wrong.input = Tensor::filled<float>({2, 1, 2, 2}, 1);
    refuses(wrong, "list of classes for one example");
  }
};

QTEST_GUILESS_MAIN(OneStepTest)
#include "one_step_test.moc"
