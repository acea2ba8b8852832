// Training on a Vulkan device, against the plain loops and the trainer on the CPU.

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/train/architectures.h"
#include "core/train/random.h"
#include "core/train/vulkan_machine.h"
#include "tests/core/ops/vulkan_case.h"
#include "tests/core/train/machine_checks.h"
#include "tests/core/train/random_graph.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

std::shared_ptr<VulkanDevice> device(bool staging = false) {
  static const auto direct = std::make_shared<VulkanDevice>();
  static const auto staged =
      std::make_shared<VulkanDevice>(VulkanChoice{.index = {}, .staging = true});
  return staging ? staged : direct;
}

std::unique_ptr<TrainingMachine> on_device(std::shared_ptr<const BatchProgram> program) {
  return std::make_unique<VulkanMachine>(std::move(program), device(), 2);
}

/// A convolution, dropout that keeps most, and a matrix: what no architecture has.
Graph dropout_graph(std::int64_t side, std::int64_t classes) {
  GraphBuilder builder;
  builder.add_input("input", {-1, 1, side, side});
  Tensor kernel(Shape{4, 1, 3, 3}), matrix(Shape{4 * side * side, classes});
  Random random(4);
  for (Tensor* tensor : {&kernel, &matrix}) {
    for (float& x : tensor->mutable_values<float>()) {
      x = static_cast<float>(static_cast<double>(random.below(2001)) / 1000 - 1) / 5;
    }
  }
  builder.add_weight("kernel", kernel);
  builder.add_weight("ratio", Tensor::filled<float>({}, 0.3F));
  builder.add_weight("matrix", matrix);
  builder.add_node("Conv", "conv", {{"pads", std::vector<std::int64_t>{1, 1, 1, 1}}},
                   {"input", "kernel"}, {"features"});
  builder.add_node("Relu", "relu", {}, {"features"}, {"rectified"});
  builder.add_node("Dropout", "drop", {}, {"rectified", "ratio"}, {"dropped"});
  builder.add_node("Flatten", "flatten", {}, {"dropped"}, {"flat"});
  builder.add_node("MatMul", "dense", {}, {"flat", "matrix"}, {"logits"});
  builder.add_output("logits");
  return builder.build();
}

double largest(std::span<const float> values) {
  double result = 0;
  for (const float x : values) result = std::max(result, std::abs(static_cast<double>(x)));
  return result;
}

/// Over the larger of the two, by weight.
double worst_weight_difference(const Graph& a, const Graph& b) {
  double worst = 0;
  for (std::size_t id = 0; id < a.value_count(); ++id) {
    const Tensor& left = a.weight(static_cast<ValueId>(id));
    if (left.empty() || left.type() != ElementType::float32) continue;
    const auto right = b.weight(static_cast<ValueId>(id)).floats();
    const double scale = std::max({largest(left.floats()), largest(right), 1e-2});
    for (std::size_t i = 0; i < right.size(); ++i) {
      worst = std::max(worst, std::abs(static_cast<double>(left.floats()[i]) - right[i]) / scale);
    }
  }
  return worst;
}

struct Race {
  Graph graph;
  TrainingTask task;
  TrainingSettings settings;
  int steps = 6;
  double tolerance = 1e-4;
};

/// Both engines from the same weights: every loss, and the weights at the end.
QString difference(const Race& race) {
  Trainer cpu(race.graph, race.task, race.settings, 2);
  Trainer vulkan(race.graph, race.task, race.settings, 2, EngineKind::vulkan);
  if (vulkan.engine() != EngineKind::vulkan) return QString::fromStdString(vulkan.notice());
  for (int i = 0; i < race.steps; ++i) {
    const StepMetrics a = cpu.step({}), b = vulkan.step({});
    const double off = std::abs(a.loss - b.loss) / std::max(std::abs(a.loss), 0.1);
    if (!(off < race.tolerance)) {
      return QString("step %1: a loss of %2, but %3 on the CPU").arg(i).arg(b.loss).arg(a.loss);
    }
    if (std::abs(a.accuracy - b.accuracy) > 2.0 / static_cast<double>(race.settings.batch)) {
      return QString("step %1: accuracy %2, but %3").arg(i).arg(b.accuracy).arg(a.accuracy);
    }
  }
  const double off = worst_weight_difference(cpu.graph(), vulkan.graph());
  if (!(off < 10 * race.tolerance)) return QString("weights are off by %1").arg(off);
  const auto& examples = race.task.splits.validation;
  const Evaluation a = cpu.evaluate(examples, {}), b = vulkan.evaluate(examples, {});
  for (std::size_t i = 0; i < a.probabilities.size(); ++i) {
    if (!(std::abs(a.probabilities[i] - b.probabilities[i]) < 20 * race.tolerance)) {
      return QString("probability %1 is off by %2")
          .arg(i)
          .arg(a.probabilities[i] - b.probabilities[i]);
    }
  }
  return {};
}

}  // namespace

class VulkanMachineGpuTest : public QObject {
  Q_OBJECT

  static void agrees(const Race& race) {
    const QString wrong = difference(race);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
  }

 private slots:
  void initTestCase() {
    if (shared_device() == nullptr) QSKIP("no Vulkan here");
  }

  void theGradientOfEveryArchitectureIsThatOfThePlainLoops_data() {
    QTest::addColumn<QString>("name");
    for (const Architecture& a : architectures()) {
      QTest::newRow(std::string(a.name).c_str()) << QString::fromStdString(std::string(a.name));
    }
  }
  void theGradientOfEveryArchitectureIsThatOfThePlainLoops() {
    QFETCH(const QString, name);
    const auto architecture =
        std::ranges::find(architectures(), name.toStdString(), &Architecture::name);
    const std::int64_t side = architecture->any_size ? 8 : 16;
    const auto [error, weight] =
        worst_difference({.graph = make_architecture(name.toStdString(), 1, side, side, 4, 5),
                          .example = Shape{1, side, side},
                          .samples = 19},
                         on_device);
    QVERIFY2(error < 2e-4, qPrintable(QString("%1: %2").arg(weight.c_str()).arg(error)));
  }

  void theGradientOfRandomNetworksIsThatOfThePlainLoops() {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const RandomGraph random = random_graph(seed);
      const std::int64_t samples = 1 + static_cast<std::int64_t>(seed % 40);
      // Every third time it is the short last batch of an epoch.
      const GradientCase c{.graph = random.graph,
                           .example = Shape(random.input.dims().subspan(1)),
                           .samples = samples,
                           .loss = {.label_smoothing = seed % 2 == 0 ? 0.1 : 0},
                           .batch = seed % 3 == 0 ? samples + 7 : samples};
      const auto [error, name] = worst_difference(c, on_device);
      QVERIFY2(error < 1e-3, qPrintable(QString("seed %1 (%2), %3: %4")
                                            .arg(seed)
                                            .arg(random.text.c_str(), name.c_str())
                                            .arg(error)));
    }
  }

  void everyLossHasItsGradient() {
    for (const LossKind kind : {LossKind::cross_entropy, LossKind::mean_squared,
                                LossKind::mean_absolute, LossKind::hinge}) {
      const auto [error, name] =
          worst_difference({.graph = make_architecture("lenet5", 1, 28, 28, 4, 5),
                            .example = Shape{1, 28, 28},
                            .samples = 6,
                            .loss = {.kind = kind}},
                           on_device);
      QVERIFY2(error < 2e-4, qPrintable(QString("%1: %2").arg(name.c_str()).arg(error)));
    }
  }

  void bothEnginesTrainAlike_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("optimiser");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("lenet5") << "lenet5" << static_cast<int>(OptimiserKind::sgd) << 1e-4;
    QTest::newRow("lenet5, Adam") << "lenet5" << static_cast<int>(OptimiserKind::adam) << 5e-4;
    QTest::newRow("residual") << "small-resnet" << static_cast<int>(OptimiserKind::sgd) << 2e-4;
    QTest::newRow("separable") << "separable" << static_cast<int>(OptimiserKind::sgd) << 2e-4;
  }
  void bothEnginesTrainAlike() {
    QFETCH(const QString, name);
    QFETCH(const int, optimiser);
    QFETCH(const double, tolerance);
    const std::int64_t side = name == "lenet5" ? 28 : 16;
    const bool is_adam = optimiser == static_cast<int>(OptimiserKind::adam);
    // 85 examples are not a multiple of the batch: epochs end in a short one.
    agrees({.graph = make_architecture(name.toStdString(), 1, side, side, 4, 3),
            .task = task_of(bars(85, side, 4)),
            .settings = {.batch = 32,
                         .learning_rate = is_adam ? 1e-4 : 0.01,
                         .loss = {.label_smoothing = 0.1},
                         .optimiser = {.kind = static_cast<OptimiserKind>(optimiser),
                                       .weight_decay = 1e-3},
                         .augment = {.shift = 0.1}},
            .tolerance = tolerance});
  }

  void dropoutDropsWhatItDropsOnTheCpu() {
    agrees({.graph = dropout_graph(12, 3),
            .task = task_of(bars(80, 12, 3)),
            .settings = {.batch = 32, .learning_rate = 0.02}});
    agrees({.graph = dropout_graph(12, 3),
            .task = task_of(bars(80, 12, 3)),
            .settings = {.batch = 32, .learning_rate = 0.02, .frozen = {"drop"}}});
  }

  void aRunIsRepeatableBitForBit_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("lenet5") << "lenet5";
    QTest::newRow("residual") << "small-resnet";
  }
  void aRunIsRepeatableBitForBit() {
    QFETCH(const QString, name);
    const std::int64_t side = name == "lenet5" ? 28 : 16;
    const auto data = bars(120, side, 4);
    const auto weights = [&](int threads) {
      Trainer trainer(make_architecture(name.toStdString(), 1, side, side, 4, 3), task_of(data),
                      {.batch = 32, .augment = {.flip = true}}, threads, EngineKind::vulkan);
      for (int i = 0; i < 7; ++i) trainer.step({});
      return weights_of(trainer.graph());
    };
    QVERIFY(weights(1) == weights(2));
  }

  void aStateBringsBackEveryBit() {
    const auto data = bars(100, 28, 3);
    const TrainingSettings settings{.batch = 16, .optimiser = {.kind = OptimiserKind::adam}};
    const Graph graph = make_architecture("lenet5", 1, 28, 28, 3, 3);
    Trainer whole(graph, task_of(data), settings, 2, EngineKind::vulkan);
    for (int i = 0; i < 3; ++i) whole.step({});
    const TrainerState state = whole.state();
    for (int i = 0; i < 5; ++i) whole.step({});
    Trainer resumed(graph, task_of(data), settings, 1, EngineKind::vulkan);
    resumed.restore(state);
    for (int i = 0; i < 5; ++i) resumed.step({});
    QVERIFY(weights_of(whole.graph()) == weights_of(resumed.graph()));
  }

  void memoryThatTheProcessorDoesNotSeeWillDo() {
    const auto data = bars(70, 16, 4);
    const auto weights = [&](bool staging) {
      Trainer trainer(make_architecture("small-resnet", 1, 16, 16, 4, 3), task_of(data),
                      {.batch = 32}, 2,
                      {EngineKind::vulkan, VulkanChoice{.index = {}, .staging = staging}});
      for (int i = 0; i < 4; ++i) trainer.step({});
      (void)trainer.evaluate(trainer.task().splits.validation, {});
      return weights_of(trainer.graph());
    };
    QVERIFY(weights(false) == weights(true));
  }

  void frozenLayersStay() {
    Trainer trainer(make_architecture("lenet5", 1, 28, 28, 3, 3), task_of(bars(60, 28, 3)),
                    {.batch = 16, .frozen = {"conv1", "conv2"}}, 2, EngineKind::vulkan);
    const Graph before = trainer.graph();
    for (int i = 0; i < 2; ++i) trainer.step({});
    const auto same_weights = [&](const char* node) {
      const ValueId weight = before.node(before.find_node(node)).inputs[1];
      return std::ranges::equal(before.weight(weight).floats(),
                                trainer.graph().weight(weight).floats());
    };
    QVERIFY(same_weights("conv1"));
    QVERIFY(!same_weights("fc1"));
    TrainingSettings settings = trainer.settings();
    settings.frozen = {"fc1"};
    trainer.change(settings);
    QCOMPARE(trainer.engine(), EngineKind::vulkan);
    trainer.step({});
    QVERIFY(!same_weights("conv1"));
  }

  void layersBelowFrozenNormalisationsLearnAlike() {
    const Graph graph = make_architecture("small-resnet", 1, 16, 16, 4, 3);
    TrainingSettings settings{.batch = 32, .learning_rate = 0.01};
    for (const Node& node : graph.nodes()) {
      if (node.op->name == "BatchNormalization") settings.frozen.insert(node.name);
    }
    agrees({.graph = graph,
            .task = task_of(bars(80, 16, 4)),
            .settings = settings,
            .steps = 3,
            .tolerance = 2e-4});
  }

  void aChangedSmoothingTakesEffect() {
    const Race race{.graph = make_architecture("lenet5", 1, 28, 28, 4, 3),
                    .task = task_of(bars(64, 28, 4)),
                    .settings = {.batch = 64, .learning_rate = 1e-6}};
    Trainer cpu(race.graph, race.task, race.settings, 2);
    Trainer vulkan(race.graph, race.task, race.settings, 2, EngineKind::vulkan);
    for (const double smoothing : {0.0, 0.5, 0.2}) {
      TrainingSettings settings = race.settings;
      settings.loss.label_smoothing = smoothing;
      cpu.change(settings);
      vulkan.change(settings);
      const double a = cpu.step({}).loss, b = vulkan.step({}).loss;
      QVERIFY2(std::abs(a - b) < 1e-4, qPrintable(QString("%1 and %2").arg(a).arg(b)));
    }
  }

  void aLossThatIsNoNumberNamesTheLayerAndChangesNothing() {
    Trainer trainer(make_architecture("lenet5", 1, 28, 28, 3, 3), task_of(bars(60, 28, 3)),
                    {.batch = 16, .learning_rate = 1e20}, 2, EngineKind::vulkan);
    std::vector<float> before;
    try {
      for (int i = 0; i < 20; ++i) {
        before = weights_of(trainer.graph());
        trainer.step({});
      }
      QFAIL("it went on with numbers that are none");
    } catch (const Error& error) {
      QVERIFY2(QString(error.what()).contains("no longer a number"), error.what());
      QVERIFY2(!error.where().empty(), error.what());
      QVERIFY(before == weights_of(trainer.graph()));
    }
  }

  void aCancelledStepChangesNothing() {
    Trainer trainer(make_architecture("lenet5", 1, 28, 28, 3, 3), task_of(bars(60, 28, 3)),
                    {.batch = 16}, 2, EngineKind::vulkan);
    trainer.step({});
    const std::vector<float> before = weights_of(trainer.graph());
    CancelToken cancel;
    cancel.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled, trainer.step(cancel));
    QVERIFY(weights_of(trainer.graph()) == before);
    trainer.step({});
    QVERIFY(weights_of(trainer.graph()) != before);
  }

  void whatVulkanCannotTrainTheCpuDoes() {
    GraphBuilder builder;
    builder.add_input("input", {-1, 1, 12, 12});
    Tensor matrix = Tensor::filled<float>({144, 3}, 0);
    builder.add_weight("matrix", matrix);
    builder.add_weight("scalar", Tensor::filled<float>({}, 0));
    builder.add_node("Flatten", "flatten", {}, {"input"}, {"flat"});
    builder.add_node("Gemm", "the odd one", {}, {"flat", "matrix", "scalar"}, {"logits"});
    builder.add_output("logits");
    Trainer trainer(builder.build(), task_of(bars(40, 12, 3)), {.batch = 16}, 2,
                    EngineKind::vulkan);
    QCOMPARE(trainer.engine(), EngineKind::cpu);
    const QString notice = QString::fromStdString(trainer.notice());
    QVERIFY2(notice.startsWith("Training runs on the CPU: ") && notice.contains("the odd one"),
             qPrintable(notice));
    QVERIFY(std::isfinite(trainer.step({}).loss));
  }

  void aDeviceThatIsNotThereIsANotice() {
    Trainer trainer(make_architecture("lenet5", 1, 28, 28, 3, 3), task_of(bars(40, 28, 3)),
                    {.batch = 16}, 2, {EngineKind::vulkan, VulkanChoice{.index = 77}});
    QCOMPARE(trainer.engine(), EngineKind::cpu);
    QVERIFY2(QString::fromStdString(trainer.notice()).contains("77"), trainer.notice().c_str());
  }

  void onTheCpuThereIsNothingToSay() {
    const Trainer trainer(make_architecture("lenet5", 1, 28, 28, 3, 3), task_of(bars(40, 28, 3)),
                          {.batch = 16}, 2);
    QCOMPARE(trainer.engine(), EngineKind::cpu);
    QVERIFY(trainer.notice().empty());
  }

  void theValidationLayerIsSilent() { QCOMPARE(vulkan_validation_errors(), 0); }
};

QTEST_GUILESS_MAIN(VulkanMachineGpuTest)
#include "vulkan_machine_gpu_test.moc"
