#pragma once

#include <optional>

#include "core/document/edits.h"

namespace fovea {

/// Where a kernel slice lies in its weight: `shape.elements()` cells from `first`, every `stride`.
struct CellPlace {
  ValueId weight = k_no_value;
  std::int64_t first = 0, stride = 1;
  Shape shape;
  std::int64_t slices = 1;  ///< that the unit has
};
/// Nothing where the node has no kernel of its own, or no such slice.
std::optional<CellPlace> place_of(const Graph& graph, const KernelSlice& slice);

struct BiasPlace {
  ValueId weight = k_no_value;
  std::int64_t index = 0;
};
std::optional<BiasPlace> bias_place(const Graph& graph, const Unit& unit);

/// The graph `to` with one unit's weights taken from `from`, which has the same structure. Weights
/// that have no such unit stay.
Graph copy_unit(const Graph& from, const Graph& to, const Unit& unit);

/// The graph with the muted units' weights at zero, also where nodes share a weight. Zeroed weights
/// that `before` holds already are used again, so that their identity, and what was computed from
/// them, stays.
Graph mute(const Graph& graph, const std::set<Unit>& muted, const Network& before);

}  // namespace fovea
