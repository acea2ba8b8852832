#include "core/document/weights.h"

namespace fovea {
namespace {

std::vector<UnitSlice> slices_of(const Graph& graph, NodeId id) {
  const Node& node = graph.node(id);
  if (node.op->unit_slices == nullptr) return {};
  std::vector<ValueType> types;
  for (const ValueId input : node.inputs) {
    const bool known = graph.is_weight(input);
    types.push_back(known ? ValueType{graph.weight(input).shape(), graph.weight(input).type()}
                          : ValueType{});
  }
  std::vector<UnitSlice> slices = node.op->unit_slices(node.params, types);
  std::erase_if(slices, [&](const UnitSlice& slice) {
    return slice.input >= node.inputs.size() || !graph.is_weight(node.inputs[slice.input]);
  });
  return slices;
}

const UnitSlice* find_slice(const std::vector<UnitSlice>& slices, std::size_t input) {
  const auto found = std::ranges::find(slices, input, &UnitSlice::input);
  return found == slices.end() ? nullptr : &*found;
}

/// Sets every element of `tensor` whose index on `axis` is `unit` to 0.
void zero_unit(Tensor& tensor, std::size_t axis, std::int64_t unit) {
  const Shape shape = tensor.shape();
  const std::int64_t outer = shape.elements(0, axis);
  const std::int64_t inner = shape.elements(axis + 1, shape.rank());
  const std::span<float> values = tensor.mutable_values<float>();
  for (std::int64_t i = 0; i < outer; ++i) {
    const std::int64_t first = (i * shape[axis] + unit) * inner;
    std::ranges::fill(
        values.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(inner)), 0.F);
  }
}

std::vector<std::int64_t> muted_units(const std::set<Unit>& muted, NodeId node) {
  std::vector<std::int64_t> units;
  for (const Unit& unit : muted) {
    if (unit.node == node) units.push_back(unit.index);
  }
  return units;
}

}  // namespace

std::optional<CellPlace> place_of(const Graph& graph, const KernelSlice& slice) {
  const std::vector<UnitSlice> slices = slices_of(graph, slice.unit.node);
  const UnitSlice* kernel = find_slice(slices, 1);
  if (kernel == nullptr) return std::nullopt;
  const ValueId weight = graph.node(slice.unit.node).inputs[kernel->input];
  const Shape& shape = graph.weight(weight).shape();
  if (slice.unit.index < 0 || slice.unit.index >= shape[kernel->axis]) return std::nullopt;
  if (shape.rank() == 1) return CellPlace{weight, slice.unit.index, 1, Shape{1}};
  if (shape.rank() == 2) {
    const std::int64_t length = shape[1 - kernel->axis];
    const bool rows = kernel->axis == 0;
    return CellPlace{weight, rows ? slice.unit.index * length : slice.unit.index,
                     rows ? 1 : shape[1], Shape{1, length}};
  }
  if (slice.input < 0 || slice.input >= shape[1]) return std::nullopt;
  const Shape cells{shape.dims().subspan(2)};
  return CellPlace{weight, (slice.unit.index * shape[1] + slice.input) * cells.elements(), 1,
                   cells};
}

std::optional<BiasPlace> bias_place(const Graph& graph, const Unit& unit) {
  const std::vector<UnitSlice> slices = slices_of(graph, unit.node);
  const UnitSlice* bias = find_slice(slices, 2);
  if (bias == nullptr) return std::nullopt;
  const ValueId weight = graph.node(unit.node).inputs[bias->input];
  const Shape& shape = graph.weight(weight).shape();
  const bool one_each = shape.elements() == shape[bias->axis];
  if (!one_each || unit.index < 0 || unit.index >= shape[bias->axis]) return std::nullopt;
  return BiasPlace{weight, unit.index};
}

std::int64_t unit_count(const Graph& graph, NodeId node) {
  const std::vector<UnitSlice> slices = slices_of(graph, node);
  if (slices.empty()) return 0;
  return graph.weight(graph.node(node).inputs[slices[0].input]).shape()[slices[0].axis];
}

Graph copy_unit(const Graph& from, const Graph& to, const Unit& unit) {
  Graph result = to;
  for (const UnitSlice& slice : slices_of(from, unit.node)) {
    const ValueId weight = from.node(unit.node).inputs[slice.input];
    const Tensor& source = from.weight(weight);
    const Shape& shape = source.shape();
    const std::int64_t outer = shape.elements(0, slice.axis);
    const std::int64_t inner = shape.elements(slice.axis + 1, shape.rank());
    Tensor tensor = to.weight(weight).clone();
    const std::span<float> values = tensor.mutable_values<float>();
    for (std::int64_t i = 0; i < outer; ++i) {
      const auto first = static_cast<std::size_t>((i * shape[slice.axis] + unit.index) * inner);
      std::ranges::copy(source.floats().subspan(first, static_cast<std::size_t>(inner)),
                        values.begin() + static_cast<std::ptrdiff_t>(first));
    }
    const bool whole = std::ranges::equal(values, source.floats());
    result = result.with_weight(weight, whole ? source : std::move(tensor));
  }
  return result;
}

Graph mute(const Graph& graph, const std::set<Unit>& muted, const Network& before) {
  Graph result = graph;
  std::set<NodeId> nodes;
  for (const Unit& unit : muted) nodes.insert(unit.node);
  for (const NodeId node : nodes) {
    const std::vector<std::int64_t> units = muted_units(muted, node);
    const bool units_stay = muted_units(before.muted, node) == units;
    for (const UnitSlice& slice : slices_of(graph, node)) {
      const ValueId weight = graph.node(node).inputs[slice.input];
      if (units_stay && same(before.graph.weight(weight), graph.weight(weight))) {
        result = result.with_weight(weight, before.computed.weight(weight));
        continue;
      }
      Tensor tensor = graph.weight(weight).clone();
      for (const std::int64_t unit : units) zero_unit(tensor, slice.axis, unit);
      result = result.with_weight(weight, std::move(tensor));
    }
  }
  return result;
}

}  // namespace fovea
