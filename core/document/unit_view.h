#pragma once

#include <cstdint>
#include <span>

#include "core/document/document.h"

namespace fovea {

/// A value as maps of units: unit k is channel k of [N, C, …], of which the first N is shown, or
/// entry k of a flat value [N, K]. Volumes have their planes under each other.
struct UnitView {
  std::int64_t units = 0;
  std::int64_t rows = 1, columns = 1;

  bool is_flat() const { return rows * columns == 1; }
  friend bool operator==(const UnitView&, const UnitView&) = default;
};
UnitView unit_view(const Shape& shape);

/// The elements of unit k, row-major, of all units for −1; empty where there is no such unit or the
/// tensor is empty or holds no float32.
std::span<const float> unit_values(const Tensor& tensor, std::int64_t unit);

/// The box of one position of one unit; of the whole unit where `row` is -1.
Box unit_box(const Shape& shape, std::int64_t unit, std::int64_t row, std::int64_t column);

/// Rows and columns of `box` in the maps that `unit_view` makes of the shape.
struct MapArea {
  Range rows, columns, units;
};
MapArea map_area(const Shape& shape, const Box& box);

/// What a person calls a value: its node's name, "input" values by theirs. On one line, and
/// cut where it is too long to be read.
std::string value_label(const Graph& graph, ValueId value);

}  // namespace fovea
