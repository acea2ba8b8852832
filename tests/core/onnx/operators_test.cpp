#include <QtTest>
#include <map>

#include "tests/core/onnx/make_model.h"
#include "tests/core/onnx/says.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

void set_int(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
}

void weigh(onnx::ModelProto& model, onnx::NodeProto& node, const std::vector<std::int64_t>& dims) {
  const std::string name = "w" + std::to_string(node.input_size());
  std::int64_t elements = 1;
  for (const std::int64_t dim : dims) elements *= dim;
  set_floats(add_weight(model, name, dims), std::vector<float>(static_cast<std::size_t>(elements)));
  node.add_input(name);
}

void constant(onnx::NodeProto& node) {
  node.clear_input();
  onnx::AttributeProto& value = *node.add_attribute();
  value.set_name("value");
  value.set_type(onnx::AttributeProto::TENSOR);
  set_floats(*value.mutable_t(), {1});
}

/// What a node of one input lacks to be right at this opset.
void complete(onnx::ModelProto& model, onnx::NodeProto& node, int opset) {
  const std::string& op = node.op_type();
  if (op == "Conv") weigh(model, node, {1, 1, 1, 1});
  if (op == "MaxPool" || op == "AveragePool") set_integers(node, "kernel_shape", {2, 2});
  if (op == "MatMul") weigh(model, node, {4, 4});
  if (op == "Add" || op == "Mul") weigh(model, node, {1});
  if (op == "Concat") set_int(node, "axis", 1);
  if (op == "Constant") constant(node);
  if (op == "Gemm") {
    weigh(model, node, {4, 4});
    weigh(model, node, {4, 4});
  }
  if (op == "Reshape") {
    onnx::TensorProto& shape = add_weight(model, "shape", {1});
    shape.set_data_type(onnx::TensorProto::INT64);
    shape.add_int64_data(-1);
    node.add_input("shape");
  }
  if (op == "BatchNormalization") {
    for (int i = 0; i < 4; ++i) weigh(model, node, {1});
  }
  if (opset == 6 && (op == "BatchNormalization" || op == "Dropout")) set_int(node, "is_test", 1);
}

onnx::ModelProto model_of(std::string_view op, int opset) {
  onnx::ModelProto model = empty_model(opset);
  if (op == "Gemm") {
    add_input(model, "x", {4, 4});
  } else {
    add_input(model, "x", {1, 1, 4, 4});
  }
  complete(model, add_node(model, std::string(op), "the node", {"x"}, {"y"}), opset);
  model.mutable_graph()->add_output()->set_name("y");
  return model;
}

}  // namespace

/// Every operator of the list, at every opset.
class OperatorsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyOperatorIsAcceptedAtItsOpsetsAndRefusedAtOthers_data() {
    QTest::addColumn<QString>("name");
    for (const Operator* op : all_operators()) {
      const std::string name(op->name);
      QTest::newRow(name.c_str()) << QString::fromStdString(name);
    }
  }

  void everyOperatorIsAcceptedAtItsOpsetsAndRefusedAtOthers() {
    QFETCH(QString, name);
    const Operator& op = *find_operator(name.toStdString());
    QCOMPARE(op.last_opset, k_newest_opset);
    for (int opset = 1; opset <= k_newest_opset; ++opset) {
      const std::string said = refusal(model_of(op.name, opset));
      if (opset >= op.first_opset) {
        QVERIFY2(said.empty(), (std::to_string(opset) + ": " + said).c_str());
      } else {
        SAYS(said, op.name);
        SAYS(said, "the node");
        SAYS(said, "opset " + std::to_string(opset));
      }
    }
    SAYS(refusal(model_of(op.name, k_newest_opset + 1)), "opset 26");
  }
};

QTEST_GUILESS_MAIN(OperatorsTest)
#include "operators_test.moc"
