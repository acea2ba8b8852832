#include "core/train/vulkan_nodes.h"

#include <algorithm>
#include <numeric>

namespace fovea {
namespace {

std::size_t at(ValueId id) { return static_cast<std::size_t>(id); }

std::shared_ptr<const ShapedGraph> shaped_for(const BatchProgram& program, std::int64_t samples) {
  std::vector<std::int64_t> dims{samples};
  const Shape& example = program.example();
  dims.insert(dims.end(), example.dims().begin(), example.dims().end());
  const std::array shapes{Shape(dims)};
  return shape_graph(program.graph(), shapes);
}

std::int64_t learned_index(const BatchProgram& program, ValueId value) {
  const auto& learned = program.learned();
  const auto found = std::ranges::find(learned, value, [](const auto& w) { return w.value; });
  return value == k_no_value || found == learned.end() ? -1 : found - learned.begin();
}

VulkanNode make_node(const BatchProgram& program, const ShapedGraph& shaped, NodeId id) {
  const Node& node = program.graph().node(id);
  const auto type_of = [&](ValueId value) {
    return value == k_no_value ? ValueType{} : shaped.types[at(value)];
  };
  VulkanNode result{.id = id, .node = &node};
  result.trains = !program.options().frozen.contains(node.name);
  for (const ValueId value : node.inputs) {
    result.inputs.push_back(type_of(value));
    result.weights.push_back(value == k_no_value ? Tensor{} : program.graph().weight(value));
    result.learned.push_back(learned_index(program, value));
  }
  for (const ValueId value : node.outputs) result.outputs.push_back(type_of(value));
  const bool computes = result.trains && node.op->vulkan_training != nullptr;
  result.is_view = node.op->is_view && !computes;
  return result;
}

}  // namespace

VulkanNodes vulkan_nodes(const BatchProgram& program, std::int64_t samples) {
  const Graph& graph = program.graph();
  VulkanNodes result{
      .shaped = shaped_for(program, samples), .nodes = {}, .roots = {}, .inferred_roots = {}};
  result.roots.resize(graph.value_count());
  std::iota(result.roots.begin(), result.roots.end(), ValueId{0});
  result.inferred_roots = result.roots;
  const auto share = [](std::vector<ValueId>& roots, const Node& node) {
    roots[at(node.outputs[0])] = roots[at(node.inputs[0])];
  };
  const NodeId end = graph.producer(graph.structure().outputs[0]);
  for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
    const Node& node = graph.node(id);
    const bool is_final_softmax = id == end && node.outputs[0] != program.logits();
    if (is_final_softmax) continue;
    result.nodes.push_back(make_node(program, *result.shaped, id));
    if (result.nodes.back().is_view) share(result.roots, node);
    if (node.op->is_view) share(result.inferred_roots, node);
  }
  return result;
}

}  // namespace fovea
