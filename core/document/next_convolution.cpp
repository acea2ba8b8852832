#include "core/document/next_convolution.h"

#include "core/ops/window.h"

namespace fovea {
namespace {

bool is_kernel_layer(const Graph& graph, NodeId id) {
  return graph.node(id).op->kind == LayerKind::convolution && slice_count(graph, id) > 0;
}

/// The last two entries of a list with one entry an axis; 1 where it has none.
std::array<std::int64_t, 2> last_two(const std::vector<std::int64_t>& list) {
  const std::size_t count = list.size();
  return {count > 1 ? list[count - 2] : 1, count > 0 ? list[count - 1] : 1};
}

}  // namespace

std::optional<NextConvolution> next_convolution(const Graph& graph, NodeId conv) {
  NextConvolution next;
  for (NodeId at = conv;;) {
    const ValueId made = graph.node(at).outputs.front();
    NodeId activation = k_no_node;
    int activations = 0;
    for (const NodeId reader : graph.structure().consumers[static_cast<std::size_t>(made)]) {
      if (is_kernel_layer(graph, reader) && graph.node(reader).inputs.front() == made) {
        next.node = reader;
        return next;
      }
      if (graph.node(reader).op->kind != LayerKind::activation) continue;
      activation = reader;
      ++activations;
    }
    if (activations != 1) return std::nullopt;
    next.between.push_back(activation);
    at = activation;
  }
}

ReadingUnits units_that_read(const Graph& graph, NodeId next, std::int64_t unit) {
  const std::int64_t slices = slice_count(graph, next), units = unit_count(graph, next);
  const std::int64_t of_a_group = units / graph.node(next).attributes.integer("group", 1);
  const std::int64_t first = unit / slices * of_a_group;
  return {.first_unit = first, .last_unit = first + of_a_group, .slice = unit % slices};
}

Steps steps_of(const Graph& graph, NodeId conv) {
  const WindowAttributes window = WindowAttributes::parse(graph.node(conv).attributes);
  return {.stride = last_two(window.strides), .dilation = last_two(window.dilations)};
}

}  // namespace fovea
