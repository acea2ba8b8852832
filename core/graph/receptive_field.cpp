#include <limits>

#include "core/graph/axis_reads.h"

namespace fovea {
namespace {

/// First axis that counts as spatial: the field of a flat input is told for all its axes.
std::size_t first_spatial_axis(const Shape& shape) { return shape.rank() < 3 ? 0 : 2; }

/// Element by element, with numpy's broadcasting: an axis of extent 1 under a longer one is read
/// whole by every position.
std::vector<AxisReads> elementwise_reads(const Shape& input, const Shape& output) {
  std::vector<AxisReads> reads(input.rank());
  for (std::size_t axis = 0; axis < input.rank(); ++axis) {
    const std::size_t output_axis = axis + output.rank() - input.rank();
    if (input[axis] != output[output_axis]) reads[axis] = AxisReads::whole(input[axis]);
  }
  return reads;
}

/// The axis of the output that this axis of the input is indexed by (axes are aligned at the end
/// for broadcasting); nothing where the input has more axes than the output.
std::optional<std::size_t> aligned_axis(std::size_t axis, const Shape& from, const Shape& to) {
  if (axis + to.rank() < from.rank()) return std::nullopt;
  return axis + to.rank() - from.rank();
}

/// Far beyond any input: a few strides of 2³⁰ would overflow otherwise. Sums of four stay exact.
constexpr std::int64_t k_endless = std::numeric_limits<std::int64_t>::max() / 4;

std::int64_t capped(std::int64_t value) { return std::clamp(value, -k_endless, k_endless); }

std::int64_t capped_product(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return (a < 0) == (b < 0) ? k_endless : -k_endless;
  return capped(product);
}

AxisField through(const AxisField& input, const AxisReads& reads) {
  const std::int64_t size = capped(input.size + capped_product(reads.extent - 1, input.jump));
  // Where an axis is read whole, every position sees all that any of the input's positions sees.
  if (reads.scale == 0) return {size, 0, input.start};
  return {size, capped_product(input.jump, reads.scale),
          capped(input.start + capped_product(reads.offset, input.jump))};
}

AxisField united(const AxisField& a, const AxisField& b) {
  const std::int64_t start = std::min(a.start, b.start);
  const std::int64_t jump = a.jump == 0 || b.jump == 0 ? 0 : std::max(a.jump, b.jump);
  return {capped(std::max(a.start + a.size, b.start + b.size) - start), jump, start};
}

ReceptiveField field_of_input(const Shape& shape) {
  return ReceptiveField(shape.rank() - first_spatial_axis(shape));
}

/// Field of a node's outputs through one of its inputs.
ReceptiveField field_through(const TypedNode& node, std::size_t index,
                             const ReceptiveField& input_field) {
  const Shape& input = node.inputs[index].shape;
  const std::vector<AxisReads> reads = node.reads(index);
  ReceptiveField result(input_field.size());
  for (std::size_t i = 0; i < input_field.size(); ++i) {
    // Where the input has lost its spatial axes, every position has already seen what it can.
    const std::size_t axis = input.rank() - input_field.size() + i;
    const bool has_axis = input.rank() >= input_field.size() + first_spatial_axis(input) &&
                          axis < reads.size() && input_field[i].jump != 0;
    result[i] = has_axis ? through(input_field[i], reads[axis]) : input_field[i];
  }
  return result;
}

Box whole_box(const Shape& shape) {
  Box box;
  for (const std::int64_t dim : shape.dims()) box.push_back({0, dim});
  return box;
}

Box read_box(const TypedNode& node, std::size_t index, const Box& output) {
  const Shape& input = node.inputs[index].shape;
  const std::vector<AxisReads> reads = node.reads(index);
  Box box = whole_box(input);
  for (std::size_t axis = 0; axis < input.rank(); ++axis) {
    const std::optional<std::size_t> output_axis = aligned_axis(axis, input, node.output.shape);
    if (reads[axis].scale == 0 || !output_axis) continue;
    const Range& range = output[*output_axis];
    box[axis] =
        Range{reads[axis].scale * range.first + reads[axis].offset,
              reads[axis].scale * (range.last - 1) + reads[axis].offset + reads[axis].extent}
            .clipped_to(input[axis]);
  }
  return box;
}

bool is_empty(const Box& box) {
  return std::ranges::any_of(box, [](const Range& range) { return range.size() == 0; });
}

void unite(std::optional<Box>& into, const Box& box) {
  if (!into) {
    into = box;
    return;
  }
  for (std::size_t axis = 0; axis < box.size(); ++axis) {
    Range& range = (*into)[axis];
    range = {std::min(range.first, box[axis].first), std::max(range.last, box[axis].last)};
  }
}

}  // namespace

TypedNode::TypedNode(const ShapedGraph& shaped, const Node& node_)
    : node(node_), output(shaped.types[static_cast<std::size_t>(node_.outputs[0])]) {
  for (const ValueId id : node.inputs) {
    inputs.push_back(id == k_no_value ? ValueType{} : shaped.types[static_cast<std::size_t>(id)]);
  }
}

std::vector<AxisReads> TypedNode::reads(std::size_t index) const {
  if (node.op->reads != nullptr) return node.op->reads(node.params, index, inputs, output);
  return elementwise_reads(inputs[index].shape, output.shape);
}

std::vector<ReceptiveField> receptive_fields(const ShapedGraph& shaped) {
  const GraphStructure& structure = shaped.graph.structure();
  std::vector<ReceptiveField> fields(shaped.types.size());
  if (structure.inputs.empty()) return fields;
  const ValueId first = structure.inputs[0].value;
  fields[static_cast<std::size_t>(first)] = field_of_input(shaped.shape(first));
  for (const Node& node : structure.nodes) {
    const TypedNode typed(shaped, node);
    ReceptiveField field;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] == k_no_value) continue;
      const ReceptiveField& input = fields[static_cast<std::size_t>(node.inputs[i])];
      if (input.empty()) continue;
      const ReceptiveField seen = field_through(typed, i, input);
      if (field.empty()) {
        field = seen;
      } else {
        for (std::size_t axis = 0; axis < field.size(); ++axis)
          field[axis] = united(field[axis], seen[axis]);
      }
    }
    for (const ValueId output : node.outputs) {
      if (output != k_no_value) fields[static_cast<std::size_t>(output)] = field;
    }
  }
  return fields;
}

std::vector<std::optional<Box>> provenance(const ShapedGraph& shaped, ValueId id, const Box& box) {
  const Graph& graph = shaped.graph;
  assert(box.size() == shaped.shape(id).rank());
  std::vector<std::optional<Box>> boxes(graph.value_count());
  boxes[static_cast<std::size_t>(id)] = box;
  for (NodeId at = graph.producer(id); at >= 0; --at) {
    const Node& node = graph.node(at);
    const std::optional<Box>& made = boxes[static_cast<std::size_t>(node.outputs[0])];
    if (!made) continue;
    const TypedNode typed(shaped, node);
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] == k_no_value || graph.is_weight(node.inputs[i])) continue;
      const Box read = read_box(typed, i, *made);
      if (!is_empty(read)) unite(boxes[static_cast<std::size_t>(node.inputs[i])], read);
    }
  }
  return boxes;
}

}  // namespace fovea
