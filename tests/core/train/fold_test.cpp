#include "core/train/fold.h"

#include <QtTest>
#include <cmath>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/train/architectures.h"
#include "core/train/random.h"

using namespace fovea;

namespace {

Tensor random_tensor(const Shape& shape, double low, double high, std::uint64_t seed) {
  Random random(seed);
  Tensor tensor(shape);
  for (float& x : tensor.mutable_values<float>()) x = static_cast<float>(random.uniform(low, high));
  return tensor;
}

/// The graph as if it had learnt: statistics, scales and shifts of any size.
Graph learnt(Graph graph) {
  for (std::size_t i = 0; i < graph.value_count(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (!graph.is_weight(id) || !graph.name_of(id).starts_with("bn")) continue;
    const bool is_variance = graph.name_of(id).ends_with("running_var");
    graph = graph.with_weight(
        id, random_tensor(graph.weight(id).shape(), is_variance ? 0.2 : -1, 2, i));
  }
  return graph;
}

std::vector<float> output_of(const Graph& graph, const Tensor& input) {
  Session session(make_cpu_backend(1));
  const auto frame =
      session.run({.graph = graph, .inputs = {InputSource::of(input)}}, CancelToken{});
  const auto values = frame->value(graph.structure().outputs[0]).floats();
  return {values.begin(), values.end()};
}

std::ptrdiff_t count(const Graph& graph, const Operator& op) {
  return std::ranges::count(graph.nodes(), &op, &Node::op);
}

/// Whether both graphs make the same of a random picture, within 1e-5.
bool same_outputs(const Graph& a, const Graph& b, const Shape& shape) {
  const Tensor input = random_tensor(shape, -1, 1, 77);
  const auto x = output_of(a, input), y = output_of(b, input);
  return std::ranges::equal(x, y, [](float p, float q) { return std::abs(p - q) < 1e-5F; });
}

}  // namespace

class FoldTest : public QObject {
  Q_OBJECT

 private slots:
  void outputsStayAsTheyWere_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"natural10", "small-resnet", "separable"}) {
      QTest::newRow(name) << QByteArray(name);
    }
  }

  void outputsStayAsTheyWere() {
    QFETCH(QByteArray, name);
    const Graph graph = learnt(make_architecture(name.toStdString(), 3, 16, 16, 10, 4));
    const Graph folded = fold_batch_normalization(graph);
    QVERIFY(count(graph, ops::batch_normalization) > 0);
    QCOMPARE(count(folded, ops::batch_normalization), std::ptrdiff_t{0});
    QCOMPARE(count(folded, ops::conv), count(graph, ops::conv));
    QVERIFY(same_outputs(graph, folded, {2, 3, 16, 16}));
  }

  void aNormalisationThatIsTheOutputKeepsItsName() {
    const Graph graph = conv_and_norm({"bn"}, true);
    const Graph folded = fold_batch_normalization(graph);
    QCOMPARE(count(folded, ops::batch_normalization), std::ptrdiff_t{0});
    QCOMPARE(folded.name_of(folded.structure().outputs[0]), std::string("bn"));
    QVERIFY(same_outputs(graph, folded, {1, 1, 5, 5}));
  }

  void aConvolutionWithoutBiasGetsOne() {
    const Graph graph = conv_and_norm({"bn"}, false);
    const Graph folded = fold_batch_normalization(graph);
    QVERIFY(folded.is_weight(folded.find_value("conv.bias")));
    QVERIFY(same_outputs(graph, folded, {1, 1, 5, 5}));
  }

  void aConvolutionThatOthersReadStays() {
    const Graph graph = conv_and_norm({"bn", "conv"}, true);
    QVERIFY(fold_batch_normalization(graph) == graph);
  }

  void aNetworkWithoutNormalisationIsTheSame() {
    const Graph graph = make_architecture("lenet5", 1, 28, 28, 10, 1);
    QVERIFY(fold_batch_normalization(graph) == graph);
  }

 private:
  static Graph conv_and_norm(const std::vector<std::string>& outputs, bool has_bias) {
    GraphBuilder builder;
    builder.add_input("input", {-1, 1, -1, -1});
    builder.add_weight("conv.weight", random_tensor({2, 1, 3, 3}, -1, 1, 1));
    std::vector<std::string> inputs{"input", "conv.weight"};
    if (has_bias) {
      builder.add_weight("b", random_tensor({2}, -1, 1, 2));
      inputs.push_back("b");
    }
    builder.add_node("Conv", "conv", {}, inputs, {"conv"});
    builder.add_weight("scale", random_tensor({2}, -1, 2, 3));
    builder.add_weight("shift", random_tensor({2}, -1, 2, 4));
    builder.add_weight("mean", random_tensor({2}, -1, 2, 5));
    builder.add_weight("variance", random_tensor({2}, 0.5, 2, 6));
    builder.add_node("BatchNormalization", "bn", {{"epsilon", 1e-3F}},
                     {"conv", "scale", "shift", "mean", "variance"}, {"bn"});
    for (const std::string& output : outputs) builder.add_output(output);
    return builder.build();
  }
};

QTEST_GUILESS_MAIN(FoldTest)
#include "fold_test.moc"
