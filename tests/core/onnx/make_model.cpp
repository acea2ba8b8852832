#include "tests/core/onnx/make_model.h"

namespace fovea::testing {
namespace {

void fill_value(onnx::ValueInfoProto& value, const std::string& name,
                const std::vector<std::int64_t>& dims, int type) {
  value.set_name(name);
  onnx::TypeProto::Tensor& tensor = *value.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(type);
  onnx::TensorShapeProto& shape = *tensor.mutable_shape();
  for (const std::int64_t dim : dims) {
    if (dim < 0) {
      shape.add_dim()->set_dim_param("N");
    } else {
      shape.add_dim()->set_dim_value(dim);
    }
  }
}

}  // namespace

onnx::ModelProto empty_model(int opset) {
  onnx::ModelProto model;
  model.set_ir_version(8);
  model.add_opset_import()->set_version(opset);
  model.mutable_graph()->set_name("test");
  return model;
}

void add_input(onnx::ModelProto& model, const std::string& name,
               const std::vector<std::int64_t>& dims, int type) {
  fill_value(*model.mutable_graph()->add_input(), name, dims, type);
}

void add_output(onnx::ModelProto& model, const std::string& name,
                const std::vector<std::int64_t>& dims) {
  fill_value(*model.mutable_graph()->add_output(), name, dims, onnx::TensorProto::FLOAT);
}

onnx::NodeProto& add_node(onnx::ModelProto& model, const std::string& op, const std::string& name,
                          const std::vector<std::string>& inputs,
                          const std::vector<std::string>& outputs) {
  onnx::NodeProto& node = *model.mutable_graph()->add_node();
  node.set_op_type(op);
  node.set_name(name);
  for (const std::string& input : inputs) node.add_input(input);
  for (const std::string& output : outputs) node.add_output(output);
  return node;
}

onnx::TensorProto& add_weight(onnx::ModelProto& model, const std::string& name,
                              const std::vector<std::int64_t>& dims) {
  onnx::TensorProto& tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name(name);
  for (const std::int64_t dim : dims) tensor.add_dims(dim);
  return tensor;
}

void set_floats(onnx::TensorProto& tensor, const std::vector<float>& values) {
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  tensor.mutable_float_data()->Add(values.begin(), values.end());
}

void set_integers(onnx::NodeProto& node, const std::string& name,
                  const std::vector<std::int64_t>& values) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INTS);
  attribute.mutable_ints()->Add(values.begin(), values.end());
}

onnx::ModelProto one_node(const std::string& op, int opset) {
  onnx::ModelProto model = empty_model(opset);
  add_input(model, "x", {1, 1, 4, 4});
  add_node(model, op, "the node", {"x"}, {"y"});
  add_output(model, "y", {1, 1, 4, 4});
  return model;
}

Model load(const onnx::ModelProto& model, const Constants& constants) {
  const std::string bytes = model.SerializeAsString();
  return load_model(std::as_bytes(std::span(bytes)), constants);
}

std::string refusal(std::span<const std::byte> bytes) {
  try {
    load_model(bytes);
    return {};
  } catch (const Error& error) {
    return error.clause();
  }
}

std::string refusal(const onnx::ModelProto& model) {
  const std::string bytes = model.SerializeAsString();
  return refusal(std::as_bytes(std::span(bytes)));
}

}  // namespace fovea::testing
