#include <QTest>

#include "core/base/error.h"
#include "core/document/history.h"
#include "core/document/input_size.h"
#include "core/document/weights.h"
#include "core/engine/cpu_backend.h"
#include "core/engine/session.h"
#include "core/onnx/bundled.h"

using namespace fovea;

namespace {

std::vector<float> counted(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(i);
  return values;
}

Model model_of(GraphBuilder& builder) {
  Model model;
  model.graph = builder.build();
  return model;
}

/// Two convolutions, a flat layer of 2 units, any input size that a 5 × 5 window fits into.
std::shared_ptr<const NetworkOrigin> network() {
  GraphBuilder builder;
  builder.add_input("x", {-1, 1, -1, -1});
  builder.add_weight("k1", Tensor::of({2, 1, 3, 3}, counted(18)));
  builder.add_weight("b1", Tensor::of({2}, counted(2)));
  builder.add_weight("k2", Tensor::of({3, 2, 3, 3}, counted(54)));
  builder.add_weight("w", Tensor::of({3, 2}, counted(6)));
  builder.add_weight("c", Tensor::of({2}, counted(2)));
  builder.add_node("Conv", "conv1", {}, {"x", "k1", "b1"}, {"m1"});
  builder.add_node("Relu", "relu1", {}, {"m1"}, {"a1"});
  builder.add_node("Conv", "conv2", {}, {"a1", "k2"}, {"m2"});
  builder.add_node("GlobalAveragePool", "pool", {}, {"m2"}, {"g"});
  builder.add_node("Flatten", "flat", {}, {"g"}, {"f"});
  builder.add_node("Gemm", "fc", {}, {"f", "w", "c"}, {"y"});
  builder.add_output("y");
  return make_origin(model_of(builder), "test");
}

std::shared_ptr<const Picture> gray_picture(std::int64_t width, std::int64_t height) {
  auto picture = std::make_shared<Picture>();
  picture->pixels = Tensor::filled<std::uint8_t>({height, width, 1}, 128);
  picture->name = "gray";
  return picture;
}

Document start() { return make_document(network(), gray_picture(300, 200)); }

NodeId node(const Document& document, const char* name) {
  return document.network.graph.find_node(name);
}

}  // namespace

class DocumentTest : public QObject {
  Q_OBJECT
 private slots:
  void aFreeNetworkStartsAtSixtyFourPixels() {
    const Document document = start();
    QCOMPARE(document.input->width, 64);
    QCOMPARE(document.input->height, 64);
    QCOMPARE(document.input->crop.width, 200.0);
    QCOMPARE(document.input->crop.x, 50.0);
  }

  void theSizesOfferedAreThoseThatRun() {
    const Document document = start();
    const auto choices = size_choices(document);
    QCOMPARE(choices.front(), (std::pair<std::int64_t, std::int64_t>{32, 32}));
    QCOMPARE(choices.back(), (std::pair<std::int64_t, std::int64_t>{300, 200}));
    QCOMPARE(smallest_side(document.network.graph, document.input->preprocessing, 64), 5);
    QVERIFY_THROWS_EXCEPTION(Error, set_input_size(document, 4, 4));
  }

  void aCellIsSetWhereItLies() {
    const Document document = start();
    const KernelSlice slice{{node(document, "conv2"), 1}, 1};
    QCOMPARE(kernel_of(document.network.graph, slice).shape(), (Shape{3, 3}));
    QCOMPARE(kernel_of(document.network.graph, slice).floats()[4], 31.F);  // (1·2 + 1)·9 + 4
    const Edit edit = set_kernel_cell(document, slice, 4, -7);
    QCOMPARE(kernel_of(edit.document.network.graph, slice).floats()[4], -7.F);
    QCOMPARE(edit.name, std::string("set conv2 unit 1 kernel 1, cell (1, 1)"));
    QCOMPARE(kernel_of(document.network.graph, slice).floats()[4], 31.F);
    QVERIFY(edit.document.network.is_edited());
    QVERIFY(!document.network.is_edited());
  }

  void aDenseUnitsWeightsAreAColumnHere() {
    const Document document = start();
    const KernelSlice slice{{node(document, "fc"), 1}, 0};
    const Tensor kernel = kernel_of(document.network.graph, slice);
    QCOMPARE(kernel.shape(), (Shape{1, 3}));
    QCOMPARE(kernel.floats()[2], 5.F);
    const Edit edit = set_kernel_cell(document, slice, 2, 9);
    QCOMPARE(kernel_of(edit.document.network.graph, slice).floats()[2], 9.F);
    QCOMPARE(bias_of(document.network.graph, slice.unit), std::optional<float>(1.F));
    QCOMPARE(unit_count(document.network.graph, slice.unit.node), 2);
  }

  void layersWithoutWeightsHaveNoKernels() {
    const Document document = start();
    QCOMPARE(unit_count(document.network.graph, node(document, "relu1")), 0);
    QVERIFY(kernel_of(document.network.graph, {{node(document, "relu1"), 0}, 0}).empty());
    QVERIFY(!bias_of(document.network.graph, {node(document, "conv2"), 0}));
  }

  void aMutedUnitIsZeroAndItsWeightsAreKept() {
    const Document document = start();
    const Unit unit{node(document, "conv1"), 1};
    const Document muted = set_muted(document, unit, true).document;
    Session session(make_cpu_backend(1));
    const auto frame = session.run(make_request(muted, 1), {});
    const Tensor& map = frame->value(frame->graph.find_value("m1"));
    QCOMPARE(map.floats()[62 * 62], 0.F);
    QVERIFY(map.floats()[0] != 0.F);
    QCOMPARE(kernel_of(muted.network.graph, {unit, 0}).floats()[0], 9.F);
    const Document again = set_muted(muted, unit, false).document;
    QVERIFY(again.network.computed == document.network.graph);
  }

  void nodesThatShareAWeightKeepAllTheirMutedUnits() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1, 8, 8});
    builder.add_weight("k", Tensor::filled<float>({2, 1, 1, 1}, 1));
    builder.add_node("Conv", "first", {}, {"x", "k"}, {"a"});
    builder.add_node("Conv", "second", {}, {"x", "k"}, {"b"});
    builder.add_node("Add", "sum", {}, {"a", "b"}, {"y"});
    builder.add_output("y");
    Document document = make_document(make_origin(model_of(builder), "shared"), gray_picture(8, 8));
    document = set_muted(document, {node(document, "first"), 0}, true).document;
    document = set_muted(document, {node(document, "second"), 1}, true).document;
    const Graph& computed = document.network.computed;
    const auto weights = computed.weight(computed.find_value("k")).floats();
    QVERIFY(std::ranges::equal(weights, std::vector<float>{0, 0}));
  }

  void mutingANormalisationLeavesItsStatistics() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1, 8, 8});
    for (const char* name : {"scale", "bias", "mean", "variance"})
      builder.add_weight(name, Tensor::filled<float>({1}, 2));
    builder.add_node("BatchNormalization", "norm", {{"epsilon", 0.0F}},
                     {"x", "scale", "bias", "mean", "variance"}, {"y"});
    builder.add_output("y");
    const Document start =
        make_document(make_origin(model_of(builder), "norm"), gray_picture(8, 8));
    const Document muted = set_muted(start, {node(start, "norm"), 0}, true).document;
    Session session(make_cpu_backend(1));
    const auto frame = session.run(make_request(muted, 1), {});
    QCOMPARE(frame->value(frame->graph.find_value("y")).floats()[0], 0.F);
    const Graph& computed = muted.network.computed;
    QCOMPARE(computed.weight(computed.find_value("variance")).floats()[0], 2.F);
  }

  void aMatrixOfMapsHasNoUnitsOfItsOwn() {
    GraphBuilder builder;
    builder.add_input("x", {1, 1, 28, 28});
    const std::vector<std::int64_t> map{1, 28, 28};
    builder.add_weight("shape", Tensor::of({3}, map));
    builder.add_weight("b", Tensor::filled<float>({28, 10}, 1));
    builder.add_weight("batch", Tensor::filled<float>({1, 10, 4}, 1));
    builder.add_node("Reshape", "map", {}, {"x", "shape"}, {"m"});
    builder.add_node("MatMul", "rows", {}, {"m", "b"}, {"r"});
    builder.add_node("MatMul", "batched", {}, {"r", "batch"}, {"y"});
    builder.add_output("y");
    const Document document =
        make_document(make_origin(model_of(builder), "matrices"), gray_picture(28, 28));
    for (const char* name : {"rows", "batched"}) {
      const Unit unit{node(document, name), 20};
      QCOMPARE(unit_count(document.network.graph, unit.node), 0);
      QVERIFY(kernel_of(document.network.graph, {unit, 0}).empty());
      QVERIFY_THROWS_EXCEPTION(Error, set_muted(document, unit, true));
      QVERIFY(!reset_unit(document, unit).document.network.is_edited());
    }
  }

  void aBatchOfMatricesOnAVectorIsAUnitAColumn() {
    GraphBuilder builder;
    builder.add_input("x", {3});
    builder.add_weight("b", Tensor::of({2, 3, 4}, counted(24)));
    builder.add_node("MatMul", "batched", {}, {"x", "b"}, {"y"});
    builder.add_output("y");
    const Graph graph = builder.build();
    const Tensor kernel = kernel_of(graph, {{0, 3}, 0});
    QCOMPARE(kernel.shape(), (Shape{2, 3}));
    QVERIFY(std::ranges::equal(kernel.floats(), std::vector<float>{3, 7, 11, 15, 19, 23}));
    QVERIFY(kernel_of(graph, {{0, 4}, 0}).empty());
  }

  void aUnitThatIsNotThereCannotBeMuted() {
    const Document document = start();
    QVERIFY_THROWS_EXCEPTION(Error, set_muted(document, {node(document, "fc"), 2}, true));
    QVERIFY_THROWS_EXCEPTION(Error, set_muted(document, {node(document, "relu1"), 0}, true));
    QVERIFY(!reset_unit(document, {node(document, "fc"), 2}).document.network.is_edited());
  }

  void anEditElsewhereKeepsTheIdentityOfMutedWeights() {
    Document document = start();
    document = set_muted(document, {node(document, "conv1"), 0}, true).document;
    const Document edited =
        set_kernel_cell(document, {{node(document, "conv2"), 0}, 0}, 0, 5).document;
    const ValueId kernel = document.network.graph.find_value("k1");
    QVERIFY(same(document.network.computed.weight(kernel), edited.network.computed.weight(kernel)));
    QVERIFY(!same(document.network.computed.weight(kernel), document.network.graph.weight(kernel)));
  }

  void resettingAUnitLeavesTheOthersEdited() {
    Document document = start();
    const KernelSlice first{{node(document, "conv2"), 0}, 0};
    const KernelSlice second{{node(document, "conv2"), 1}, 0};
    document = set_kernel_cell(document, first, 0, 50).document;
    document = set_kernel_cell(document, second, 0, 60).document;
    document = reset_unit(document, first.unit).document;
    QCOMPARE(kernel_of(document.network.graph, first).floats()[0], 0.F);
    QCOMPARE(kernel_of(document.network.graph, second).floats()[0], 60.F);
    QVERIFY(!reset_all(document).document.network.is_edited());
  }

  void undoAndRedoWalkThroughEveryEdit() {
    History history(start());
    const KernelSlice slice{{node(history.current(), "conv1"), 0}, 0};
    const auto cell = [&] { return kernel_of(history.current().network.graph, slice).floats()[0]; };
    history.apply(set_kernel_cell(history.current(), slice, 0, 5));
    history.end_gesture();
    history.apply(set_kernel_cell(history.current(), slice, 0, 6));
    QCOMPARE(cell(), 6.F);
    QCOMPARE(history.undo_name(), std::string("set conv1 unit 0 kernel, cell (0, 0)"));
    history.undo();
    QCOMPARE(cell(), 5.F);
    history.undo();
    QCOMPARE(cell(), 0.F);
    QVERIFY(!history.can_undo());
    history.redo();
    history.redo();
    QCOMPARE(cell(), 6.F);
    QVERIFY(!history.can_redo());
  }

  void oneDragIsOneStep() {
    History history(start());
    const KernelSlice slice{{node(history.current(), "conv1"), 0}, 0};
    for (int i = 1; i <= 20; ++i)
      history.apply(set_kernel_cell(history.current(), slice, 0, static_cast<float>(i)));
    history.undo();
    QCOMPARE(kernel_of(history.current().network.graph, slice).floats()[0], 0.F);
    QVERIFY(!history.can_undo());
  }

  void anEditAfterUndoForgetsWhatWasUndone() {
    History history(start());
    const KernelSlice slice{{node(history.current(), "conv1"), 0}, 0};
    history.apply(set_kernel_cell(history.current(), slice, 0, 5));
    history.undo();
    history.apply(set_bias(history.current(), slice.unit, 2));
    QVERIFY(!history.can_redo());
    QCOMPARE(history.undo_name(), std::string("set conv1 unit 0 bias"));
  }

  void selectionAndViewAreNoEdits() {
    History history(start());
    history.amend(Selection{.value = 3, .unit = 1, .kernel_input = 0, .pinned = {}});
    history.amend(View{.scope = ScaleScope::unit, .peak = true, .map_pixels = 40});
    QVERIFY(!history.can_undo());
    history.apply(set_bias(history.current(), {node(history.current(), "conv1"), 0}, 2));
    history.undo();
    QCOMPARE(history.current().view.scope, ScaleScope::unit);
    QCOMPARE(history.current().selection.value, 3);
  }

  void modifiedMeansThatTheWeightsWouldBeLost() {
    History history(start());
    QVERIFY(!history.is_modified());
    history.apply(set_input_size(history.current(), 96, 96));
    QVERIFY(!history.is_modified());
    history.apply(set_bias(history.current(), {node(history.current(), "conv1"), 0}, 2));
    QVERIFY(history.is_modified());
    history.mark_saved();
    QVERIFY(!history.is_modified());
    history.undo();
    QVERIFY(history.is_modified());
  }

  void editsLeftBehindByAnotherNetworkCountUntilTheyAreSaved() {
    History history(start());
    const Unit unit{node(history.current(), "conv1"), 0};
    history.apply(open_network(history.current(), network()));
    QVERIFY(!history.is_modified());
    history.apply(set_bias(history.current(), unit, 2));
    history.apply(open_network(history.current(), network()));
    QVERIFY(history.is_modified());
    history.undo();
    QVERIFY(history.is_modified());
    history.mark_saved();
    history.redo();
    QVERIFY(!history.is_modified());
    history.apply(set_bias(history.current(), unit, 3));
    QVERIFY(history.is_modified());
    history.mark_saved();
    QVERIFY(!history.is_modified());
  }

  void aPinnedPositionDoesNotOutliveItsInputSize() {
    History history(start());
    history.apply(set_input_size(history.current(), 128, 128));
    Selection selection{.value = 0, .unit = 0, .kernel_input = 0, .pinned = {{100, 100}}};
    history.amend(selection);
    history.undo();
    QCOMPARE(history.current().selection.value, 0);
    QVERIFY(!history.current().selection.pinned);
    history.redo();
    QVERIFY(history.current().selection.pinned.has_value());
  }

  void theHistoryIsBoundedByTheMemoryItHolds() {
    const std::int64_t picture = 300 * 200, of_steps = 4 * picture;
    History history(start(), of_steps);
    for (int i = 0; i < 20; ++i)
      history.apply(open_picture(history.current(), gray_picture(300, 200), Input::Kind::picture));
    int steps = 0;
    for (; history.can_undo(); ++steps) history.undo();
    QCOMPARE(steps, 2);  // three pictures; the fourth would leave no room for the weights
    History tight(start(), 0);
    tight.apply(open_picture(tight.current(), gray_picture(300, 200), Input::Kind::picture));
    QVERIFY(tight.can_undo());
  }

  void stepsThatShareTheirTensorsTakeNoRoom() {
    History history(start(), 2 * 300 * 200);
    const Unit unit{node(history.current(), "conv1"), 0};
    for (int i = 0; i < 20; ++i) history.apply(set_muted(history.current(), unit, i % 2 == 0));
    int steps = 0;
    for (; history.can_undo(); ++steps) history.undo();
    QCOMPARE(steps, 20);
  }

  void theHistoryIsBounded() {
    History history(start());
    const Unit unit{node(history.current(), "conv1"), 0};
    for (std::size_t i = 0; i < History::k_most_steps + 50; ++i) {
      history.apply(set_bias(history.current(), unit, static_cast<float>(i)));
      history.end_gesture();
    }
    std::size_t steps = 0;
    for (; history.can_undo(); ++steps) history.undo();
    QCOMPARE(steps, History::k_most_steps - 1);
  }

  void anotherNetworkKeepsThePicture() {
    const Document document = start();
    const Edit edit = open_network(document, network());
    QCOMPARE(edit.document.input->picture, document.input->picture);
    QCOMPARE(edit.document.selection, Selection{});
  }

  void aNetworkThatTakesNoPictureIsRefused() {
    GraphBuilder builder;
    builder.add_input("x", {1, 40});
    builder.add_node("Relu", "relu", {}, {"x"}, {"y"});
    builder.add_output("y");
    const auto origin = make_origin(model_of(builder), "flat");
    QVERIFY_THROWS_EXCEPTION(Error, make_document(origin, gray_picture(8, 8)));
  }

  void aBankOfNamedKernelsHasAScaleForEachUnit() {
    const auto bank = make_origin(edges_network(), "edges");
    const auto digits = make_origin(bundled_network("lenet5-digits"), "lenet5-digits");
    const auto picture = gray_picture(64, 48);
    History history(make_document(digits, picture));
    QCOMPARE(history.current().view.scope, ScaleScope::shared);
    history.apply(open_network(history.current(), bank));
    QCOMPARE(history.current().view.scope, ScaleScope::unit);
    history.undo();
    QCOMPARE(history.current().view.scope, ScaleScope::shared);
    View chosen = history.current().view;
    chosen.scope = ScaleScope::all;
    history.amend(chosen);
    history.apply(open_network(history.current(), bank));
    QCOMPARE(history.current().view.scope, ScaleScope::all);
  }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
