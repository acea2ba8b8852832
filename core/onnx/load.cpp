#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "core/base/text.h"
#include "core/graph/shaped_graph.h"
#include "core/onnx/model.h"
#include "core/onnx/read_proto.h"
#include "core/onnx/tensor_proto.h"

namespace fovea {
namespace {

std::string weight_place(const std::string& name) {
  return fmt::format("weight “{:.60}”", printable(name));
}

std::string input_place(const std::string& name) {
  return fmt::format("input “{:.60}”", printable(name));
}

using Names = std::set<std::string, std::less<>>;

/// Adds the initializers and returns their names.
Names add_weights(GraphBuilder& builder, const onnx::GraphProto& graph,
                  const std::filesystem::path& folder) {
  Names names;
  for (const onnx::TensorProto& proto : graph.initializer()) {
    if (proto.name().empty()) throw Error{"a weight has no name"};
    if (!element_type_of(proto.data_type())) {
      throw Unsupported{
          fmt::format("it holds {}, which is not supported", data_type_name(proto.data_type())),
          weight_place(proto.name())};
    }
    Tensor tensor;
    try {
      tensor = read_tensor(proto, folder);
    } catch (const Error& error) {
      throw error.at(weight_place(proto.name()));
    }
    builder.add_weight(proto.name(), std::move(tensor));
    names.insert(proto.name());
  }
  return names;
}

/// -1 where an extent is free.
std::vector<std::int64_t> read_dims(const onnx::TensorShapeProto& shape) {
  std::vector<std::int64_t> dims;
  for (const auto& dim : shape.dim()) dims.push_back(dim.has_dim_value() ? dim.dim_value() : -1);
  return dims;
}

ModelOutput read_output(const onnx::ValueInfoProto& output) {
  const onnx::TypeProto::Tensor& type = output.type().tensor_type();
  ModelOutput result;
  if (type.has_shape()) result.dims = read_dims(type.shape());
  result.type = element_type_of(type.elem_type()).value_or(ElementType::float32);
  return result;
}

void check_dims(const std::vector<std::int64_t>& dims, const std::string& place) {
  if (dims.size() > Shape::k_max_rank) {
    throw Error{
        fmt::format("it has {} axes; at most {} are supported", dims.size(), Shape::k_max_rank),
        place};
  }
  if (std::ranges::find(dims, 0) != dims.end()) {
    throw Unsupported{fmt::format("its shape {} is empty", Shape(dims).to_string()), place};
  }
  // Negative extents other than the -1 of a free one come from files that mean the same.
}

/// Sequences, maps and optional values are not.
void check_is_tensor(const onnx::ValueInfoProto& input) {
  if (input.type().has_tensor_type()) return;
  throw Unsupported{"it is no tensor, and nothing else is supported", input_place(input.name())};
}

void add_input(GraphBuilder& builder, const onnx::ValueInfoProto& input) {
  const std::string place = input_place(input.name());
  check_is_tensor(input);
  const onnx::TypeProto::Tensor& type = input.type().tensor_type();
  if (element_type_of(type.elem_type()) != ElementType::float32) {
    throw Unsupported{fmt::format("it holds {}; only inputs of floating point are supported",
                                  data_type_name(type.elem_type())),
                      place};
  }
  if (!type.has_shape()) throw Error{"it does not say how many axes it has", place};
  std::vector<std::int64_t> dims = read_dims(type.shape());
  for (std::int64_t& dim : dims) dim = std::max<std::int64_t>(dim, -1);
  check_dims(dims, place);
  builder.add_input(input.name(), std::move(dims));
}

/// Inputs that have an initializer are weights: so files of IR version 3 list them.
void add_inputs(GraphBuilder& builder, const onnx::GraphProto& graph, const Names& weights,
                const Constants& constants) {
  Names seen;
  for (const onnx::ValueInfoProto& input : graph.input()) {
    if (weights.contains(input.name())) continue;
    if (input.name().empty() || !seen.insert(input.name()).second) {
      throw Error{"two inputs have the same name or none", input_place(input.name())};
    }
    if (const auto constant = constants.find(input.name()); constant != constants.end()) {
      builder.add_weight(input.name(), constant->second);
    } else {
      add_input(builder, input);
    }
  }
}

/// One sentence for all nodes that are not supported, so that nobody mends a model one operator at
/// a time: each reason with its first node and the number of further ones.
Unsupported summary_of(const std::vector<Error>& faults) {
  if (faults.size() == 1) return Unsupported(faults.front());
  struct Reason {
    const Error* first;
    std::size_t nodes = 0;
  };
  std::vector<Reason> reasons;
  for (const Error& fault : faults) {
    const auto same = std::ranges::find_if(reasons, [&](const Reason& reason) {
      return std::string_view(reason.first->what()) == fault.what();
    });
    (same == reasons.end() ? reasons.emplace_back(&fault) : *same).nodes++;
  }
  constexpr std::size_t k_told = 8;
  std::string what = fmt::format("{} nodes are not supported: ", faults.size());
  for (std::size_t i = 0; i < std::min(reasons.size(), k_told); ++i) {
    if (i > 0) what += "; ";
    what += fmt::format("{} ({}", reasons[i].first->what(), reasons[i].first->where());
    what += reasons[i].nodes > 1 ? fmt::format(" and {} more)", reasons[i].nodes - 1) : ")";
  }
  if (reasons.size() > k_told) what += fmt::format("; and {} more", reasons.size() - k_told);
  return Unsupported{what};
}

void add_nodes(GraphBuilder& builder, const onnx::GraphProto& graph,
               const std::filesystem::path& folder) {
  const std::set<std::string> read = names_read(graph);
  std::vector<Error> faults;
  for (const onnx::NodeProto& node : graph.node()) {
    try {
      add_node(builder, node, folder, read);
    } catch (const Error& error) {
      faults.push_back(error);
    }
  }
  if (!faults.empty()) throw summary_of(faults);
}

/// Where no extent but the batch is free, the shapes of all values can be judged now.
void check_shapes(const Graph& graph) {
  for (const GraphInput& input : graph.structure().inputs) {
    for (std::size_t axis = 1; axis < input.dims.size(); ++axis) {
      if (input.dims[axis] < 0) return;
    }
  }
  shape_graph(graph, declared_shapes(graph, {}));
}

Model load(const onnx::ModelProto& proto, const std::filesystem::path& folder,
           const Constants& constants) {
  const onnx::GraphProto& graph = proto.graph();
  GraphBuilder builder(opset_of(proto));
  const Names weights = add_weights(builder, graph, folder);
  add_inputs(builder, graph, weights, constants);
  add_nodes(builder, graph, folder);
  Model model;
  for (const onnx::ValueInfoProto& output : graph.output()) {
    builder.add_output(output.name());
    model.outputs.push_back(read_output(output));
  }
  model.graph = builder.build();
  check_shapes(model.graph);
  for (const auto& entry : proto.metadata_props()) model.metadata[entry.key()] = entry.value();
  model.name = graph.name();
  model.producer = proto.producer_name();
  return model;
}

}  // namespace

Model load_model(const std::filesystem::path& path, const Constants& constants) {
  return load(read_proto(path), folder_of(path), constants);
}

Model load_model(std::span<const std::byte> bytes, const Constants& constants) {
  return load(read_proto(bytes), {}, constants);
}

std::vector<NodeSummary> ModelSummary::unsupported() const {
  std::vector<NodeSummary> result;
  std::ranges::copy_if(nodes, std::back_inserter(result),
                       [](const NodeSummary& node) { return !node.reason.empty(); });
  return result;
}

ModelSummary inspect_model(const std::filesystem::path& path) {
  const onnx::ModelProto proto = read_proto(path);
  GraphBuilder builder(opset_of(proto));
  ModelSummary summary;
  Names weights;
  for (const onnx::TensorProto& weight : proto.graph().initializer()) weights.insert(weight.name());
  for (const onnx::ValueInfoProto& input : proto.graph().input()) {
    if (weights.contains(input.name())) continue;
    check_is_tensor(input);
    summary.inputs.push_back(input.name());
  }
  const std::set<std::string> read = names_read(proto.graph());
  for (const onnx::NodeProto& node : proto.graph().node()) {
    NodeSummary& row = summary.nodes.emplace_back(name_of(node), operator_of(node), "");
    try {
      add_node(builder, node, folder_of(path), read);
    } catch (const Error& error) {
      row.reason = error.what();
    }
  }
  return summary;
}

}  // namespace fovea
