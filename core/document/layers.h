#pragma once

#include <vector>

#include "core/graph/shaped_graph.h"

namespace fovea {

/// A value that a person sees as the maps of a layer.
struct Layer {
  ValueId value = k_no_value;
  NodeId node = k_no_node;  ///< k_no_node for an input of the graph
  /// Layers of one group show the same maps, changed: a convolution with the normalisation, the
  /// activation and the pooling after it. They share a scale where ScaleScope is `shared`.
  int group = 0;
};

/// Inputs, and what nodes make of them, in topological order. Constants, weights and what nodes
/// make of those alone are no layers, nor is what holds no float32.
std::vector<Layer> layers_of(const ShapedGraph& shaped);

}  // namespace fovea
