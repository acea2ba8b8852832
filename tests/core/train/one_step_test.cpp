#include "core/train/one_step.h"

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/train/architectures.h"
#include "core/train/batch_source.h"
#include "tests/core/ops/op_cases.h"
#include "tests/core/train/random_graph.h"
#include "tests/core/train/tiny_task.h"

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

/// An example as the network gets it.
Tensor input_of(const TrainingTask& task, std::int32_t example) {
  const DataSet& data = *task.data;
  Tensor input(Shape{1, 1, data.height, data.width});
  const std::size_t pixels = input.mutable_values<float>().size();
  for (std::size_t i = 0; i < pixels; ++i) {
    const double pixel = data.pixels[static_cast<std::size_t>(example) * pixels + i];
    input.mutable_values<float>()[i] = static_cast<float>(
        (pixel * task.scaling.scale - task.scaling.mean[0]) / task.scaling.deviation[0]);
  }
  return input;
}

/// Batches of one example, so that the trainer takes the very step that is explained.
TrainingSettings alone(OptimiserSettings optimiser) {
  TrainingSettings settings = tiny_settings();
  settings.batch = 1;
  settings.learning_rate = 0.01;
  settings.optimiser = optimiser;
  return settings;
}

std::shared_ptr<const Checkpoint> moment_of(const Trainer& trainer) {
  return std::make_shared<const Checkpoint>(
      Checkpoint{.state = trainer.state(),
                 .metrics = {},
                 .optimiser = trainer.settings().optimiser.kind,
                 .frozen = trainer.settings().frozen});
}

StepQuestion next_of(const Trainer& trainer, std::int64_t unit) {
  const TrainingTask& task = trainer.task();
  BatchSource source(task, trainer.settings().seed, 1);
  const std::int32_t example = source.examples_of(trainer.steps_done()).front();
  return {.input = input_of(task, example),
          .label = task.data->labels[static_cast<std::size_t>(example)],
          .node = trainer.graph().find_node("fc1"),
          .unit = unit,
          .learning_rate = trainer.settings().learning_rate,
          .moment = moment_of(trainer)};
}

/// Row `unit` of a weight.
std::vector<float> row_of(const Graph& graph, ValueId weight, std::int64_t unit) {
  const Tensor& all = graph.weight(weight);
  const auto count = static_cast<std::size_t>(all.elements() / all.shape()[0]);
  const auto from = all.floats().subspan(static_cast<std::size_t>(unit) * count, count);
  return {from.begin(), from.end()};
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

  void theStepIsTheOneThatTheRunTakes_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("nesterov");
    QTest::addColumn<double>("decay");
    QTest::addColumn<double>("clip");
    const auto kind = [](OptimiserKind it) { return static_cast<int>(it); };
    QTest::newRow("momentum") << kind(OptimiserKind::sgd) << false << 0.0 << 0.0;
    QTest::newRow("Nesterov, clipped") << kind(OptimiserKind::sgd) << true << 0.1 << 0.2;
    QTest::newRow("Adam") << kind(OptimiserKind::adam) << false << 0.1 << 0.0;
    QTest::newRow("AdamW") << kind(OptimiserKind::adamw) << false << 0.1 << 0.5;
    QTest::newRow("RMSprop") << kind(OptimiserKind::rmsprop) << false << 0.0 << 0.0;
  }

  void theStepIsTheOneThatTheRunTakes() {
    QFETCH(int, kind);
    QFETCH(bool, nesterov);
    QFETCH(double, decay);
    QFETCH(double, clip);
    const TrainingSettings settings = alone({.kind = static_cast<OptimiserKind>(kind),
                                             .nesterov = nesterov,
                                             .weight_decay = decay,
                                             .clip_norm = clip});
    Trainer trainer(make_architecture("dense", 1, 8, 8, 3, 5), tiny_task(), settings, 1);
    for (int i = 0; i < 7; ++i) trainer.step({});
    const std::int64_t unit = 2;
    const Graph before = trainer.graph();
    const OneStep step = one_step(before, next_of(trainer, unit), settings);
    trainer.step({});
    const Graph after = trainer.graph();
    QCOMPARE(step.slices.size(), 2U);
    QCOMPARE(step.steps, 8.0);
    double most = 0;
    for (const SliceStep& slice : step.slices) {
      const std::vector<double> expected = numbers(slice.after);
      const std::vector<float> found = row_of(after, slice.weight, unit);
      QCOMPARE(found.size(), expected.size());
      for (std::size_t i = 0; i < found.size(); ++i) {
        QVERIFY2(std::abs(double{found[i]} - expected[i]) < 2e-6,
                 qPrintable(QString("%1, not %2").arg(found[i]).arg(expected[i])));
        most = std::max(most, std::abs(numbers(slice.first)[i]));
      }
      QCOMPARE(slice.second.empty(), settings.optimiser.kind == OptimiserKind::sgd);
    }
    QVERIFY(most > 0);  // it did remember something
    const OneStep fresh = one_step(
        before,
        [&] {
          StepQuestion question = next_of(trainer, unit);
          question.moment = nullptr;
          return question;
        }(),
        settings);
    QVERIFY(numbers(fresh.slices[0].update) != numbers(step.slices[0].update));
  }

  void whatIsShownOfAWeightMakesItsNewValue() {
    TrainingSettings settings = alone({.momentum = 0.9, .weight_decay = 0.1, .clip_norm = 0.3});
    Trainer trainer(make_architecture("dense", 1, 8, 8, 3, 5), tiny_task(), settings, 1);
    for (int i = 0; i < 4; ++i) trainer.step({});
    const OneStep step = one_step(trainer.graph(), next_of(trainer, 1), settings);
    QVERIFY(step.clip_scale < 1);
    const SliceStep& kernel = step.slices[0];
    for (std::size_t i = 0; i < numbers(kernel.before).size(); ++i) {
      const double w = numbers(kernel.before)[i], g = numbers(kernel.used)[i];
      QVERIFY(near(g, step.clip_scale * numbers(kernel.gradient)[i] + 0.1 * w));
      const double v = 0.9 * numbers(kernel.first)[i] + g;
      QVERIFY(near(v, numbers(kernel.first_after)[i]));
      QVERIFY(near(w - settings.learning_rate * v, numbers(kernel.after)[i]));
    }
    // Decay leaves biases alone.
    QVERIFY(near(numbers(step.slices[1].used)[0],
                 step.clip_scale * numbers(step.slices[1].gradient)[0]));
  }

  void anotherOptimiserThanTheRunsStartsFresh() {
    Trainer trainer(make_architecture("dense", 1, 8, 8, 3, 5), tiny_task(), alone({}), 1);
    for (int i = 0; i < 4; ++i) trainer.step({});
    const TrainingSettings adam = alone({.kind = OptimiserKind::adam});
    const OneStep step = one_step(trainer.graph(), next_of(trainer, 1), adam);
    QCOMPARE(step.steps, 1.0);
    for (const double first : numbers(step.slices[0].first)) QCOMPARE(first, 0.0);
    Checkpoint other = *moment_of(trainer);
    other.state.moments.erase(other.state.moments.begin());
    StepQuestion question = next_of(trainer, 1);
    question.moment = std::make_shared<const Checkpoint>(std::move(other));
    QVERIFY_EXCEPTION_THROWN(one_step(trainer.graph(), question, alone({})), Error);
  }

  void layersThatWereFrozenAtTheMomentRememberNothing() {
    TrainingSettings settings = alone({});
    settings.frozen = {"fc1"};
    Trainer trainer(make_architecture("dense", 1, 8, 8, 3, 5), tiny_task(), settings, 1);
    for (int i = 0; i < 4; ++i) trainer.step({});
    settings.frozen.clear();
    StepQuestion question = next_of(trainer, 1);
    const OneStep body = one_step(trainer.graph(), question, settings);
    QCOMPARE(numbers(body.slices[1].first)[0], 0.0);
    question.node = trainer.graph().find_node("fc2");
    const OneStep head = one_step(trainer.graph(), question, settings);
    QVERIFY(numbers(head.slices[1].first)[0] != 0);
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
