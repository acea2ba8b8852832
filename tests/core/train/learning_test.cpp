#include "core/train/learning.h"

#include <QtTest>

using namespace fovea;

namespace {

Tensor weight(const Shape& shape) { return Tensor::filled<float>(shape, 1); }

/// A convolution with bias, normalisation, a scale by channel, a constant factor, ReLU6, a matrix
/// and its bias.
Graph network(bool ends_in_softmax = true) {
  GraphBuilder builder;
  builder.add_input("x", {-1, 1, 1, 1});
  for (const char* name : {"bias", "scale", "shift", "mean", "variance"}) {
    builder.add_weight(name, weight({2}));
  }
  builder.add_weight("kernel", weight({2, 1, 1, 1}));
  builder.add_weight("by channel", weight({2, 1, 1}));
  builder.add_weight("constant", weight({}));
  builder.add_weight("six", weight({}));
  builder.add_weight("matrix", weight({2, 3}));
  builder.add_weight("matrix bias", weight({3}));
  builder.add_node("Conv", "conv", {}, {"x", "kernel", "bias"}, {"a"});
  builder.add_node("BatchNormalization", "norm", {}, {"a", "scale", "shift", "mean", "variance"},
                   {"b"});
  builder.add_node("Mul", "scaled", {}, {"b", "by channel"}, {"c"});
  builder.add_node("Mul", "halved", {}, {"c", "constant"}, {"d"});
  builder.add_node("Clip", "clip", {}, {"d", "", "six"}, {"e"});
  builder.add_node("Flatten", "flat", {}, {"e"}, {"f"});
  builder.add_node("Gemm", "dense", {}, {"f", "matrix", "matrix bias"}, {"logits"});
  if (ends_in_softmax) builder.add_node("Softmax", "softmax", {}, {"logits"}, {"answer"});
  builder.add_output(ends_in_softmax ? "answer" : "logits");
  return builder.build();
}

std::set<std::string> names(const Graph& graph, const std::set<std::string>& frozen, bool decays) {
  std::set<std::string> result;
  for (const LearningWeight& learning : learning_weights(graph, frozen)) {
    if (learning.decays == decays) result.insert(graph.name_of(learning.weight));
  }
  return result;
}

using Names = std::set<std::string>;

}  // namespace

class LearningTest : public QObject {
  Q_OBJECT

 private slots:
  void statisticsBoundsAndConstantsDoNotLearn() {
    const Graph graph = network();
    QCOMPARE(names(graph, {}, true), (Names{"kernel", "matrix"}));
    QCOMPARE(names(graph, {}, false),
             (Names{"bias", "scale", "shift", "by channel", "matrix bias"}));
  }

  void frozenNodesKeepTheirWeights() {
    const Graph graph = network();
    QCOMPARE(names(graph, {"conv", "norm"}, true), Names{"matrix"});
    QCOMPARE(names(graph, {"conv", "norm"}, false), (Names{"by channel", "matrix bias"}));
  }

  void aWeightThatAFrozenNodeSharesStaysToo() {
    GraphBuilder builder;
    builder.add_input("x", {-1, 2});
    builder.add_weight("w", weight({2, 2}));
    builder.add_node("Gemm", "first", {}, {"x", "w"}, {"a"});
    builder.add_node("Gemm", "second", {}, {"a", "w"}, {"b"});
    builder.add_output("b");
    const Graph graph = builder.build();
    QCOMPARE(learning_weights(graph, {}).size(), 1U);
    QVERIFY(learning_weights(graph, {"second"}).empty());
  }

  void lossesAreTakenBeforeTheSoftmax() {
    for (const bool softmax : {true, false}) {
      const Graph graph = network(softmax);
      QCOMPARE(logits_of(graph), graph.find_value("logits"));
    }
  }
};

QTEST_GUILESS_MAIN(LearningTest)
#include "learning_test.moc"
