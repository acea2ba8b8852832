#include "core/document/weight_reads.h"

#include <QTest>

#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"

using namespace fovea;

namespace {

using Ints = std::vector<std::int64_t>;

/// Whole numbers, all different: what a weight multiplies is told by its product.
Tensor counted(const Shape& shape) {
  Tensor tensor(shape);
  float next = 1;
  for (float& element : tensor.mutable_values<float>()) element = next++;
  return tensor;
}

struct Case {
  const char* name;
  const char* op;
  Shape input, weight;
  Attributes attributes;
};

std::vector<Case> cases() {
  return {
      {"plain", "Conv", {1, 2, 5, 6}, {2, 2, 3, 2}, {}},
      {"padded, stride 2",
       "Conv",
       {1, 1, 6, 7},
       {2, 1, 3, 3},
       {{"pads", Ints{1, 2, 1, 0}}, {"strides", Ints{2, 2}}}},
      {"dilated",
       "Conv",
       {1, 1, 8, 7},
       {1, 1, 3, 2},
       {{"dilations", Ints{2, 3}}, {"pads", Ints{2, 0, 2, 0}}}},
      {"two groups", "Conv", {1, 4, 4, 4}, {2, 2, 2, 2}, {{"group", std::int64_t{2}}}},
      {"one axis", "Conv", {1, 2, 9}, {2, 2, 4}, {{"strides", Ints{3}}}},
      {"a volume", "Conv", {1, 1, 3, 4, 4}, {1, 1, 2, 2, 3}, {{"pads", Ints{1, 0, 1, 0, 0, 1}}}},
      {"dense", "Gemm", {1, 6}, {3, 6}, {{"transB", std::int64_t{1}}}},
      {"dense, stored by input", "MatMul", {1, 5}, {5, 4}, {}},
  };
}

std::shared_ptr<const ShapedGraph> shaped_of(const Case& it) {
  GraphBuilder builder;
  Ints dims;
  for (const std::int64_t dim : it.input.dims()) dims.push_back(dim);
  builder.add_input("x", dims);
  builder.add_weight("w", Tensor::filled(it.weight, 0.0F));
  builder.add_node(it.op, "layer", it.attributes, {"x", "w"}, {"y"});
  builder.add_output("y");
  return shape_graph(builder.build(), std::span(&it.input, 1));
}

/// The network's answer where this weight is 1 and all others are 0: what the weight multiplies.
Tensor multiplied(const ShapedGraph& shaped, const Tensor& input, const WeightPlace& place) {
  Document document;
  auto origin = std::make_shared<NetworkOrigin>();
  origin->model.graph = shaped.graph;
  document.network = {
      .origin = origin, .graph = shaped.graph, .muted = {}, .computed = shaped.graph};
  document = set_kernel_cell(document, {place.unit, place.input}, place.cell, 1).document;
  Session session(make_cpu_backend(1));
  const CancelToken never;
  return session.run({.graph = document.network.graph, .inputs = {InputSource::of(input)}}, never)
      ->values[static_cast<std::size_t>(shaped.graph.structure().outputs[0])];
}

}  // namespace

class WeightReadsTest : public QObject {
  Q_OBJECT
 private slots:
  void aWeightMultipliesWhatTheNetworkSaysItDoes_data() {
    QTest::addColumn<int>("index");
    const auto all = cases();
    for (int i = 0; i < static_cast<int>(all.size()); ++i)
      QTest::newRow(all[static_cast<std::size_t>(i)].name) << i;
  }
  void aWeightMultipliesWhatTheNetworkSaysItDoes() {
    QFETCH(int, index);
    const Case it = cases()[static_cast<std::size_t>(index)];
    const auto shaped = shaped_of(it);
    const Tensor input = counted(it.input);
    const UnitView read = unit_view(it.input);
    const UnitView made = unit_view(shaped->shape(shaped->graph.structure().outputs[0]));
    for (std::int64_t unit = 0; unit < made.units; ++unit) {
      for (std::int64_t slice = 0; slice < slice_count(shaped->graph, 0); ++slice) {
        const std::int64_t cells = kernel_of(shaped->graph, {{0, unit}, slice}).elements();
        for (std::int64_t cell = 0; cell < cells; ++cell) {
          const WeightPlace place{{0, unit}, slice, cell};
          const auto over_all = weight_reads(*shaped, place);
          QVERIFY(over_all.has_value());
          QCOMPARE(over_all->value, shaped->graph.structure().inputs[0].value);
          std::set<float> seen;
          const auto map = unit_values(input, over_all->unit);
          const Tensor products = multiplied(*shaped, input, place);
          for (std::int64_t p = 0; p < made.rows * made.columns; ++p) {
            const auto at = weight_reads_at(*shaped, place, p / made.columns, p % made.columns);
            QVERIFY(at && at->unit == over_all->unit);
            const bool inside = !at->rows.empty() && !at->columns.empty();
            const float expected =
                inside ? map[static_cast<std::size_t>(at->rows[0] * read.columns + at->columns[0])]
                       : 0.0F;
            QCOMPARE(unit_values(products, unit)[static_cast<std::size_t>(p)], expected);
            if (inside) seen.insert(expected);
          }
          std::set<float> claimed;
          for (const std::int64_t row : over_all->rows)
            for (const std::int64_t column : over_all->columns)
              claimed.insert(map[static_cast<std::size_t>(row * read.columns + column)]);
          QCOMPARE(claimed, seen);
        }
      }
    }
  }

  void thereIsNothingWhereThereIsNoSuchWeight() {
    const auto shaped = shaped_of(cases()[0]);
    QVERIFY(!weight_reads(*shaped, {{0, 0}, 0, 6}));
    QVERIFY(!weight_reads(*shaped, {{0, 0}, 2, 0}));
    QVERIFY(!weight_reads(*shaped, {{0, 2}, 0, 0}));
    QVERIFY(!weight_reads(*shaped, {}));
  }
};

QTEST_GUILESS_MAIN(WeightReadsTest)
#include "weight_reads_test.moc"
