#include "core/train/backpropagation.h"

#include <QtTest>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "tests/core/ops/op_cases.h"
#include "tests/core/train/random_graph.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

double dot(const Tensor& a, const Tensor& b) {
  const auto x = a.values<double>(), y = b.values<double>();
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

Tensor moved(const Tensor& tensor, const Tensor& direction, double step) {
  Tensor result = tensor.clone();
  const std::span<double> values = result.mutable_values<double>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += step * direction.values<double>()[i];
  return result;
}

/// A network with its numbers, and a random linear function of its answer as loss.
class Derivation {
 public:
  Derivation(const Graph& graph, const Shape& input, TrainingMode mode)
      : graph_(graph), mode_(mode), given_(wide_weights(graph)) {
    const ValueId picture = graph.structure().inputs[0].value;
    input_ = static_cast<std::size_t>(picture);
    given_[input_] = random_tensor(input, 7).to(ElementType::float64);
    values_ = run(given_);
    const ValueId answer = graph.structure().outputs[0];
    answer_ = static_cast<std::size_t>(answer);
    slopes_ = random_tensor(values_[answer_].shape(), 8).to(ElementType::float64);
    gradients_ = backpropagate(graph, values_, {answer, slopes_}, mode);
  }

  /// Moves every given value by itself in a random direction; empty where the loss follows.
  std::string failure() const {
    constexpr double k_step = 1e-6;
    for (std::size_t id = 0; id < given_.size(); ++id) {
      if (given_[id].empty() || given_[id].type() != ElementType::float64) continue;
      const Tensor direction = random_tensor(given_[id].shape(), id).to(ElementType::float64);
      const double slope =
          (loss(id, direction, k_step) - loss(id, direction, -k_step)) / (2 * k_step);
      if (gradients_[id].empty()) return graph_.name_of(static_cast<ValueId>(id)) + " has none";
      const double expected = dot(gradients_[id], direction);
      const double size =
          std::sqrt(dot(gradients_[id], gradients_[id]) * dot(direction, direction));
      if (std::abs(slope - expected) <= 1e-6 * std::max(size, 1e-2)) continue;
      return QString("%1: %2 by differences, %3 by backpropagation")
          .arg(QString::fromStdString(graph_.name_of(static_cast<ValueId>(id))))
          .arg(slope, 0, 'g', 12)
          .arg(expected, 0, 'g', 12)
          .toStdString();
    }
    return {};
  }

 private:
  WideValues run(const WideValues& given) const {
    return run_reference(graph_, {&given[input_], 1}, given, mode_);
  }

  double loss(std::size_t id, const Tensor& direction, double step) const {
    WideValues given = given_;
    given[id] = moved(given[id], direction, step);
    return dot(run(given)[answer_], slopes_);
  }

  const Graph& graph_;
  TrainingMode mode_;
  WideValues given_;  ///< weights and the input
  std::size_t input_ = 0, answer_ = 0;
  WideValues values_, gradients_;
  Tensor slopes_;
};

Graph one_node(const std::string& op, std::vector<std::string> inputs) {
  GraphBuilder builder;
  builder.add_input("x", {-1, 2});
  builder.add_node(op, "node", {}, std::move(inputs), {"y"});
  builder.add_output("y");
  return builder.build();
}

}  // namespace

class BackpropagationTest : public QObject {
  Q_OBJECT

 private slots:
  void gradientsOfRandomNetworksAreThoseOfFiniteDifferences() {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      const RandomGraph made = random_graph(seed);
      Shape input = made.input;
      input[0] = 1 + static_cast<std::int64_t>(seed % 3);
      const TrainingMode mode{.trains = seed % 2 == 1, .seed = seed};
      const std::string failure = Derivation(made.graph, input, mode).failure();
      QVERIFY2(failure.empty(),
               qPrintable(QString("seed %1, %2: %3")
                              .arg(seed)
                              .arg(QString::fromStdString(made.text + input.to_string()))
                              .arg(QString::fromStdString(failure))));
    }
  }

  void aValueThatIsReadTwiceHasTheSum() {
    const Graph graph = one_node("Mul", {"x", "x"});
    const std::vector<Tensor> inputs{Tensor::of<double>({1, 2}, std::vector{3., -5.})};
    const WideValues values = run_reference(graph, inputs, wide_weights(graph));
    const WideValues gradients =
        backpropagate(graph, values, {graph.find_value("y"), Tensor::filled<double>({1, 2}, 1)});
    const auto slopes = gradients[static_cast<std::size_t>(graph.find_value("x"))].values<double>();
    QCOMPARE(std::vector(slopes.begin(), slopes.end()), (std::vector{6., -10.}));
  }

  void whatTheSeedDoesNotDependOnHasNone() {
    const RandomGraph made = random_graph(3);
    const std::vector<Tensor> inputs{random_tensor(made.input, 1)};
    const WideValues values = run_reference(made.graph, inputs, wide_weights(made.graph));
    const ValueId first = made.graph.node(0).outputs[0];
    const Tensor& value = values[static_cast<std::size_t>(first)];
    const WideValues gradients =
        backpropagate(made.graph, values, {first, Tensor::filled<double>(value.shape(), 1)});
    QVERIFY(gradients[static_cast<std::size_t>(made.graph.structure().outputs[0])].empty());
    QVERIFY(!gradients[static_cast<std::size_t>(made.graph.structure().inputs[0].value)].empty());
  }

  void theSeedsOwnTensorIsLeftAlone() {
    const Graph graph = one_node("Relu", {"x"});
    const Tensor seed = Tensor::filled<double>({1, 2}, 1);
    const std::vector<Tensor> inputs{Tensor::filled<float>({1, 2}, 1)};
    const WideValues values = run_reference(graph, inputs, wide_weights(graph));
    const WideValues gradients = backpropagate(graph, values, {graph.find_value("x"), seed});
    QVERIFY(!same(gradients[static_cast<std::size_t>(graph.find_value("x"))], seed));
  }

  void anInputThatDoesNotFitIsRefused() {
    const Graph graph = one_node("Relu", {"x"});
    const std::vector<Tensor> wrong{Tensor::filled<float>({1, 3}, 1)};
    QVERIFY_THROWS_EXCEPTION(Error, run_reference(graph, wrong, wide_weights(graph)));
  }

  void aCancelledRunStops() {
    const Graph graph = one_node("Relu", {"x"});
    const std::vector<Tensor> inputs{Tensor::filled<float>({1, 2}, 1)};
    const CancelToken cancel;
    cancel.cancel();
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             run_reference(graph, inputs, wide_weights(graph), {}, cancel));
  }
};

QTEST_GUILESS_MAIN(BackpropagationTest)
#include "backpropagation_test.moc"
