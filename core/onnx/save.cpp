#include <fmt/format.h>
#include <limits>

#include "core/base/files.h"
#include "core/base/version.h"
#include "core/onnx/model.h"
#include "core/onnx/tensor_proto.h"

namespace fovea {
namespace {

using onnx::AttributeProto;

/// Of onnx 1.12 and opset 17; later versions add nothing that is written here.
constexpr std::int64_t k_ir_version = 8;

/// Sets the attribute's value and type, one overload a kind of AttributeValue.
struct AttributeWriter {
  AttributeProto& proto;

  void operator()(std::int64_t value) const {
    proto.set_type(AttributeProto::INT);
    proto.set_i(value);
  }
  void operator()(float value) const {
    proto.set_type(AttributeProto::FLOAT);
    proto.set_f(value);
  }
  void operator()(const std::string& value) const {
    proto.set_type(AttributeProto::STRING);
    proto.set_s(value);
  }
  void operator()(const std::vector<std::int64_t>& values) const {
    proto.set_type(AttributeProto::INTS);
    proto.mutable_ints()->Add(values.begin(), values.end());
  }
  void operator()(const std::vector<float>& values) const {
    proto.set_type(AttributeProto::FLOATS);
    proto.mutable_floats()->Add(values.begin(), values.end());
  }
  void operator()(const Tensor& value) const {
    proto.set_type(AttributeProto::TENSOR);
    *proto.mutable_t() = write_tensor(value, "");
  }
};

void write_node(const Graph& graph, const Node& node, onnx::NodeProto& proto) {
  proto.set_name(node.name);
  proto.set_op_type(std::string(node.op->name));
  for (const ValueId id : node.inputs) proto.add_input(id == k_no_value ? "" : graph.name_of(id));
  for (const ValueId id : node.outputs) proto.add_output(id == k_no_value ? "" : graph.name_of(id));
  for (const auto& [name, value] : node.attributes.all()) {
    AttributeProto& attribute = *proto.add_attribute();
    attribute.set_name(name);
    std::visit(AttributeWriter{attribute}, value);
  }
}

void write_value(const std::string& name, const ModelOutput& value, onnx::ValueInfoProto& proto) {
  proto.set_name(name);
  onnx::TypeProto::Tensor& type = *proto.mutable_type()->mutable_tensor_type();
  type.set_elem_type(data_type_of(value.type));
  if (!value.dims) return;  // a shape without extents would be a scalar's
  onnx::TensorShapeProto& shape = *type.mutable_shape();
  for (const std::int64_t dim : *value.dims) {
    auto& written = *shape.add_dim();
    if (dim >= 0) written.set_dim_value(dim);
  }
}

/// ONNX's checker wants to be told at least how many axes an output has.
ModelOutput with_rank(ModelOutput output, const Graph& graph, ValueId id) {
  const int rank = graph.structure().ranks[static_cast<std::size_t>(id)];
  if (!output.dims && rank >= 0) output.dims.emplace(static_cast<std::size_t>(rank), -1);
  return output;
}

void check_size(const Graph& graph) {
  std::int64_t bytes = 0;
  for (const Tensor& weight : graph.weights()) bytes += static_cast<std::int64_t>(weight.bytes());
  if (bytes > std::numeric_limits<int>::max() / 16 * 15) {
    throw Error{
        fmt::format("its weights take {}, more than one ONNX file can hold", human_bytes(bytes))};
  }
}

void write_graph(const Model& model, onnx::GraphProto& proto) {
  const Graph& graph = model.graph;
  const GraphStructure& structure = graph.structure();
  proto.set_name(model.name.empty() ? "network" : model.name);
  for (const Node& node : structure.nodes) write_node(graph, node, *proto.add_node());
  for (const GraphInput& input : structure.inputs) {
    write_value(graph.name_of(input.value), {.dims = input.dims}, *proto.add_input());
  }
  for (std::size_t i = 0; i < structure.outputs.size(); ++i) {
    const ValueId id = structure.outputs[i];
    const ModelOutput declared = i < model.outputs.size() ? model.outputs[i] : ModelOutput{};
    write_value(graph.name_of(id), with_rank(declared, graph, id), *proto.add_output());
  }
  for (std::size_t id = 0; id < graph.value_count(); ++id) {
    const auto value = static_cast<ValueId>(id);
    if (!graph.is_weight(value)) continue;
    *proto.add_initializer() = write_tensor(graph.weight(value), graph.name_of(value));
  }
}

}  // namespace

std::string serialize_model(const Model& model) {
  check_size(model.graph);
  onnx::ModelProto proto;
  proto.set_ir_version(k_ir_version);
  proto.set_producer_name("Fovea");
  proto.set_producer_version(std::string(version()));
  onnx::OperatorSetIdProto& opset = *proto.add_opset_import();
  opset.set_domain("");
  opset.set_version(model.graph.structure().opset);
  write_graph(model, *proto.mutable_graph());
  for (const auto& [key, value] : model.metadata) {
    onnx::StringStringEntryProto& entry = *proto.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  return proto.SerializeAsString();
}

void save_model(const Model& model, const std::filesystem::path& path) {
  write_file_atomically(path, serialize_model(model));
}

}  // namespace fovea
