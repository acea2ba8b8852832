#include "core/graph/shaped_graph.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"

namespace fovea {
namespace {

void check_input(const Graph& graph, const GraphInput& input, const Shape& shape) {
  const Shape declared{std::span<const std::int64_t>(input.dims)};
  bool agrees = declared.rank() == shape.rank();
  for (std::size_t axis = 0; agrees && axis < shape.rank(); ++axis) {
    agrees = declared[axis] < 0 || declared[axis] == shape[axis];
  }
  if (!agrees) {
    throw Error{fmt::format("the network wants an input of {}, not {}", declared.to_string(),
                            shape.to_string()),
                fmt::format("input “{:.60}”", printable(graph.name_of(input.value)))};
  }
}

std::vector<InferInput> infer_inputs(const ShapedGraph& shaped, const Node& node) {
  std::vector<InferInput> inputs;
  for (const ValueId id : node.inputs) {
    if (id == k_no_value) {
      inputs.push_back({.present = false, .type = {}, .constant = {}});
    } else {
      inputs.push_back({.present = true,
                        .type = shaped.types[static_cast<std::size_t>(id)],
                        .constant = shaped.graph.weight(id)});
    }
  }
  return inputs;
}

std::vector<ValueType> types_of(std::span<const InferInput> inputs) {
  std::vector<ValueType> types;
  for (const InferInput& input : inputs) types.push_back(input.type);
  return types;
}

NodeCost cost_of(const Node& node, std::span<const InferInput> inputs,
                 std::span<const ValueType> outputs) {
  NodeCost cost;
  for (const InferInput& input : inputs) {
    if (!input.constant.empty() && input.type.type == ElementType::float32)
      cost.params += input.constant.elements();
  }
  if (node.op->macs != nullptr) cost.macs = node.op->macs(node.params, types_of(inputs), outputs);
  for (const ValueType& output : outputs) {
    cost.bytes +=
        checked_multiply(output.shape.elements(), static_cast<std::int64_t>(size_of(output.type)));
  }
  return cost;
}

void check_budget(std::int64_t bytes, const Shape& shape) {
  if (bytes > memory_budget()) {
    throw Error{fmt::format("its output of {} brings the network to {}", shape.to_string(),
                            human_bytes(bytes)),
                {},
                fmt::format("This machine can give {}; choose a smaller input",
                            human_bytes(memory_budget()))};
  }
}

void shape_node(ShapedGraph& shaped, std::size_t index) {
  const Node& node = shaped.graph.nodes()[index];
  const std::vector<InferInput> inputs = infer_inputs(shaped, node);
  const std::vector<ValueType> outputs = node.op->infer(node.params, inputs, node.outputs.size());
  assert(outputs.size() >= node.outputs.size());
  NodeCost& cost = shaped.costs[index];
  cost = cost_of(node, inputs, std::span(outputs).first(node.outputs.size()));
  shaped.total.params += cost.params;
  shaped.total.macs += cost.macs;
  if (__builtin_add_overflow(shaped.total.bytes, cost.bytes, &shaped.total.bytes))
    throw Error{"the network needs more bytes than can be counted"};
  check_budget(shaped.total.bytes, outputs[0].shape);
  for (std::size_t i = 0; i < node.outputs.size(); ++i) {
    if (node.outputs[i] != k_no_value)
      shaped.types[static_cast<std::size_t>(node.outputs[i])] = outputs[i];
  }
}

}  // namespace

std::shared_ptr<const ShapedGraph> shape_graph(const Graph& graph,
                                               std::span<const Shape> input_shapes) {
  const GraphStructure& structure = graph.structure();
  if (input_shapes.size() != structure.inputs.size()) {
    throw Error{fmt::format("the network has {} inputs, but {} were given", structure.inputs.size(),
                            input_shapes.size())};
  }
  auto shaped = std::make_shared<ShapedGraph>();
  shaped->graph = graph;
  shaped->types.resize(graph.value_count());
  shaped->costs.resize(structure.nodes.size());
  for (std::size_t i = 0; i < input_shapes.size(); ++i) {
    check_input(graph, structure.inputs[i], input_shapes[i]);
    check_budget(checked_multiply(input_shapes[i].elements(), 4), input_shapes[i]);
    shaped->types[static_cast<std::size_t>(structure.inputs[i].value)].shape = input_shapes[i];
  }
  for (std::size_t id = 0; id < graph.value_count(); ++id) {
    const Tensor& weight = graph.weights()[id];
    if (!weight.empty()) shaped->types[id] = {weight.shape(), weight.type()};
  }
  for (std::size_t i = 0; i < structure.nodes.size(); ++i) {
    try {
      shape_node(*shaped, i);
    } catch (const Error& error) {
      throw error.at(describe(structure.nodes[i]));
    }
  }
  shaped->fields = receptive_fields(*shaped);
  return shaped;
}

std::vector<Shape> declared_shapes(const Graph& graph, std::span<const std::int64_t> fallback) {
  std::vector<Shape> shapes;
  for (const GraphInput& input : graph.structure().inputs) {
    Shape shape{std::span<const std::int64_t>(input.dims)};
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
      if (shape[axis] >= 0) continue;
      if (axis > 0 && axis >= fallback.size()) {
        throw Error{fmt::format("the input “{:.60}” of {} leaves its size open",
                                printable(graph.name_of(input.value)), shape.to_string()),
                    {},
                    "Say which size to use"};
      }
      shape[axis] = axis == 0 ? 1 : fallback[axis];
    }
    shapes.push_back(shape);
  }
  return shapes;
}

}  // namespace fovea
