#pragma once

#include "core/graph/shaped_graph.h"

namespace fovea {

/// A node and the types of its inputs, looked up once for all of them.
struct TypedNode {
  const Node& node;
  std::vector<ValueType> inputs;
  const ValueType& output;

  TypedNode(const ShapedGraph& shaped, const Node& node_);
  /// What output 0 reads of the input `index`, by axis of that input.
  std::vector<AxisReads> reads(std::size_t index) const;
};

}  // namespace fovea
