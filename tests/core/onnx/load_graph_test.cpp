#include <QtTest>

#include "tests/core/onnx/make_model.h"
#include "tests/core/onnx/says.h"

using namespace fovea;
using namespace fovea::testing;
using onnx::TensorProto;

namespace {

onnx::NodeProto& add_constant(onnx::ModelProto& model, const std::string& output) {
  onnx::NodeProto& node = add_node(model, "Constant", "constant", {}, {output});
  onnx::AttributeProto& value = *node.add_attribute();
  value.set_name("value_float");
  value.set_type(onnx::AttributeProto::FLOAT);
  value.set_f(1);
  return node;
}

void set_int(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
}

/// x → BatchNormalization of one channel → the outputs.
onnx::ModelProto batch_norm(int opset, const std::vector<std::string>& outputs) {
  onnx::ModelProto model = empty_model(opset);
  add_input(model, "x", {1, 1, 4, 4});
  for (const char* name : {"scale", "bias", "mean", "variance"})
    set_floats(add_weight(model, name, {1}), {1});
  add_node(model, "BatchNormalization", "norm", {"x", "scale", "bias", "mean", "variance"},
           outputs);
  add_output(model, "y", {1, 1, 4, 4});
  return model;
}

onnx::ModelProto dropout(int opset, float ratio, bool trains) {
  onnx::ModelProto model = empty_model(opset);
  add_input(model, "x", {1, 1, 4, 4});
  set_floats(add_weight(model, "ratio", {}), {ratio});
  onnx::TensorProto& mode = add_weight(model, "mode", {});
  mode.set_data_type(TensorProto::BOOL);
  mode.add_int32_data(trains);
  add_node(model, "Dropout", "drop", {"x", "ratio", "mode"}, {"y"});
  add_output(model, "y", {1, 1, 4, 4});
  return model;
}

}  // namespace

/// How nodes and values hang together.
class LoadGraphTest : public QObject {
  Q_OBJECT

 private slots:
  void aNeededInputThatIsLeftOutIsRefused_data() {
    QTest::addColumn<QString>("op");
    QTest::addColumn<int>("inputs");
    for (const char* op : {"Identity", "Dropout", "Flatten", "Relu", "GlobalMaxPool", "Concat"})
      QTest::newRow(op) << op << 1;
    for (const char* op : {"Reshape", "MatMul", "Conv", "Add"}) QTest::newRow(op) << op << 2;
  }

  void aNeededInputThatIsLeftOutIsRefused() {
    QFETCH(QString, op);
    QFETCH(int, inputs);
    for (int absent = 0; absent < inputs; ++absent) {
      onnx::ModelProto proto = one_node(op.toStdString());
      onnx::NodeProto& node = *proto.mutable_graph()->mutable_node(0);
      node.clear_input();
      for (int i = 0; i < inputs; ++i) node.add_input(i == absent ? "" : "x");
      SAYS(refusal(proto), "its input " + std::to_string(absent + 1) + " is missing");
      SAYS(refusal(proto), "the node");
    }
  }

  void aConcatOfThousandsLoadsAndOneOfMoreIsRefused() {
    onnx::ModelProto proto = one_node("Concat");
    onnx::NodeProto& node = *proto.mutable_graph()->mutable_node(0);
    set_int(node, "axis", 1);
    while (node.input_size() < 5000) node.add_input("x");
    proto.mutable_graph()->mutable_output(0)->mutable_type()->clear_tensor_type();
    QCOMPARE(refusal(proto), std::string());
    while (node.input_size() < 200'000) node.add_input("x");
    SAYS(refusal(proto), "it has 200000 inputs, but takes 1 to 16384");
  }

  void aValueHasOneMaker() {
    onnx::ModelProto proto = one_node("Relu");
    add_node(proto, "Tanh", "second", {"x"}, {"y"});
    SAYS(refusal(proto), "“y” is made twice (node “second” (Tanh))");

    proto = one_node("Relu");
    add_constant(proto, "y");
    SAYS(refusal(proto), "“y” is made twice (node “constant” (Constant))");

    proto = one_node("Relu");
    add_constant(proto, "x");
    SAYS(refusal(proto), "“x” is made twice");

    proto = one_node("Relu");
    add_node(proto, "Tanh", "back", {"y"}, {"x"});
    SAYS(refusal(proto), "“x” is made twice (node “back” (Tanh))");

    proto = one_node("Relu");
    set_floats(add_weight(proto, "w", {1}), {1});
    add_node(proto, "Tanh", "over", {"y"}, {"w"});
    SAYS(refusal(proto), "“w” is made twice (node “over” (Tanh))");

    proto = one_node("Relu");
    set_floats(add_weight(proto, "w", {1}), {1});
    set_floats(add_weight(proto, "w", {1}), {2});
    SAYS(refusal(proto), "“w” is made twice (weight “w”)");
  }

  void outputsForRunningStatisticsMeanTraining() {
    const std::vector<std::string> all{"y", "a", "b", "c", "d"};
    for (const int opset : {7, 9, 13}) {
      SAYS(refusal(batch_norm(opset, all)), "written for training, with 5 outputs");
      SAYS(refusal(batch_norm(opset, all)), "node “norm”");
      QCOMPARE(refusal(batch_norm(opset, {"y", "", "", "", ""})), std::string());
    }
    onnx::ModelProto oldest = batch_norm(6, all);
    set_int(*oldest.mutable_graph()->mutable_node(0), "is_test", 1);
    QCOMPARE(refusal(oldest), std::string());
    QCOMPARE(refusal(batch_norm(14, {"y", "a", "b"})), std::string());
  }

  void dropoutIsTakenUnlessItDropsSomething() {
    for (const int opset : {12, 13, 22, 25}) {
      QCOMPARE(refusal(dropout(opset, 0.5F, false)), std::string());
      QCOMPARE(refusal(dropout(opset, 0, true)), std::string());
      SAYS(refusal(dropout(opset, 0.5F, true)), "written for training");
    }
    onnx::ModelProto raw = dropout(13, 0.5F, true);
    onnx::TensorProto& mode = *raw.mutable_graph()->mutable_initializer(1);
    mode.clear_int32_data();
    mode.set_raw_data(std::string(1, '\0'));
    QCOMPARE(refusal(raw), std::string());
    mode.set_raw_data(std::string(1, '\1'));
    SAYS(refusal(raw), "written for training");
  }

  void anInitializerMayBeAnInputsDefault() {
    onnx::ModelProto proto = one_node("Relu");
    add_node(proto, "Add", "add", {"y", "w"}, {"z"});
    set_floats(add_weight(proto, "w", {1}), {1});
    add_input(proto, "w", {1});
    QCOMPARE(refusal(proto), std::string());
  }
};

QTEST_GUILESS_MAIN(LoadGraphTest)
#include "load_graph_test.moc"
