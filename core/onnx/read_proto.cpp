#include "core/onnx/read_proto.h"

#include <fmt/format.h>
#include <limits>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/onnx/model.h"
#include "core/onnx/tensor_proto.h"
#include "core/onnx/wire.h"

namespace fovea {
namespace {

using onnx::AttributeProto;

bool is_default_domain(std::string_view domain) { return domain.empty() || domain == "ai.onnx"; }

void check_graph(const onnx::ModelProto& model) {
  if (!model.has_graph()) throw Error{"the file is not an ONNX model: it holds no graph"};
  const onnx::GraphProto& graph = model.graph();
  if (graph.node_size() == 0) throw Error{"its graph has no node"};
  if (graph.output_size() == 0) throw Error{"its graph has no output"};
  if (graph.sparse_initializer_size() > 0) {
    throw Unsupported{
        "its weights are stored sparse, which is not supported",
        fmt::format("weight “{:.60}”", printable(graph.sparse_initializer(0).values().name()))};
  }
}

/// Counts weights, and tensors in attributes, before any is read: one file of external data may
/// stand for many tensors, each of which would be in memory.
void check_tensors_fit(const onnx::GraphProto& graph) {
  std::int64_t room = memory_budget();
  const auto count = [&](const onnx::TensorProto& tensor, const char* kind, const auto& name) {
    const std::int64_t bytes = bytes_of_tensor(tensor);
    if (bytes > room) {
      throw Error{fmt::format("with it the weights would take more than the {} that this machine "
                              "can give them",
                              human_bytes(memory_budget())),
                  fmt::format("{} “{:.60}”, {}", kind, printable(name), human_bytes(bytes))};
    }
    room -= bytes;
  };
  for (const onnx::TensorProto& weight : graph.initializer())
    count(weight, "weight", weight.name());
  for (const onnx::NodeProto& node : graph.node()) {
    for (const AttributeProto& attribute : node.attribute()) {
      count(attribute.t(), "node", name_of(node));
    }
  }
}

AttributeValue read_attribute(const AttributeProto& attribute,
                              const std::filesystem::path& folder) {
  switch (attribute.type()) {
    case AttributeProto::FLOAT:
      return attribute.f();
    case AttributeProto::INT:
      return std::int64_t{attribute.i()};
    case AttributeProto::STRING:
      return attribute.s();
    case AttributeProto::FLOATS:
      return std::vector<float>(attribute.floats().begin(), attribute.floats().end());
    case AttributeProto::INTS:
      return std::vector<std::int64_t>(attribute.ints().begin(), attribute.ints().end());
    case AttributeProto::TENSOR:
      return read_tensor(attribute.t(), folder);
    default:
      break;
  }
  std::string type = AttributeProto::AttributeType_Name(attribute.type());
  throw Error{fmt::format("its attribute “{:.60}” is of the kind {}, which is not supported",
                          printable(attribute.name()), type.empty() ? "unknown" : type)};
}

Attributes read_attributes(const onnx::NodeProto& node, const std::filesystem::path& folder) {
  Attributes attributes;
  for (const AttributeProto& attribute : node.attribute()) {
    if (!attribute.ref_attr_name().empty()) {
      throw Error{
          fmt::format("its attribute “{:.60}” refers to a function's, which is not supported",
                      printable(attribute.name()))};
    }
    attributes.set(attribute.name(), read_attribute(attribute, folder));
  }
  return attributes;
}

}  // namespace

int opset_of(const onnx::ModelProto& model) {
  for (const onnx::OperatorSetIdProto& import : model.opset_import()) {
    if (!is_default_domain(import.domain())) continue;
    if (import.version() > k_newest_opset || import.version() < 1) {
      throw Unsupported{fmt::format("opset {} is not known; the newest supported is {}",
                                    import.version(), k_newest_opset)};
    }
    return static_cast<int>(import.version());
  }
  // Then its nodes are of other domains alone, and refused by name.
  if (model.opset_import_size() > 0) return k_newest_opset;
  throw Error{"the file does not say its opset",
              {},
              "It may be older than ONNX 1.0; convert it with a newer exporter"};
}

onnx::ModelProto read_proto(std::span<const std::byte> bytes) {
  check_wire(bytes);
  onnx::ModelProto model;
  // Protobuf's own limit of nested messages guards what check_wire steps over, such as types.
  if (bytes.size() > std::numeric_limits<int>::max() ||
      !model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw Error{"the file is damaged or is not an ONNX model"};
  }
  if (!model.has_ir_version() && model.opset_import_size() == 0) {
    throw Error{"the file is not an ONNX model: it says no version"};
  }
  opset_of(model);
  check_graph(model);
  check_tensors_fit(model.graph());
  return model;
}

onnx::ModelProto read_proto(const std::filesystem::path& path) {
  return read_proto(std::as_bytes(std::span<const std::uint8_t>(read_file(path))));
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

std::string operator_of(const onnx::NodeProto& node) {
  if (is_default_domain(node.domain())) return node.op_type();
  return node.domain() + "." + node.op_type();
}

std::string name_of(const onnx::NodeProto& node) {
  if (!node.name().empty() || node.output_size() == 0) return node.name();
  return node.output(0);
}

std::set<std::string> names_read(const onnx::GraphProto& graph) {
  std::set<std::string> names;
  for (const onnx::NodeProto& node : graph.node()) {
    names.insert(node.input().begin(), node.input().end());
  }
  for (const onnx::ValueInfoProto& output : graph.output()) names.insert(output.name());
  return names;
}

void add_node(GraphBuilder& builder, const onnx::NodeProto& node,
              const std::filesystem::path& folder, const std::set<std::string>& read) {
  const std::string name = name_of(node);
  // An operator of another domain has a name that no operator here has, and is refused by it.
  const std::string op = operator_of(node);
  Attributes attributes;
  if (find_operator(op) != nullptr) {
    try {
      attributes = read_attributes(node, folder);
    } catch (const Error& error) {
      throw error.at(fmt::format("node “{:.60}” ({:.60})", printable(name), printable(op)));
    }
  }
  std::vector<std::string> outputs(node.output().begin(), node.output().end());
  while (!outputs.empty() && outputs.back().empty()) outputs.pop_back();
  for (std::size_t i = 1; i < outputs.size(); ++i) {
    if (!read.contains(outputs[i])) outputs[i].clear();
  }
  builder.add_node(op, name, attributes, {node.input().begin(), node.input().end()},
                   std::move(outputs));
}

}  // namespace fovea
