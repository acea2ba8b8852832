#include "core/train/transfer.h"

#include <QTest>

#include "core/base/error.h"
#include "core/train/architectures.h"
#include "core/train/learning.h"

using namespace fovea;

class TransferTest : public QObject {
  Q_OBJECT

 private slots:
  void theHeadIsNewForItsClassesAndTheBodyIsTheSame() {
    const Graph graph = make_architecture("lenet5", 1, 28, 28, 10, 1);
    const Transfer made = with_new_head(graph, 3, 2);
    QVERIFY(!same_structure(graph, made.graph));
    const auto matrix = [](const Graph& of, const char* node) {
      return of.weight(of.node(of.find_node(node)).inputs[1]);
    };
    QVERIFY(same(matrix(graph, "conv1"), matrix(made.graph, "conv1")));
    QVERIFY(same(matrix(graph, "fc2"), matrix(made.graph, "fc2")));
    QCOMPARE(matrix(made.graph, "fc3").elements(), 3 * 84);
    const Node& head = made.graph.node(made.graph.find_node("fc3"));
    QCOMPARE(made.graph.weight(head.inputs[2]).elements(), 3);
    double squares = 0;
    for (const float value : matrix(made.graph, "fc3").floats()) squares += double{value} * value;
    const double variance = squares / (3 * 84);
    QVERIFY2(variance > 0.7 / 84 && variance < 1.4 / 84,
             qPrintable(QString::number(variance * 84)));
  }

  void withTheBodyFrozenTheHeadAloneLearns() {
    const Transfer made = with_new_head(make_architecture("lenet5", 1, 28, 28, 10, 1), 3, 2);
    QCOMPARE(learning_weights(made.graph, made.frozen).size(), std::size_t{2});
  }

  void anotherSeedMakesAnotherHead() {
    const Graph graph = make_architecture("dense", 1, 8, 8, 4, 1);
    const auto head = [&](std::uint64_t seed) {
      const Graph made = with_new_head(graph, 2, seed).graph;
      const auto floats = made.weight(made.node(made.find_node("fc2")).inputs[1]).floats();
      return std::vector<float>(floats.begin(), floats.end());
    };
    QCOMPARE(head(5), head(5));
    QVERIFY(head(5) != head(6));
  }

  void aNetworkWithoutADenseLayerAtItsEndIsRefused() {
    GraphBuilder builder;
    builder.add_input("input", {1, 1, 4, 4});
    builder.add_node("Relu", "relu", {}, {"input"}, {"out"});
    builder.add_output("out");
    QVERIFY_THROWS_EXCEPTION(Error, with_new_head(builder.build(), 2, 1));
  }
};

QTEST_GUILESS_MAIN(TransferTest)
#include "transfer_test.moc"
