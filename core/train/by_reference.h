#pragma once

#include "core/graph/graph.h"

namespace fovea {

/// A node without batch kernels, run by its reference in double: slow, but right. Values are
/// rearranged from batch last to the graph's layout and back.
void forward_by_reference(const Graph& graph, const Node& node, const BatchForward& call);
void backward_by_reference(const Graph& graph, const Node& node, const BatchBackward& call);

}  // namespace fovea
