#pragma once

#include "core/graph/shaped_graph.h"

namespace fovea {

/// What output 0 of `node` reads of its input `index`, by axis of that input.
std::vector<AxisReads> axis_reads(const ShapedGraph& shaped, const Node& node, std::size_t index);

}  // namespace fovea
