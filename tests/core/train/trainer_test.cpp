// The fast way through a batch, against plain loops in double; and that a run is repeatable.

#include "core/train/trainer.h"

#include <QtTest>
#include <cmath>

#include "core/base/error.h"
#include "core/train/architectures.h"
#include "core/train/backpropagation.h"
#include "core/train/batch_machine.h"
#include "core/train/learning.h"
#include "core/train/loss.h"
#include "core/train/random.h"
#include "tests/core/ops/op_cases.h"
#include "tests/core/train/random_graph.h"

using namespace fovea;

namespace {

/// Noise with a bright bar whose place is the class.
std::shared_ptr<const DataSet> bars(std::int64_t count, std::int64_t side, std::int64_t classes,
                                    std::int64_t channels = 1) {
  DataSet set{.name = "bars", .channels = channels, .height = side, .width = side};
  Random random(7);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto label = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(classes)));
    set.labels.push_back(label);
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t y = 0; y < side; ++y) {
        for (std::int64_t x = 0; x < side; ++x) {
          const bool on = x * classes / side == label;
          set.pixels.push_back(static_cast<std::uint8_t>((on ? 120 : 0) + random.below(120)));
        }
      }
    }
  }
  for (std::int64_t c = 0; c < classes; ++c) set.classes.push_back(std::to_string(c));
  set.first_test = count;
  return make_data_set(std::move(set));
}

TrainingTask task_of(std::shared_ptr<const DataSet> data) {
  TrainingTask task{.data = data, .splits = split(*data, {}), .scaling = {}};
  task.scaling.mean.assign(static_cast<std::size_t>(data->channels), 0.4);
  task.scaling.deviation.assign(static_cast<std::size_t>(data->channels), 0.3);
  return task;
}

std::vector<float> weights_of(const Graph& graph) {
  std::vector<float> all;
  for (const Tensor& weight : graph.weights()) {
    if (weight.empty() || weight.type() != ElementType::float32) continue;
    all.insert(all.end(), weight.floats().begin(), weight.floats().end());
  }
  return all;
}

/// A graph, the shape of an example without the batch axis, and how many samples.
struct GradientCase {
  Graph graph;
  Shape example;
  std::int64_t samples = 5;
};

Tensor batch_of(const GradientCase& c) {
  std::vector<std::int64_t> dims{c.samples};
  dims.insert(dims.end(), c.example.dims().begin(), c.example.dims().end());
  return testing::random_tensor(Shape(dims), 11);
}

/// A gradient that is small beside those of the other weights may be nothing but rounding, as that
/// of a bias before a normalisation, which takes it off again.
constexpr double k_floor = 0.02;

/// Largest difference of the fast gradient of a weight from the reference's, over the largest of
/// the reference's; the worst of all weights, with its name.
std::pair<double, std::string> worst_difference(const GradientCase& c, int threads) {
  const auto program = std::make_shared<const BatchProgram>(
      c.graph, c.example, BatchProgram::Options{.batch = c.samples});
  BatchMachine machine(program, threads);
  const Tensor input = batch_of(c);
  std::vector<std::int32_t> labels;
  for (std::int64_t i = 0; i < c.samples; ++i) {
    labels.push_back(static_cast<std::int32_t>(i % program->classes()));
  }
  const std::int64_t features = c.example.elements();
  const BatchMachine::Fill fill = [&](const BatchPart& part, float* to) {
    for (std::int64_t f = 0; f < features; ++f) {
      for (std::int64_t lane = 0; lane < part.lanes; ++lane) {
        const std::int64_t at = (part.first + lane) * features + f;
        *to++ = lane < part.samples ? input.floats()[static_cast<std::size_t>(at)] : 0.0F;
      }
    }
  };
  const LossSettings settings{};
  const TrainingMode mode{.trains = true, .seed = 99};
  machine.differentiate(
      {.samples = c.samples, .labels = labels, .fill = fill, .loss = settings, .seed = mode.seed},
      {});
  machine.sum_gradient(0, program->learned_floats());

  const WideValues values = run_reference(c.graph, std::vector{input}, wide_weights(c.graph), mode);
  const ValueId logits = logits_of(c.graph);
  const Tensor& wide = values[static_cast<std::size_t>(logits)];
  GradientSeed seed{logits, Tensor(wide.shape(), ElementType::float64)};
  const auto classes = static_cast<std::size_t>(program->classes());
  const std::span<double> to = seed.gradient.mutable_values<double>();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    loss(settings, wide.values<double>().subspan(i * classes, classes), labels[i],
         to.subspan(i * classes, classes));
  }
  for (double& g : to) g /= static_cast<double>(c.samples);
  const WideValues gradients = backpropagate(c.graph, values, seed, mode);

  const auto largest = [](const Tensor& tensor) {
    double result = 0;
    for (const double x : tensor.values<double>()) result = std::max(result, std::abs(x));
    return result;
  };
  double scale = 0;
  for (const LearnedWeight& weight : program->learned()) {
    scale = std::max(scale, largest(gradients[static_cast<std::size_t>(weight.value)]));
  }
  std::pair<double, std::string> worst;
  for (const LearnedWeight& weight : program->learned()) {
    const Tensor& reference = gradients[static_cast<std::size_t>(weight.value)];
    const std::span<const double> wanted = reference.values<double>();
    const double own_scale = std::max(largest(reference), k_floor * scale);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const double fast = machine.gradient()[static_cast<std::size_t>(weight.first) + i];
      const double error = std::abs(fast - wanted[i]) / own_scale;
      if (!(error <= worst.first)) worst = {error, c.graph.name_of(weight.value)};
    }
  }
  return worst;
}

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
                         2);
    QVERIFY2(error < 2e-4, qPrintable(QString("%1: %2").arg(weight.c_str()).arg(error)));
  }

  void theGradientOfRandomNetworksIsThatOfThePlainLoops() {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      const testing::RandomGraph random = testing::random_graph(seed);
      const GradientCase c{.graph = random.graph,
                           .example = Shape(random.input.dims().subspan(1)),
                           .samples = 1 + static_cast<std::int64_t>(seed % 40)};
      const auto [error, name] = worst_difference(c, 2);
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

  void aNetworkForOtherClassesIsRefused() {
    const auto data = bars(40, 28, 3);
    QVERIFY_EXCEPTION_THROWN(
        Trainer(make_architecture("lenet5", 1, 28, 28, 4, 3), task_of(data), {}, 1), Error);
  }
};

QTEST_GUILESS_MAIN(TrainerTest)
#include "trainer_test.moc"
