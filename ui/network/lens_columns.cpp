#include "ui/network/lens_columns.h"

#include "core/document/layers.h"

namespace fovea {
namespace {

/// Kernels larger than this, or of more input maps, are the inspector's.
constexpr std::int64_t k_largest_kernel = 15;
constexpr std::int64_t k_most_kernel_maps = 4;

void note_kernels(const ShapedGraph& shaped, const Node& node, LensColumn& column) {
  if (node.op->kind != LayerKind::convolution || node.inputs.size() < 2) return;
  const bool sees_input = node.inputs[0] != k_no_value &&
                          shaped.graph.producer(node.inputs[0]) == k_no_node &&
                          !shaped.graph.is_weight(node.inputs[0]);
  const Shape& kernel = shaped.shape(node.inputs[1]);
  if (!sees_input || kernel.rank() != 4 || kernel[1] > k_most_kernel_maps ||
      kernel[2] > k_largest_kernel || kernel[3] > k_largest_kernel)
    return;
  column.kernel_maps = kernel[1];
  column.kernel_rows = kernel[2];
  column.kernel_columns = kernel[3];
}

}  // namespace

std::vector<LensColumn> lens_columns(const ShapedGraph& shaped) {
  std::vector<LensColumn> columns;
  for (const Layer& layer : layers_of(shaped)) {
    columns.push_back({.value = layer.value,
                       .node = layer.node,
                       .view = unit_view(shaped.shape(layer.value)),
                       .group = layer.group});
    if (layer.node != k_no_node)
      note_kernels(shaped, shaped.graph.node(layer.node), columns.back());
  }
  return columns;
}

}  // namespace fovea
