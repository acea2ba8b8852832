#include <QTest>

#include "core/base/error.h"
#include "core/graph/shaped_graph.h"

using namespace fovea;

namespace {

/// Input [1, 1, h, w] → conv (2 kernels of 3 × 3) → relu → pool 2 × 2.
Graph small_network(std::int64_t height = -1, std::int64_t width = -1) {
  GraphBuilder builder;
  builder.add_node("MaxPool", "pool",
                   {{"kernel_shape", std::vector<std::int64_t>{2, 2}},
                    {"strides", std::vector<std::int64_t>{2, 2}}},
                   {"activated"}, {"pooled"});
  builder.add_node("Relu", "relu", {}, {"mapped"}, {"activated"});
  builder.add_node("Conv", "conv", {}, {"picture", "kernel", "bias"}, {"mapped"});
  builder.add_input("picture", {-1, 1, height, width});
  builder.add_weight("kernel", Tensor::filled<float>({2, 1, 3, 3}, 1));
  builder.add_weight("bias", Tensor::filled<float>({2}, 0));
  builder.add_output("pooled");
  return builder.build();
}

std::string message(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.sentence();
  }
  return {};
}

std::shared_ptr<const ShapedGraph> shaped(const Graph& graph, const Shape& shape) {
  return shape_graph(graph, std::span(&shape, 1));
}

bool contains(const std::string& text, const std::string& part) {
  if (text.find(part) != std::string::npos) return true;
  qWarning("“%s” does not say “%s”", text.c_str(), part.c_str());
  return false;
}

}  // namespace

class GraphTest : public QObject {
  Q_OBJECT
 private slots:
  void nodesAreOrderedByWhatTheyRead() {
    const Graph graph = small_network();
    QCOMPARE(graph.nodes().size(), std::size_t{3});
    QCOMPARE(graph.node(0).name, std::string("conv"));
    QCOMPARE(graph.node(2).name, std::string("pool"));
    QCOMPARE(graph.producer(graph.find_value("activated")), 1);
    QCOMPARE(graph.producer(graph.find_value("picture")), k_no_node);
  }

  void receptiveFieldsBeyondAllNumbersAreCapped() {
    GraphBuilder builder;
    builder.add_input("x0", {1, 1, 1});
    builder.add_weight("k", Tensor::filled<float>({1, 1, 2}, 1));
    const std::vector<std::int64_t> stride{std::int64_t{1} << 30}, pads{1, 0};
    for (int i = 0; i < 4; ++i) {
      builder.add_node("Conv", "conv", {{"strides", stride}, {"pads", pads}},
                       {"x" + std::to_string(i), "k"}, {"x" + std::to_string(i + 1)});
    }
    builder.add_output("x4");
    const auto result = shaped(builder.build(), {1, 1, 1});
    const AxisField& field =
        result->fields[static_cast<std::size_t>(result->graph.find_value("x4"))][0];
    QVERIFY(field.jump >= std::int64_t{1} << 60);
    QVERIFY(field.size >= std::int64_t{1} << 60);
    QVERIFY(field.start <= -(std::int64_t{1} << 60));
  }

  void ranksAreKnownAsFarAsTheyFollow() {
    const Graph free = small_network();
    QCOMPARE(free.structure().ranks[static_cast<std::size_t>(free.find_value("pooled"))], 4);
    const Graph impossible = small_network(2, 2);
    QCOMPARE(
        impossible.structure().ranks[static_cast<std::size_t>(impossible.find_value("pooled"))],
        -1);
  }

  void shapesAndCostsFollowFromTheInput() {
    const auto result = shaped(small_network(), {1, 1, 10, 8});
    QCOMPARE(result->shape(result->graph.find_value("mapped")), (Shape{1, 2, 8, 6}));
    QCOMPARE(result->shape(result->graph.find_value("pooled")), (Shape{1, 2, 4, 3}));
    QCOMPARE(result->total.params, 20);
    QCOMPARE(result->total.macs, std::int64_t{2 * 9 * 8 * 6});
    QCOMPARE(result->costs[0].bytes, std::int64_t{2 * 8 * 6 * 4});
  }

  void receptiveFieldsGrowWithEachWindow() {
    const auto result = shaped(small_network(), {1, 1, 10, 8});
    const auto field = [&](const char* name) {
      return result->fields[static_cast<std::size_t>(result->graph.find_value(name))];
    };
    QCOMPARE(field("mapped"), (ReceptiveField{{3, 1, 0}, {3, 1, 0}}));
    QCOMPARE(field("activated"), field("mapped"));
    QCOMPARE(field("pooled"), (ReceptiveField{{4, 2, 0}, {4, 2, 0}}));
  }

  void provenanceIsTheBoxThatAValueRead() {
    const auto result = shaped(small_network(), {1, 1, 10, 8});
    const Graph& graph = result->graph;
    const auto boxes =
        provenance(*result, graph.find_value("pooled"), {{0, 1}, {1, 2}, {2, 3}, {1, 2}});
    const Box mapped = *boxes[static_cast<std::size_t>(graph.find_value("mapped"))];
    QCOMPARE(mapped, (Box{{0, 1}, {1, 2}, {4, 6}, {2, 4}}));
    const Box picture = *boxes[static_cast<std::size_t>(graph.find_value("picture"))];
    QCOMPARE(picture, (Box{{0, 1}, {0, 1}, {4, 8}, {2, 6}}));
    QVERIFY(!boxes[static_cast<std::size_t>(graph.find_value("kernel"))]);
  }

  void provenanceIsClippedAtTheBorder() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1, 5, 5});
    builder.add_weight("k", Tensor::filled<float>({1, 1, 3, 3}, 1));
    builder.add_node("Conv", "c", {{"pads", std::vector<std::int64_t>{1, 1, 1, 1}}}, {"x", "k"},
                     {"y"});
    builder.add_output("y");
    const auto result = shaped(builder.build(), {1, 1, 5, 5});
    const auto boxes =
        provenance(*result, result->graph.find_value("y"), {{0, 1}, {0, 1}, {0, 1}, {4, 5}});
    QCOMPARE(*boxes[static_cast<std::size_t>(result->graph.find_value("x"))],
             (Box{{0, 1}, {0, 1}, {0, 2}, {3, 5}}));
  }

  void editsShareAllButTheWeight() {
    const Graph graph = small_network();
    const ValueId kernel = graph.find_value("kernel");
    const Graph edited = graph.with_weight(kernel, Tensor::filled<float>({2, 1, 3, 3}, 2));
    QVERIFY(!(edited == graph));
    QVERIFY(same_structure(edited, graph));
    QVERIFY(same(edited.weight(graph.find_value("bias")), graph.weight(graph.find_value("bias"))));
    QCOMPARE(graph.weight(kernel).floats()[0], 1.F);
  }

  void aCycleIsRefusedByName() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1});
    builder.add_node("Add", "first", {}, {"x", "b"}, {"a"});
    builder.add_node("Add", "second", {}, {"x", "a"}, {"b"});
    builder.add_output("b");
    const std::string text = message([&] { builder.build(); });
    QVERIFY(contains(text, "cycle"));
    QVERIFY(contains(text, "first"));
  }

  void anInputThatNobodyMakesIsRefused() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1});
    builder.add_node("Relu", "lonely", {}, {"ghost"}, {"y"});
    builder.add_output("y");
    const std::string text = message([&] { builder.build(); });
    QVERIFY(contains(text, "ghost"));
    QVERIFY(contains(text, "lonely"));
  }

  void anOutputThatNobodyMakesIsRefused() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1});
    builder.add_output("y");
    QVERIFY(contains(message([&] { builder.build(); }), "“y”"));
  }

  void aValueWithTwoMakersIsRefused() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1});
    builder.add_node("Relu", "one", {}, {"x"}, {"y"});
    QVERIFY(contains(message([&] { builder.add_node("Relu", "two", {}, {"x"}, {"y"}); }), "twice"));
  }

  void anUnknownOperatorIsNamedWithItsNode() {
    GraphBuilder builder(17);
    const std::string text =
        message([&] { builder.add_node("FooConv", "strange", {}, {"x"}, {"y"}); });
    QVERIFY(contains(text, "FooConv"));
    QVERIFY(contains(text, "strange"));
    QVERIFY(contains(text, "opset 17"));
  }

  void anInputOfAnotherShapeIsRefused() {
    const std::string text = message([] { shaped(small_network(28, 28), {1, 3, 28, 28}); });
    QVERIFY(contains(text, "? × 1 × 28 × 28"));
    QVERIFY(contains(text, "1 × 3 × 28 × 28"));
  }

  void shapesThatWouldNeedTerabytesAreRefusedWithoutAllocating() {
    const std::string text = message([] { shaped(small_network(), {1, 1, 4'000'000, 4'000'000}); });
    QVERIFY(contains(text, "4000000"));
  }

  void sizesBeyondCountingAreRefused() {
    constexpr std::int64_t k_huge = std::int64_t{1} << 40;
    QVERIFY(!message([] { shaped(small_network(), {1, 1, k_huge, k_huge}); }).empty());
  }

  void aFreeBatchCountsAsOneAndOtherFreeAxesComeFromTheCaller() {
    const std::vector<std::int64_t> size{1, 1, 20, 30};
    QCOMPARE(declared_shapes(small_network(), size)[0], (Shape{1, 1, 20, 30}));
    QVERIFY(contains(message([] { declared_shapes(small_network(), {}); }), "open"));
  }
};

QTEST_GUILESS_MAIN(GraphTest)
#include "graph_test.moc"
