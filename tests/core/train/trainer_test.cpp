// The fast way through a batch, against plain loops in double; and that a run is repeatable.

#include "core/train/trainer.h"

#include <QtTest>
#include <cmath>

#include "core/base/device_lost.h"
#include "core/train/architectures.h"
#include "core/train/batch_machine.h"
#include "tests/core/train/machine_checks.h"
#include "tests/core/train/random_graph.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

std::unique_ptr<TrainingMachine> on_two_threads(std::shared_ptr<const BatchProgram> program) {
  return std::make_unique<BatchMachine>(std::move(program), 2);
}

/// What a device is to the trainer, until it is lost: after so many batches.
class LosingMachine final : public BatchMachine {
 public:
  LosingMachine(std::shared_ptr<const BatchProgram> program, int batches)
      : BatchMachine(std::move(program), 2), batches_left_(batches) {}

  LossSum differentiate(const Batch& batch, const CancelToken& cancel) override {
    count_down();
    return BatchMachine::differentiate(batch, cancel);
  }
  void infer(std::int64_t samples, const Fill& fill, std::span<float> logits,
             const CancelToken& cancel) override {
    count_down();
    BatchMachine::infer(samples, fill, logits, cancel);
  }

 private:
  void count_down() {
    if (batches_left_-- == 0) throw DeviceLost("the Vulkan device was lost");
  }
  int batches_left_;
};

}  // namespace

class TrainerTest : public QObject {
  Q_OBJECT

 private slots:
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
                         on_two_threads);
    QVERIFY2(error < 2e-4, qPrintable(QString("%1: %2").arg(weight.c_str()).arg(error)));
  }

  void theGradientOfRandomNetworksIsThatOfThePlainLoops() {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      const RandomGraph random = random_graph(seed);
      const GradientCase c{.graph = random.graph,
                           .example = Shape(random.input.dims().subspan(1)),
                           .samples = 1 + static_cast<std::int64_t>(seed % 40)};
      const auto [error, name] = worst_difference(c, on_two_threads);
      QVERIFY2(error < 1e-3, qPrintable(QString("seed %1 (%2), %3: %4")
                                            .arg(seed)
                                            .arg(random.text.c_str(), name.c_str())
                                            .arg(error)));
    }
  }

  void threadsDoNotChangeABit() {
    const auto data = bars(300, 16, 4, 3);
    const auto weights = [&](int threads) {
      Trainer trainer(make_architecture("small-resnet", 3, 16, 16, 4, 3), task_of(data),
                      {.batch = 50, .augment = {.shift = 0.1, .flip = true}}, threads);
      for (int i = 0; i < 7; ++i) trainer.step({});
      return weights_of(trainer.graph());
    };
    QVERIFY(weights(1) == weights(2));
  }

  void layersBelowFrozenNormalisationsLearn() {
    const Graph graph = make_architecture("small-resnet", 1, 16, 16, 4, 3);
    TrainingSettings settings{.batch = 32};
    for (const Node& node : graph.nodes()) {
      if (node.op->name == "BatchNormalization") settings.frozen.insert(node.name);
    }
    Trainer trainer(graph, task_of(bars(64, 16, 4)), settings, 2);
    QVERIFY(std::isfinite(trainer.step({}).loss));
    for (const Node& node : graph.nodes()) {
      const ValueId weight = node.inputs.size() > 1 ? node.inputs[1] : k_no_value;
      if (!graph.is_weight(weight)) continue;
      const bool stays = std::ranges::equal(trainer.graph().weight(weight).floats(),
                                            graph.weight(weight).floats());
      QVERIFY2(stays == settings.frozen.contains(node.name), node.name.c_str());
    }
  }

  void aRunLearnsWhatThereIsToLearn() {
    const auto data = bars(600, 16, 4);
    Trainer trainer(make_architecture("lenet5", 1, 16, 16, 4, 3), task_of(data),
                    {.batch = 32, .learning_rate = 0.02}, 2);
    double last = 0;
    for (std::int64_t i = 0; i < 6 * trainer.steps_in_epoch(); ++i) last = trainer.step({}).loss;
    const Evaluation evaluation = trainer.evaluate(trainer.task().splits.validation, {});
    QVERIFY2(evaluation.accuracy > 0.95, qPrintable(QString::number(evaluation.accuracy)));
    QVERIFY(last < 0.5);
  }

  void aStateBringsBackEveryBit() {
    const auto data = bars(200, 12, 3);
    const TrainingSettings settings{.batch = 16, .optimiser = {.kind = OptimiserKind::adam}};
    const Graph graph = make_architecture("lenet5", 1, 28, 28, 3, 3);
    const auto bigger = bars(200, 28, 3);
    Trainer whole(graph, task_of(bigger), settings, 2);
    for (int i = 0; i < 5; ++i) whole.step({});
    const TrainerState state = whole.state();
    for (int i = 0; i < 15; ++i) whole.step({});
    Trainer resumed(graph, task_of(bigger), settings, 1);
    resumed.restore(state);
    for (int i = 0; i < 15; ++i) resumed.step({});
    QVERIFY(weights_of(whole.graph()) == weights_of(resumed.graph()));
  }

  void frozenLayersStay() {
    const auto data = bars(200, 28, 3);
    Trainer trainer(make_architecture("lenet5", 1, 28, 28, 3, 3), task_of(data),
                    {.batch = 16, .frozen = {"conv1", "conv2"}}, 2);
    const Graph before = trainer.graph();
    for (int i = 0; i < 3; ++i) trainer.step({});
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
    trainer.step({});
    QVERIFY(!same_weights("conv1"));
  }

  void aLossThatIsNoNumberNamesTheLayerAndChangesNothing() {
    const auto data = bars(200, 28, 3);
    Trainer trainer(make_architecture("lenet5", 1, 28, 28, 3, 3), task_of(data),
                    {.batch = 16, .learning_rate = 1e20}, 2);
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

  void theCpuGoesOnWhereADeviceIsLost_data() {
    QTest::addColumn<int>("batches");
    QTest::newRow("at once") << 0;
    QTest::newRow("in a step") << 3;
    QTest::newRow("in an evaluation") << 5;
  }
  void theCpuGoesOnWhereADeviceIsLost() {
    QFETCH(const int, batches);
    const Graph graph = make_architecture("small-resnet", 1, 16, 16, 4, 3);
    const TrainingTask task = task_of(bars(120, 16, 4));
    TrainingEngine engine = EngineKind::vulkan;
    engine.make_vulkan = [&](std::shared_ptr<const BatchProgram> program) {
      return std::make_unique<LosingMachine>(std::move(program), batches);
    };
    Trainer losing(graph, task, {.batch = 32}, 2, engine), cpu(graph, task, {.batch = 32}, 2);
    QCOMPARE(losing.engine(), EngineKind::vulkan);
    QVERIFY(losing.notice().empty());
    for (Trainer* trainer : {&losing, &cpu}) {
      for (int i = 0; i < 5; ++i) trainer->step({});
    }
    const auto& examples = task.splits.validation;
    QVERIFY(losing.evaluate(examples, {}).probabilities ==
            cpu.evaluate(examples, {}).probabilities);
    QCOMPARE(losing.engine(), EngineKind::cpu);
    QCOMPARE(losing.notice(), "Training runs on the CPU: the Vulkan device was lost");
    QVERIFY(weights_of(losing.graph()) == weights_of(cpu.graph()));
    TrainingSettings settings = losing.settings();
    settings.frozen = {"fc"};
    losing.change(settings);  // lays it out anew, and does not go back
    QCOMPARE(losing.engine(), EngineKind::cpu);
  }

  void aNetworkForOtherClassesIsRefused() {
    const auto data = bars(40, 28, 3);
    QVERIFY_THROWS_EXCEPTION(
        Error, Trainer(make_architecture("lenet5", 1, 28, 28, 4, 3), task_of(data), {}, 1));
  }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
