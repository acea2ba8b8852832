#include <QTest>
#include <functional>

#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/graph/shaped_graph.h"

using namespace fovea;

namespace {

using Ints = std::vector<std::int64_t>;

/// Numbers that no sum of a few makes 0, so that every change shows.
Tensor numbers(const Shape& shape, float first) {
  Tensor tensor(shape);
  float value = first;
  for (float& element : tensor.mutable_values<float>()) {
    element = value;
    value = value < 3 ? value * 1.37F : value - 2.61F;
  }
  return tensor;
}

void conv(GraphBuilder& builder, const char* from, const char* to, const Shape& weight,
          const Ints& strides, const Ints& pads, const Ints& dilations, std::int64_t group = 1) {
  const std::string kernel = std::string(to) + "_w";
  builder.add_weight(kernel, numbers(weight, 0.7F));
  builder.add_node(
      "Conv", to,
      {{"strides", strides}, {"pads", pads}, {"dilations", dilations}, {"group", group}},
      {from, kernel}, {to});
}

struct Case {
  const char* name;
  Shape input;
  std::function<void(GraphBuilder&)> build;
  /// Whether every sample between the first and the last that a value reads is read.
  bool without_gaps = true;
};

std::vector<Case> cases() {
  return {
      {"padded, then pooled",
       {1, 2, 7, 9},
       [](GraphBuilder& it) {
         conv(it, "x", "a", {3, 2, 3, 3}, {1, 1}, {1, 1, 1, 1}, {1, 1});
         it.add_node("AveragePool", "b", {{"kernel_shape", Ints{2, 2}}, {"strides", Ints{2, 2}}},
                     {"a"}, {"b"});
         it.add_output("b");
       }},
      {"stride 2, uneven pads",
       {1, 1, 8, 7},
       [](GraphBuilder& it) {
         conv(it, "x", "a", {2, 1, 3, 2}, {2, 1}, {0, 1, 2, 0}, {1, 1});
         conv(it, "a", "b", {2, 2, 2, 2}, {1, 2}, {0, 0, 0, 0}, {1, 1});
         it.add_output("b");
       }},
      {"dilation 2",
       {1, 1, 9, 9},
       [](GraphBuilder& it) {
         conv(it, "x", "a", {1, 1, 3, 3}, {1, 1}, {2, 2, 2, 2}, {2, 2});
         it.add_output("a");
       },
       false},
      {"stride beyond the kernel",
       {1, 1, 9, 8},
       [](GraphBuilder& it) {
         conv(it, "x", "a", {2, 1, 2, 2}, {3, 3}, {0, 0, 0, 0}, {1, 1});
         conv(it, "a", "b", {1, 2, 2, 2}, {1, 1}, {0, 0, 0, 0}, {1, 1});
         it.add_output("b");
       },
       false},
      {"a shortcut and a depthwise branch side by side",
       {1, 2, 6, 6},
       [](GraphBuilder& it) {
         conv(it, "x", "a", {2, 1, 3, 3}, {1, 1}, {1, 1, 1, 1}, {1, 1}, 2);
         it.add_node("Add", "s", {}, {"a", "x"}, {"s"});
         it.add_node("Concat", "c", {{"axis", std::int64_t{1}}}, {"s", "x"}, {"c"});
         it.add_output("c");
       }},
      {"a dense end",
       {1, 1, 5, 5},
       [](GraphBuilder& it) {
         conv(it, "x", "a", {2, 1, 3, 3}, {1, 1}, {0, 0, 0, 0}, {1, 1});
         it.add_node("Flatten", "f", {}, {"a"}, {"f"});
         it.add_weight("w", numbers({18, 4}, 0.3F));
         it.add_node("Gemm", "g", {}, {"f", "w"}, {"g"});
         it.add_node("Softmax", "p", {}, {"g"}, {"p"});
         it.add_output("p");
       }},
  };
}

/// Calls `visit` with every position of a shape.
void for_each_position(const Shape& shape,
                       const std::function<void(std::size_t, const Box&)>& visit) {
  for (std::int64_t index = 0; index < shape.elements(); ++index) {
    Box box(shape.rank());
    std::int64_t rest = index;
    for (std::size_t axis = shape.rank(); axis-- > 0; rest /= shape[axis])
      box[axis] = {rest % shape[axis], rest % shape[axis] + 1};
    visit(static_cast<std::size_t>(index), box);
  }
}

bool holds(const Box& outer, const Box& inner) {
  for (std::size_t axis = 0; axis < outer.size(); ++axis)
    if (inner[axis].first < outer[axis].first || inner[axis].last > outer[axis].last) return false;
  return true;
}

void grow(std::optional<Box>& into, const Box& box) {
  if (!into) into = box;
  for (std::size_t axis = 0; axis < box.size(); ++axis) {
    (*into)[axis].first = std::min((*into)[axis].first, box[axis].first);
    (*into)[axis].last = std::max((*into)[axis].last, box[axis].last);
  }
}

struct Network {
  std::shared_ptr<const ShapedGraph> shaped;
  Session session{make_cpu_backend(1)};

  explicit Network(const Case& it) {
    GraphBuilder builder;
    Ints dims;
    for (const std::int64_t dim : it.input.dims()) dims.push_back(dim);
    builder.add_input("x", dims);
    it.build(builder);
    shaped = shape_graph(builder.build(), std::span(&it.input, 1));
  }
  ValueId input() const { return shaped->graph.structure().inputs[0].value; }
  std::vector<Tensor> run(Tensor input) {
    const CancelToken never;
    return session
        .run({.graph = shaped->graph, .inputs = {InputSource::of(std::move(input))}}, never)
        ->values;
  }
  /// Values that nodes make.
  std::vector<ValueId> made() const {
    std::vector<ValueId> result;
    for (const fovea::Node& node : shaped->graph.nodes()) result.push_back(node.outputs[0]);
    return result;
  }
};

}  // namespace

class ReachTest : public QObject {
  Q_OBJECT

  static void add_cases() {
    QTest::addColumn<int>("index");
    const auto all = cases();
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
      QTest::newRow(all[static_cast<std::size_t>(i)].name) << i;
  }

 private slots:
  void whatAValueDoesNotReachStaysTheSame_data() { add_cases(); }
  void whatAValueDoesNotReachStaysTheSame() {
    QFETCH(int, index);
    const Case it = cases()[static_cast<std::size_t>(index)];
    Network network(it);
    const Tensor input = numbers(it.input, 0.4F);
    const std::vector<Tensor> before = network.run(input);
    for_each_position(it.input, [&](std::size_t at, const Box& box) {
      Tensor changed = input.clone();
      changed.mutable_values<float>()[at] += 1;
      const std::vector<Tensor> after = network.run(std::move(changed));
      const auto reached = reach(*network.shaped, network.input(), box);
      for (const ValueId value : network.made()) {
        const auto i = static_cast<std::size_t>(value);
        std::optional<Box> changes;
        for_each_position(before[i].shape(), [&](std::size_t p, const Box& position) {
          if (before[i].floats()[p] != after[i].floats()[p]) grow(changes, position);
        });
        QVERIFY(!changes || (reached[i] && holds(*reached[i], *changes)));
        // Where every change shows, nothing is claimed that is not so.
        if (it.without_gaps && !changes) QVERIFY(!reached[i]);
      }
    });
  }

  void theRegionIsTheUnionOfThePositionsThatSeeTheValue_data() { add_cases(); }
  void theRegionIsTheUnionOfThePositionsThatSeeTheValue() {
    QFETCH(int, index);
    const Case it = cases()[static_cast<std::size_t>(index)];
    const Network network(it);
    std::vector<std::vector<std::optional<Box>>> reached;
    for_each_position(it.input, [&](std::size_t, const Box& box) {
      reached.push_back(reach(*network.shaped, network.input(), box));
    });
    for (const ValueId value : network.made()) {
      const auto i = static_cast<std::size_t>(value);
      std::vector<std::optional<Box>> seen_from(reached.size());
      for_each_position(network.shaped->shape(value), [&](std::size_t, const Box& position) {
        const auto sees = provenance(*network.shaped, value, position);
        const auto& field = sees[static_cast<std::size_t>(network.input())];
        for_each_position(it.input, [&](std::size_t at, const Box& box) {
          if (field && holds(*field, box)) grow(seen_from[at], position);
        });
      });
      for (std::size_t at = 0; at < reached.size(); ++at) {
        // A field is a box: with gaps it holds samples that nothing reads.
        if (it.without_gaps)
          QVERIFY2(reached[at][i] == seen_from[at], qPrintable(QString::number(at)));
        else
          QVERIFY(!reached[at][i] || (seen_from[at] && holds(*seen_from[at], *reached[at][i])));
      }
    }
  }

  void nothingBeforeAValueIsReached() {
    const Case it = cases().back();
    const Network network(it);
    const ValueId flat = network.shaped->graph.find_value("f");
    const auto boxes = reach(*network.shaped, flat, {{0, 1}, {3, 4}});
    QVERIFY(!boxes[static_cast<std::size_t>(network.input())]);
    QVERIFY(!boxes[static_cast<std::size_t>(network.shaped->graph.find_value("a"))]);
    QCOMPARE(*boxes[static_cast<std::size_t>(network.shaped->graph.find_value("p"))],
             (Box{{0, 1}, {0, 4}}));
  }

  void aSampleThatNoWindowReadsReachesNothing() {
    const Case it = cases()[3];
    const Network network(it);
    const auto boxes = reach(*network.shaped, network.input(), {{0, 1}, {0, 1}, {2, 3}, {0, 1}});
    for (const ValueId value : network.made()) QVERIFY(!boxes[static_cast<std::size_t>(value)]);
  }
};

QTEST_GUILESS_MAIN(ReachTest)
#include "reach_test.moc"
