#include <QTest>

#include "core/document/history.h"
#include "core/document/kernel_place.h"
#include "core/onnx/bundled.h"

using namespace fovea;

namespace {

Document start() {
  Tensor pixels(Shape{8, 8, 1}, ElementType::uint8);
  return make_document(make_origin(edges_network(), "edges"),
                       std::make_shared<const Picture>(
                           Picture{.pixels = std::move(pixels), .name = "grey", .warning = {}}));
}

/// The graph with every weight scaled.
Graph scaled(const Graph& graph, float factor) {
  Graph result = graph;
  for (std::size_t id = 0; id < graph.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    if (!graph.is_weight(value) || graph.weight(value).type() != ElementType::float32) continue;
    Tensor weight = graph.weight(value).clone();
    for (float& cell : weight.mutable_values<float>()) cell *= factor;
    result = result.with_weight(value, std::move(weight));
  }
  return result;
}

}  // namespace

/// Moments of a training within the history.
class MomentsTest : public QObject {
  Q_OBJECT

 private slots:
  void aMomentReplacesTheOneBeforeWithoutAStep() {
    History history(start());
    const auto origin = history.current().network.origin;
    const Graph first = scaled(origin->model.graph, 1.5F), second = scaled(first, 2);
    history.apply(train_network(history.current(), origin, first, nullptr, "train edges"));
    const auto revision = history.revision();
    history.replace(first, second);
    QVERIFY(history.current().network.graph == second);
    QVERIFY(history.current().network.computed == second);
    QVERIFY(history.revision() > revision);
    QCOMPARE(history.undo_name(), std::string("train edges"));
    history.undo();
    QVERIFY(!history.can_undo());
    QVERIFY(history.current().network.graph == origin->model.graph);
  }

  void aMomentIsTakenAlsoWhereItWasUndone() {
    History history(start());
    const auto origin = history.current().network.origin;
    const Graph first = scaled(origin->model.graph, 1.5F), second = scaled(first, 2);
    history.apply(train_network(history.current(), origin, first, nullptr, "train edges"));
    history.undo();
    const auto revision = history.revision();
    history.replace(first, second);
    QCOMPARE(history.revision(), revision);
    history.redo();
    QVERIFY(history.current().network.graph == second);
  }

  void editedWeightsStayAndMutedUnitsStayMuted() {
    History history(start());
    const auto origin = history.current().network.origin;
    const Graph first = scaled(origin->model.graph, 1.5F), second = scaled(first, 2);
    history.apply(train_network(history.current(), origin, first, nullptr, "train edges"));
    const auto conv = kernel_place(history.current())->conv;
    history.apply(set_muted(history.current(), {conv, 0}, true));
    history.replace(first, second);
    QVERIFY(history.current().network.graph == second);
    QVERIFY(!(history.current().network.computed == second));
    QCOMPARE(kernel_of(history.current().network.computed, {{conv, 0}, 0}).floats()[0], 0.0F);
    history.apply(set_kernel_cell(history.current(), {{conv, 1}, 0}, 0, 9.0F));
    history.replace(second, scaled(second, 2));
    QCOMPARE(kernel_of(history.current().network.graph, {{conv, 1}, 0}).floats()[0], 9.0F);
  }

  void anExampleComesWithTheNetworkThatLearnsFromIt() {
    History history(start());
    const auto origin = history.current().network.origin;
    const auto example = std::make_shared<const Picture>(Picture{
        .pixels = Tensor(Shape{8, 8, 1}, ElementType::uint8), .name = "shirt", .warning = {}});
    history.apply(
        train_network(history.current(), origin, origin->model.graph, example, "train edges"));
    QCOMPARE(history.current().input->picture->name, std::string("shirt"));
    history.undo();
    QCOMPARE(history.current().input->picture->name, std::string("grey"));
  }
};

QTEST_GUILESS_MAIN(MomentsTest)
#include "moments_test.moc"
