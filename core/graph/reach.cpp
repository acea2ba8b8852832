#include "core/graph/axis_reads.h"

namespace fovea {
namespace {

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// Positions [first, last) whose reads along an axis meet `range`, clipped to `extent` positions.
Range positions_that_read(const Range& range, const AxisReads& reads, std::int64_t extent) {
  const std::int64_t before = range.first - reads.offset - reads.extent;
  const std::int64_t end = range.last - reads.offset;
  return Range{floor_divide(before, reads.scale) + 1, -floor_divide(-end, reads.scale)}.clipped_to(
      extent);
}

/// Positions of a node's output that read something of `box` of its input `index`.
Box reached_box(const TypedNode& node, std::size_t index, const Box& box) {
  const Shape& input = node.inputs[index].shape;
  const Shape& output = node.output.shape;
  const std::vector<AxisReads> reads = node.reads(index);
  Box reached;
  for (const std::int64_t dim : output.dims()) reached.push_back({0, dim});
  for (std::size_t axis = 0; axis < input.rank(); ++axis) {
    // What is read whole is read by every position. Axes are aligned at the end, for broadcasting.
    if (reads[axis].scale == 0 || axis + output.rank() < input.rank()) continue;
    const std::size_t output_axis = axis + output.rank() - input.rank();
    reached[output_axis] = positions_that_read(box[axis], reads[axis], output[output_axis]);
  }
  return reached;
}

/// Grows `into` to the smallest box that holds `box` too.
void include(std::optional<Box>& into, const Box& box) {
  if (std::ranges::any_of(box, [](const Range& range) { return range.size() == 0; })) return;
  if (!into) into = box;
  for (std::size_t axis = 0; axis < box.size(); ++axis) {
    Range& range = (*into)[axis];
    range = {std::min(range.first, box[axis].first), std::max(range.last, box[axis].last)};
  }
}

}  // namespace

std::vector<std::optional<Box>> reach(const ShapedGraph& shaped, ValueId id, const Box& box) {
  const Graph& graph = shaped.graph;
  assert(box.size() == shaped.shape(id).rank());
  std::vector<std::optional<Box>> boxes(graph.value_count());
  boxes[static_cast<std::size_t>(id)] = box;
  for (std::size_t at = static_cast<std::size_t>(graph.producer(id) + 1); at < graph.nodes().size();
       ++at) {
    const Node& node = graph.nodes()[at];
    std::optional<TypedNode> typed;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] == k_no_value) continue;
      const std::optional<Box>& read = boxes[static_cast<std::size_t>(node.inputs[i])];
      if (!read) continue;
      if (!typed) typed.emplace(shaped, node);
      include(boxes[static_cast<std::size_t>(node.outputs[0])], reached_box(*typed, i, *read));
    }
  }
  return boxes;
}

}  // namespace fovea
