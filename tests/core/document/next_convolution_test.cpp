#include "core/document/next_convolution.h"

#include <QTest>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/kernel/responses.h"
#include "core/kernel/turns.h"
#include "tests/core/kernel/kernels.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

using Ints = std::vector<std::int64_t>;

Tensor weights(const Shape& shape, std::uint32_t seed) {
  return random_kernel(shape.elements(), 1, seed).reshaped(shape);
}

/// Two convolutions of 2 → 4 → 6 maps, the second in two groups, with these nodes in between.
Graph two_convolutions(const std::vector<std::string>& between) {
  GraphBuilder builder;
  builder.add_input("x", {1, 2, 30, 30});
  builder.add_weight("w1", weights(Shape{4, 2, 3, 2}, 1));
  builder.add_weight("w2", weights(Shape{6, 2, 2, 3}, 2));
  builder.add_node("Conv", "conv1", {{"strides", Ints{2, 1}}, {"dilations", Ints{1, 2}}},
                   {"x", "w1"}, {"v0"});
  std::string last = "v0";
  for (const std::string& op : between) {
    const std::string made = "v" + std::to_string(last.size()) + op;
    Attributes attributes;
    if (op == "MaxPool") attributes.set("kernel_shape", Ints{2, 2});
    builder.add_node(op, op, attributes, {last}, {made});
    last = made;
  }
  builder.add_node("Conv", "conv2", {{"group", std::int64_t{2}}, {"dilations", Ints{2, 1}}},
                   {last, "w2"}, {"y"});
  builder.add_output("y");
  return builder.build();
}

Tensor computed(const Graph& graph, const Tensor& input) {
  Session session(make_cpu_backend(1));
  const CancelToken never;
  return session.run({.graph = graph, .inputs = {InputSource::of(input)}}, never)
      ->values[static_cast<std::size_t>(graph.structure().outputs[0])];
}

}  // namespace

class NextConvolutionTest : public QObject {
  Q_OBJECT

 private slots:
  void activationsLieBetweenConvolutions() {
    const Graph graph = two_convolutions({"Relu"});
    const auto next = next_convolution(graph, graph.find_node("conv1"));
    QVERIFY(next);
    QCOMPARE(next->node, graph.find_node("conv2"));
    QCOMPARE(next->between, std::vector<NodeId>{graph.find_node("Relu")});
    QVERIFY(!next_convolution(graph, graph.find_node("conv2")));
  }

  void otherLayersEndTheWay() {
    const Graph graph = two_convolutions({"MaxPool"});
    QVERIFY(!next_convolution(graph, graph.find_node("conv1")));
  }

  /// What the engine makes of both layers is what the composed kernels make, summed over all ways.
  void allWaysTogetherAreBothLayers() {
    const Graph graph = two_convolutions({});
    const NodeId first = graph.find_node("conv1");
    const auto next = next_convolution(graph, first);
    QVERIFY(next && next->between.empty());
    const Steps own = steps_of(graph, first), after = steps_of(graph, next->node);
    QCOMPARE(own.stride, (std::array<std::int64_t, 2>{2, 1}));
    QCOMPARE(own.dilation, (std::array<std::int64_t, 2>{1, 2}));

    const Tensor input = weights(Shape{1, 2, 30, 30}, 3);
    for (const std::int64_t unit : {0, 2, 3, 5}) {
      double expected = 0;
      for (std::int64_t middle = 0; middle < 4; ++middle) {
        const ReadingUnits readers = units_that_read(graph, next->node, middle);
        if (unit < readers.first_unit || unit >= readers.last_unit) continue;
        const Tensor second =
            spread(kernel_of(graph, {{next->node, unit}, readers.slice}),
                   own.stride[0] * after.dilation[0], own.stride[1] * after.dilation[1]);
        for (std::int64_t map = 0; map < 2; ++map) {
          const Tensor both = composed(
              spread(kernel_of(graph, {{first, middle}, map}), own.dilation[0], own.dilation[1]),
              second);
          // The output's upper left value: the window is at the input's upper left.
          for (std::int64_t cell = 0; cell < both.elements(); ++cell) {
            const std::int64_t row = cell / both.shape()[1], column = cell % both.shape()[1];
            expected +=
                double{both.floats()[static_cast<std::size_t>(cell)]} *
                double{input.floats()[static_cast<std::size_t>(map * 900 + row * 30 + column)]};
          }
        }
      }
      const Tensor output = computed(graph, input);
      const double got =
          output.floats()[static_cast<std::size_t>(unit * output.shape()[2] * output.shape()[3])];
      QVERIFY2(std::abs(got - expected) < 1e-4,
               qPrintable(QString("%1 %2").arg(got).arg(expected)));
    }
  }
};

QTEST_GUILESS_MAIN(NextConvolutionTest)
#include "next_convolution_test.moc"
