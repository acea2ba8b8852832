#include "core/document/weights.h"

namespace fovea {
namespace {

/// Of a computed value with extents of -1; a default one where not even its rank is known.
ValueType known_type(const Graph& graph, ValueId id) {
  if (id == k_no_value) return {};
  if (graph.is_weight(id)) return {graph.weight(id).shape(), graph.weight(id).type()};
  const int rank = graph.structure().ranks[static_cast<std::size_t>(id)];
  return {Shape(std::vector<std::int64_t>(static_cast<std::size_t>(std::max(rank, 0)), -1))};
}

std::vector<UnitSlice> slices_of(const Graph& graph, NodeId id) {
  const Node& node = graph.node(id);
  if (node.op->unit_slices == nullptr) return {};
  std::vector<ValueType> types;
  for (const ValueId input : node.inputs) types.push_back(known_type(graph, input));
  std::vector<UnitSlice> slices = node.op->unit_slices(node.params, types);
  std::erase_if(slices, [&](const UnitSlice& slice) {
    return slice.input >= node.inputs.size() || slice.axis >= types[slice.input].shape.rank() ||
           !graph.is_weight(node.inputs[slice.input]);
  });
  return slices;
}

const UnitSlice* find_slice(const std::vector<UnitSlice>& slices, std::size_t input) {
  const auto found = std::ranges::find(slices, input, &UnitSlice::input);
  return found == slices.end() ? nullptr : &*found;
}

/// A slice's weight seen as [outer, units, inner]: unit k is the middle axis at k.
struct UnitRuns {
  std::int64_t outer, units, inner;

  UnitRuns(const Shape& shape, std::size_t axis)
      : outer(shape.elements(0, axis)),
        units(shape[axis]),
        inner(shape.elements(axis + 1, shape.rank())) {}

  bool has(std::int64_t unit) const { return unit >= 0 && unit < units; }

  /// Calls visit(first, count) for each run of the unit's elements.
  template <typename Visit>
  void for_each(std::int64_t unit, Visit visit) const {
    for (std::int64_t i = 0; i < outer; ++i) {
      visit(static_cast<std::size_t>((i * units + unit) * inner), static_cast<std::size_t>(inner));
    }
  }
};

void zero_unit(Tensor& tensor, std::size_t axis, std::int64_t unit) {
  const UnitRuns runs(tensor.shape(), axis);
  if (!runs.has(unit)) return;
  const std::span<float> values = tensor.mutable_values<float>();
  runs.for_each(unit, [&](std::size_t first, std::size_t count) {
    std::ranges::fill(values.subspan(first, count), 0.F);
  });
}

/// Which units of which axis are zero in a weight: all that nodes which read it have muted.
using Zeros = std::set<std::pair<std::size_t, std::int64_t>>;

std::map<ValueId, Zeros> zeros_of(const Graph& graph, const std::set<Unit>& muted) {
  std::map<ValueId, Zeros> zeros;
  for (const Unit& unit : muted) {
    for (const UnitSlice& slice : slices_of(graph, unit.node)) {
      if (slice.silences)
        zeros[graph.node(unit.node).inputs[slice.input]].emplace(slice.axis, unit.index);
    }
  }
  return zeros;
}

}  // namespace

std::optional<CellPlace> place_of(const Graph& graph, const KernelSlice& slice) {
  const std::vector<UnitSlice> slices = slices_of(graph, slice.unit.node);
  const UnitSlice* kernel = find_slice(slices, 1);
  if (kernel == nullptr) return std::nullopt;
  const ValueId weight = graph.node(slice.unit.node).inputs[kernel->input];
  const Shape& shape = graph.weight(weight).shape();
  const std::size_t axis = kernel->axis, rank = shape.rank();
  const std::int64_t unit = slice.unit.index;
  if (!UnitRuns(shape, axis).has(unit)) return std::nullopt;
  if (rank == 1) return CellPlace{.weight = weight, .first = unit, .shape = {1}};
  if (axis == rank - 1) {
    return CellPlace{.weight = weight,
                     .first = unit,
                     .stride = shape[axis],
                     .shape = {shape.elements(0, rank - 2), shape[rank - 2]}};
  }
  if (axis != 0) return std::nullopt;
  if (rank == 2) {
    return CellPlace{.weight = weight, .first = unit * shape[1], .shape = {1, shape[1]}};
  }
  if (slice.input < 0 || slice.input >= shape[1]) return std::nullopt;
  const Shape cells{shape.dims().subspan(2)};
  return CellPlace{.weight = weight,
                   .first = (unit * shape[1] + slice.input) * cells.elements(),
                   .shape = cells,
                   .slices = shape[1]};
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
    const UnitRuns runs(source.shape(), slice.axis);
    if (!runs.has(unit.index)) continue;
    Tensor tensor = result.weight(weight).clone();
    const std::span<float> values = tensor.mutable_values<float>();
    runs.for_each(unit.index, [&](std::size_t first, std::size_t count) {
      std::ranges::copy(source.floats().subspan(first, count),
                        values.begin() + static_cast<std::ptrdiff_t>(first));
    });
    const bool whole = std::ranges::equal(values, source.floats());
    result = result.with_weight(weight, whole ? source : std::move(tensor));
  }
  return result;
}

Graph mute(const Graph& graph, const std::set<Unit>& muted, const Network& before) {
  Graph result = graph;
  std::map<ValueId, Zeros> zeroed_before = zeros_of(graph, before.muted);
  for (const auto& [weight, zeros] : zeros_of(graph, muted)) {
    const bool stays =
        same(before.graph.weight(weight), graph.weight(weight)) && zeroed_before[weight] == zeros;
    if (stays) {
      result = result.with_weight(weight, before.computed.weight(weight));
      continue;
    }
    Tensor tensor = graph.weight(weight).clone();
    for (const auto& [axis, unit] : zeros) zero_unit(tensor, axis, unit);
    result = result.with_weight(weight, std::move(tensor));
  }
  return result;
}

}  // namespace fovea
