#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <onnx/checker.h>
#include <onnx/shape_inference/implementation.h>

#include "core/onnx/bundled.h"
#include "tests/core/onnx/make_model.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

Model reloaded(const Model& model) {
  const std::string bytes = serialize_model(model);
  return load_model(std::as_bytes(std::span(bytes)));
}

bool same_bits(const Tensor& a, const Tensor& b) {
  if (a.empty() || b.empty()) return a.empty() == b.empty();
  return a.shape() == b.shape() && a.type() == b.type() &&
         std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

/// Values may be numbered anew; names, weights and order are what must stay.
void compare(const Model& a, const Model& b) {
  QCOMPARE(b.metadata, a.metadata);
  QVERIFY(b.outputs == a.outputs);
  QCOMPARE(b.graph.structure().opset, a.graph.structure().opset);
  QCOMPARE(b.graph.nodes().size(), a.graph.nodes().size());
  for (std::size_t i = 0; i < a.graph.nodes().size(); ++i) {
    const Node& x = a.graph.nodes()[i];
    const Node& y = b.graph.nodes()[i];
    QCOMPARE(y.name, x.name);
    QCOMPARE(y.op, x.op);
    QVERIFY(y.inputs.size() == x.inputs.size() && y.outputs.size() == x.outputs.size());
    for (std::size_t j = 0; j < x.inputs.size(); ++j) {
      QCOMPARE(y.inputs[j] == k_no_value, x.inputs[j] == k_no_value);
      if (x.inputs[j] == k_no_value) continue;
      QCOMPARE(b.graph.name_of(y.inputs[j]), a.graph.name_of(x.inputs[j]));
      QVERIFY(same_bits(a.graph.weight(x.inputs[j]), b.graph.weight(y.inputs[j])));
    }
  }
  for (std::size_t i = 0; i < a.graph.structure().inputs.size(); ++i) {
    QCOMPARE(b.graph.structure().inputs[i].dims, a.graph.structure().inputs[i].dims);
  }
}

std::string checker_complaint(const Model& model) {
  onnx::ModelProto proto;
  if (!proto.ParseFromString(serialize_model(model))) return "does not parse";
  try {
    onnx::checker::check_model(proto);
    onnx::shape_inference::InferShapes(proto, onnx::OpSchemaRegistry::Instance(),
                                       onnx::ShapeInferenceOptions(true, 1));
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

class SaveTest : public QObject {
  Q_OBJECT

 private slots:
  void everyBundledNetworkComesBackBitByBit() {
    for (const BundledNetwork& network : bundled_networks()) {
      const Model model = bundled_network(network.name);
      compare(model, reloaded(model));
    }
  }

  void onnxsOwnCheckerAcceptsWhatIsWritten() {
    for (const BundledNetwork& network : bundled_networks()) {
      const std::string complaint = checker_complaint(bundled_network(network.name));
      QVERIFY2(complaint.empty(), complaint.c_str());
    }
  }

  void anEditedWeightIsWhatIsWritten() {
    Model model = bundled_network("lenet5-digits");
    const ValueId kernel = model.graph.nodes()[0].inputs[1];
    Tensor edited = model.graph.weight(kernel).clone();
    edited.mutable_values<float>()[3] = 0.123f;
    model.graph = model.graph.with_weight(kernel, edited);
    const Model again = reloaded(model);
    QCOMPARE(again.graph.weight(again.graph.nodes()[0].inputs[1]).floats()[3], 0.123f);
    compare(model, again);
  }

  void absentInputsAndEveryKindOfAttributeAreKept() {
    onnx::ModelProto proto = empty_model();
    add_input(proto, "x", {-1, 2, 4, 4});
    set_floats(add_weight(proto, "top", {}), {1.5f});
    add_node(proto, "Clip", "clip", {"x", "", "top"}, {"a"});
    onnx::NodeProto& pool = add_node(proto, "AveragePool", "pool", {"a"}, {"b"});
    set_integers(pool, "kernel_shape", {2, 2});
    onnx::AttributeProto& text = *pool.add_attribute();
    text.set_name("auto_pad");
    text.set_type(onnx::AttributeProto::STRING);
    text.set_s("SAME_UPPER");
    onnx::AttributeProto& whole = *pool.add_attribute();
    whole.set_name("count_include_pad");
    whole.set_type(onnx::AttributeProto::INT);
    whole.set_i(1);
    onnx::AttributeProto& slope =
        *add_node(proto, "LeakyRelu", "leaky", {"b"}, {"y"}).add_attribute();
    slope.set_name("alpha");
    slope.set_type(onnx::AttributeProto::FLOAT);
    slope.set_f(0.25f);
    add_output(proto, "y", {-1, 2, 4, 4});
    const Model model = load(proto);
    compare(model, reloaded(model));
    QCOMPARE(checker_complaint(model), std::string());
    onnx::ModelProto written;
    QVERIFY(written.ParseFromString(serialize_model(model)));
    QCOMPARE(written.graph().node(0).input(1), std::string());
    QCOMPARE(written.graph().node(1).attribute_size(), 3);
    QCOMPARE(written.graph().node(2).attribute(0).f(), 0.25f);
  }

  void anOutputWithoutADeclaredShapeIsWrittenWithItsAxesOpen() {
    onnx::ModelProto proto = one_node("Relu");
    proto.mutable_graph()->mutable_output(0)->mutable_type()->mutable_tensor_type()->clear_shape();
    const Model model = load(proto);
    QVERIFY(!model.outputs[0].dims);
    QCOMPARE(checker_complaint(model), std::string());
    QCOMPARE(reloaded(model).outputs[0].dims.value(), (std::vector<std::int64_t>{-1, -1, -1, -1}));
  }

  void outputsKeepTheirElementTypeAndTruthValuesAreBool() {
    onnx::ModelProto proto = one_node("Relu");
    onnx::TensorProto& truth = add_weight(proto, "truth", {2});
    truth.set_data_type(onnx::TensorProto::BOOL);
    truth.set_raw_data(std::string("\0\1", 2));
    onnx::TensorProto& whole = add_weight(proto, "whole", {1});
    whole.set_data_type(onnx::TensorProto::INT32);
    whole.add_int32_data(7);
    add_node(proto, "Identity", "pass truth", {"truth"}, {"t"});
    add_node(proto, "Identity", "pass whole", {"whole"}, {"w"});
    add_output(proto, "t", {2});
    add_output(proto, "w", {1});
    const auto type = [&](int output) {
      return proto.mutable_graph()->mutable_output(output)->mutable_type()->mutable_tensor_type();
    };
    type(1)->set_elem_type(onnx::TensorProto::BOOL);
    type(2)->set_elem_type(onnx::TensorProto::INT32);
    const Model model = load(proto);
    compare(model, reloaded(model));
    QCOMPARE(checker_complaint(model), std::string());
    onnx::ModelProto written;
    QVERIFY(written.ParseFromString(serialize_model(model)));
    QCOMPARE(written.graph().output(1).type().tensor_type().elem_type(),
             static_cast<int>(onnx::TensorProto::BOOL));
    QCOMPARE(written.graph().output(2).type().tensor_type().elem_type(),
             static_cast<int>(onnx::TensorProto::INT64));
  }

  void aFileThatCannotBeWrittenLeavesTheOldOne() {
    const QTemporaryDir folder;
    const Model model = bundled_network("edges");
    save_model(model, folder.filePath("m.onnx").toStdString());
    compare(model, load_model(folder.filePath("m.onnx").toStdString()));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    QVERIFY_THROWS_EXCEPTION(Error, save_model(model, folder.path().toStdString()));
    QVERIFY_THROWS_EXCEPTION(Error, save_model(model, folder.filePath("no/m.onnx").toStdString()));
  }
};

QTEST_GUILESS_MAIN(SaveTest)
#include "save_test.moc"
