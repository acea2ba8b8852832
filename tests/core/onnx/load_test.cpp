#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/onnx/bundled.h"
#include "tests/core/onnx/make_model.h"
#include "tests/core/onnx/says.h"

using namespace fovea;
using namespace fovea::testing;
using onnx::TensorProto;

namespace {

std::string refusal_of_file(const QString& path) {
  try {
    load_model(path.toStdString());
    return {};
  } catch (const Error& error) {
    return error.clause();
  }
}

void write(const QString& path, const std::string& bytes) {
  std::ofstream(path.toStdString(), std::ios::binary) << bytes;
}

}  // namespace

class LoadTest : public QObject {
  Q_OBJECT

 private slots:
  void readsNodesInputsAndMetadata() {
    onnx::ModelProto proto = one_node("Relu");
    proto.set_producer_name("somebody");
    onnx::StringStringEntryProto& entry = *proto.add_metadata_props();
    entry.set_key("fovea.classes");
    entry.set_value("[\"a\"]");
    const Model model = load(proto);
    QCOMPARE(model.graph.nodes().size(), std::size_t{1});
    QCOMPARE(model.graph.nodes()[0].name, std::string("the node"));
    QCOMPARE(model.graph.structure().inputs[0].dims, (std::vector<std::int64_t>{1, 1, 4, 4}));
    QCOMPARE(model.outputs[0].dims.value(), (std::vector<std::int64_t>{1, 1, 4, 4}));
    QCOMPARE(model.graph.structure().opset, 17);
    QCOMPARE(model.metadata.at("fovea.classes"), std::string("[\"a\"]"));
    QCOMPARE(model.producer, std::string("somebody"));
  }

  void freeExtentsAreMinusOne() {
    onnx::ModelProto proto = empty_model();
    add_input(proto, "x", {-1, 3, -1, -1});
    add_node(proto, "Relu", "", {"x"}, {"y"});
    add_output(proto, "y", {-1, 3, -1, -1});
    const Model model = load(proto);
    QCOMPARE(model.graph.structure().inputs[0].dims, (std::vector<std::int64_t>{-1, 3, -1, -1}));
    QCOMPARE(model.graph.nodes()[0].name, std::string("y"));
  }

  void namesOperatorNodeAndOpsetOfWhatItDoesNotKnow() {
    const std::string said = refusal(one_node("FooConv", 13));
    SAYS(said, "FooConv");
    SAYS(said, "the node");
    SAYS(said, "opset 13");
  }

  void namesAllUnknownOperatorsAtOnce() {
    onnx::ModelProto proto = one_node("Foo");
    add_node(proto, "Foo", "second", {"y"}, {"z"});
    add_node(proto, "Bar", "third", {"z"}, {"u"}).set_domain("com.example");
    const std::string said = refusal(proto);
    SAYS(said, "3 nodes");
    SAYS(said, "“Foo”");
    SAYS(said, "and 1 more");
    SAYS(said, "“com.example.Bar”");
  }

  void otherDomainsHaveOtherOperators() {
    onnx::ModelProto proto = one_node("Relu");
    proto.mutable_graph()->mutable_node(0)->set_domain("com.example");
    SAYS(refusal(proto), "com.example.Relu");
    proto.mutable_graph()->mutable_node(0)->set_domain("ai.onnx");
    QCOMPARE(refusal(proto), std::string());
  }

  void knowsItsOpsets() {
    QCOMPARE(refusal(one_node("Relu", 25)), std::string());
    SAYS(refusal(one_node("Relu", 26)), "opset 26");
    SAYS(refusal(one_node("Relu", 5)), "opset 5");
    onnx::ModelProto proto = one_node("Relu");
    proto.clear_opset_import();
    SAYS(refusal(proto), "does not say its opset");
  }

  void refusesWhatNodesMayNotHold() {
    onnx::ModelProto proto = one_node("Relu");
    onnx::AttributeProto& attribute = *proto.mutable_graph()->mutable_node(0)->add_attribute();
    attribute.set_name("body");
    attribute.set_type(onnx::AttributeProto::GRAPH);
    attribute.mutable_g()->set_name("inner");
    SAYS(refusal(proto), "“body” is of the kind GRAPH");
    SAYS(refusal(proto), "the node");
  }

  void refusesInputsWithTheReason() {
    onnx::ModelProto proto = one_node("Relu");
    proto.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->set_elem_type(
        TensorProto::STRING);
    SAYS(refusal(proto), "holds string");
    proto = one_node("Relu");
    proto.mutable_graph()
        ->mutable_input(0)
        ->mutable_type()
        ->mutable_tensor_type()
        ->mutable_shape()
        ->mutable_dim(1)
        ->set_dim_value(0);
    SAYS(refusal(proto), "is empty");
    proto = one_node("Relu");
    proto.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->clear_shape();
    SAYS(refusal(proto), "how many axes");
  }

  void refusesGraphsThatCannotRun() {
    onnx::ModelProto proto = empty_model();
    add_input(proto, "x", {1});
    add_output(proto, "x", {1});
    SAYS(refusal(proto), "no node");

    proto = one_node("Relu");
    proto.mutable_graph()->mutable_node(0)->set_input(0, "nobody");
    SAYS(refusal(proto), "nobody");

    proto = one_node("Relu");
    proto.mutable_graph()->mutable_output(0)->set_name("nowhere");
    SAYS(refusal(proto), "nowhere");

    proto = one_node("Relu");
    add_node(proto, "Add", "loop", {"y", "b"}, {"a"});
    add_node(proto, "Relu", "back", {"a"}, {"b"});
    SAYS(refusal(proto), "cycle");
  }

  void refusesSizesBeyondTheMachineBeforeAllocating() {
    onnx::ModelProto proto = empty_model();
    add_input(proto, "x", {1, 1, 2'000'000, 2'000'000});
    add_node(proto, "Relu", "huge", {"x"}, {"y"});
    add_output(proto, "y", {});
    SAYS(refusal(proto), "TB");
  }

  void refusesPathsThatAreNoFile() {
    const QTemporaryDir folder;
    SAYS(refusal_of_file(folder.path()), "folder");
    SAYS(refusal_of_file(folder.filePath("missing.onnx")), "no such file");
    write(folder.filePath("empty.onnx"), "");
    SAYS(refusal_of_file(folder.filePath("empty.onnx")), "empty");
  }

  void surveyTellsEveryNodeThatIsNotSupported() {
    const QTemporaryDir folder;
    onnx::ModelProto proto = one_node("Relu");
    add_node(proto, "Foo", "", {"y"}, {"z"});
    write(folder.filePath("m.onnx"), proto.SerializeAsString());
    const ModelSummary summary = inspect_model(folder.filePath("m.onnx").toStdString());
    QCOMPARE(summary.nodes.size(), std::size_t{2});
    QCOMPARE(summary.unsupported().size(), std::size_t{1});
    QCOMPARE(summary.unsupported()[0].name, std::string("z"));
    QCOMPARE(summary.unsupported()[0].op, std::string("Foo"));
  }

  void constantsTakeTheInputsPlace() {
    onnx::ModelProto proto = empty_model();
    add_input(proto, "x", {2, 3});
    add_input(proto, "shape", {1}, TensorProto::INT64);
    add_node(proto, "Reshape", "reshape", {"x", "shape"}, {"y"});
    add_output(proto, "y", {6});
    SAYS(refusal(proto), "int64");
    const Model model =
        load(proto, {{"shape", Tensor::of(Shape{1}, std::vector<std::int64_t>{6})}});
    QCOMPARE(model.graph.structure().inputs.size(), std::size_t{1});
  }

  void everyBundledNetworkLoads() {
    for (const BundledNetwork& network : bundled_networks()) {
      const Model model = bundled_network(network.name);
      QVERIFY2(!model.graph.nodes().empty(), network.name.data());
      QVERIFY(model.metadata.contains("fovea.input"));
    }
    QVERIFY_THROWS_EXCEPTION(Error, bundled_network("no such network"));
  }
};

QTEST_GUILESS_MAIN(LoadTest)
#include "load_test.moc"
