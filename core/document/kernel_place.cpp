#include "core/document/kernel_place.h"

#include <algorithm>

namespace fovea {
namespace {

bool is_shown(const Graph& graph, NodeId id) {
  const Node& node = graph.node(id);
  if (node.op != &ops::conv || !graph.is_weight(node.inputs[1])) return false;
  if (node.inputs.size() > 2 && node.inputs[2] != k_no_value && !graph.is_weight(node.inputs[2]))
    return false;
  const std::size_t rank = graph.weight(node.inputs[1]).shape().rank();
  return rank == 3 || rank == 4;
}

bool keeps_units(LayerKind kind) {
  return kind == LayerKind::activation || kind == LayerKind::normalisation ||
         kind == LayerKind::pooling;
}

/// The convolution whose unit k is unit k of `value`.
NodeId maker_of(const Graph& graph, ValueId value) {
  while (value != k_no_value && graph.producer(value) != k_no_node) {
    const NodeId id = graph.producer(value);
    if (is_shown(graph, id)) return id;
    if (!keeps_units(graph.node(id).op->kind)) return k_no_node;
    value = graph.node(id).inputs.front();
  }
  return k_no_node;
}

KernelPlace kept_inside(const Graph& graph, KernelPlace place) {
  const Shape& shape = graph.weight(graph.node(place.conv).inputs[1]).shape();
  place.unit = std::clamp<std::int64_t>(place.unit, 0, shape[0] - 1);
  place.read = std::clamp<std::int64_t>(place.read, 0, shape[1] - 1);
  return place;
}

}  // namespace

std::vector<NodeId> convolutions_of(const Graph& graph) {
  std::vector<NodeId> result;
  for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id)
    if (is_shown(graph, id)) result.push_back(id);
  return result;
}

std::optional<KernelPlace> kernel_place(const Document& document) {
  const Graph& graph = document.network.graph;
  const Selection& selection = document.selection;
  const NodeId selected = maker_of(graph, selection.value);
  if (selected != k_no_node)
    return kept_inside(graph, {selected, selection.unit, selection.kernel_input});
  const std::vector<NodeId> all = convolutions_of(graph);
  if (all.empty()) return std::nullopt;
  return KernelPlace{.conv = all.front()};
}

Selection selection_of(const Graph& graph, const KernelPlace& place) {
  return {.value = graph.node(place.conv).outputs.front(),
          .unit = place.unit,
          .kernel_input = place.read,
          .pinned = std::nullopt};
}

}  // namespace fovea
