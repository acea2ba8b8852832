#pragma once

#include <optional>

#include "core/graph/graph.h"
#include "core/ops/window.h"

namespace fovea {

struct NodeCost {
  std::int64_t params = 0;  ///< float weights that the node reads
  std::int64_t macs = 0;    ///< multiply-accumulates of Conv, Gemm and MatMul
  std::int64_t bytes = 0;   ///< of its outputs
};

/// What a value sees of the graph's first input along one spatial axis: position p depends on
/// input samples [start + jump·p, start + jump·p + size), before clipping to the input.
/// jump 0 means that every position sees the same samples.
/// Source: Araujo, Norris, Sim, "Computing Receptive Fields of Convolutional Neural Networks",
/// Distill 2019, equations 1 to 4.
struct AxisField {
  std::int64_t size = 1, jump = 1, start = 0;
  friend bool operator==(const AxisField&, const AxisField&) = default;
};

/// One AxisField for each spatial axis of the first input (axes 2 and up; all axes where it has
/// fewer than three); empty where a value does not depend on that input.
using ReceptiveField = std::vector<AxisField>;

struct ShapedGraph;

/// By value, from the shapes alone.
std::vector<ReceptiveField> receptive_fields(const ShapedGraph& shaped);

/// A graph with the shapes that follow from its inputs' shapes, and what follows from those.
/// Immutable, shared by frames.
struct ShapedGraph {
  Graph graph;
  std::vector<ValueType> types;        ///< by value
  std::vector<NodeCost> costs;         ///< by node
  std::vector<ReceptiveField> fields;  ///< by value
  NodeCost total;

  const Shape& shape(ValueId id) const { return types[static_cast<std::size_t>(id)].shape; }
};

/// Infers all shapes and costs. Throws Error, naming the node, where a shape does not fit or a
/// value, or all of them together, would exceed `memory_budget()`; nothing is allocated.
/// `input_shapes` are in the order of the graph's inputs and must agree with what it declares.
std::shared_ptr<const ShapedGraph> shape_graph(const Graph& graph,
                                               std::span<const Shape> input_shapes);

/// The shapes that the model declares, a free batch axis taken as 1 and other free axes from
/// `fallback` (by axis; throws Error where they run out).
std::vector<Shape> declared_shapes(const Graph& graph, std::span<const std::int64_t> fallback);

/// A box of positions in a value, one Range an axis.
using Box = std::vector<Range>;

/// For every value that `box` of value `id` was computed from, the smallest box that contains all
/// that it read, clipped to the value; nothing for values it does not depend on, and for weights.
/// The value itself is included.
std::vector<std::optional<Box>> provenance(const ShapedGraph& shaped, ValueId id, const Box& box);

/// The other way: for every value that depends on something in `box` of value `id`, the smallest
/// box that contains all that does; nothing for values that none of it reaches. The value itself
/// is included. Axes that a position reads whole spread over all positions.
std::vector<std::optional<Box>> reach(const ShapedGraph& shaped, ValueId id, const Box& box);

}  // namespace fovea
