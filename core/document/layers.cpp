#include "core/document/layers.h"

#include <algorithm>

namespace fovea {
namespace {

bool is_float(const ShapedGraph& shaped, ValueId value) {
  return shaped.types[static_cast<std::size_t>(value)].type == ElementType::float32;
}

/// Normalisation, activation and pooling show the same maps as the layer before, changed; what
/// moves values about without another shape shows the very same ones.
bool continues_group(const ShapedGraph& shaped, const Node& node) {
  switch (node.op->kind) {
    case LayerKind::normalisation:
    case LayerKind::activation:
    case LayerKind::pooling:
      return true;
    case LayerKind::shape:
      return shaped.shape(node.inputs[0]) == shaped.shape(node.outputs[0]);
    default:
      return false;
  }
}

/// By value: whether it changes with what the network is shown.
std::vector<bool> values_of_inputs(const Graph& graph) {
  std::vector<bool> result(graph.value_count(), false);
  for (const GraphInput& input : graph.structure().inputs)
    result[static_cast<std::size_t>(input.value)] = true;
  for (const Node& node : graph.nodes()) {
    const bool depends = std::ranges::any_of(node.inputs, [&](ValueId input) {
      return input != k_no_value && result[static_cast<std::size_t>(input)];
    });
    for (const ValueId output : node.outputs)
      if (output != k_no_value) result[static_cast<std::size_t>(output)] = depends;
  }
  return result;
}

}  // namespace

std::vector<Layer> layers_of(const ShapedGraph& shaped) {
  const Graph& graph = shaped.graph;
  std::vector<Layer> layers;
  std::vector<int> group_of(graph.value_count(), -1);
  const std::vector<bool> depends = values_of_inputs(graph);
  int groups = 0;
  const auto add = [&](ValueId value, NodeId node, int group) {
    group_of[static_cast<std::size_t>(value)] = group;
    layers.push_back({.value = value, .node = node, .group = group});
  };
  for (const GraphInput& input : graph.structure().inputs)
    if (is_float(shaped, input.value)) add(input.value, k_no_node, groups++);
  for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
    const Node& node = graph.node(id);
    if (node.outputs.empty() || node.op->constant != nullptr) continue;
    const ValueId output = node.outputs[0];
    if (output == k_no_value || !is_float(shaped, output)) continue;
    if (!depends[static_cast<std::size_t>(output)]) continue;
    const int before = node.inputs.empty() || node.inputs[0] == k_no_value
                           ? -1
                           : group_of[static_cast<std::size_t>(node.inputs[0])];
    // Only a layer that stands beside the last one can share its rows.
    const bool continues =
        before > 0 && continues_group(shaped, node) && before == layers.back().group;
    add(output, id, continues ? before : groups++);
  }
  return layers;
}

}  // namespace fovea
