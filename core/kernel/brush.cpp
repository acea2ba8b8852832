#include "core/kernel/brush.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace fovea {

std::vector<KernelCell> painted_cells(const KernelCell& cell, std::int64_t rows,
                                      std::int64_t columns, const BrushSymmetry& symmetry) {
  std::set<KernelCell> cells{cell};
  const auto add_images = [&](auto image) {
    for (const KernelCell& one : std::set<KernelCell>(cells)) cells.insert(image(one));
  };
  if (symmetry.horizontal)
    add_images([&](const KernelCell& c) { return KernelCell{c.row, columns - 1 - c.column}; });
  if (symmetry.vertical)
    add_images([&](const KernelCell& c) { return KernelCell{rows - 1 - c.row, c.column}; });
  if (symmetry.rotational) {
    add_images([&](const KernelCell& c) {
      return KernelCell{rows - 1 - c.row, columns - 1 - c.column};
    });
    if (rows == columns)
      add_images([&](const KernelCell& c) { return KernelCell{c.column, rows - 1 - c.row}; });
  }
  return {cells.begin(), cells.end()};
}

std::vector<KernelCell> line_cells(const KernelCell& from, const KernelCell& to) {
  const std::int64_t down = to.row - from.row, across = to.column - from.column;
  const std::int64_t steps = std::max(std::abs(down), std::abs(across));
  std::vector<KernelCell> cells;
  for (std::int64_t i = 0; i <= steps; ++i) {
    const double way = steps == 0 ? 0 : static_cast<double>(i) / static_cast<double>(steps);
    cells.push_back({from.row + std::llround(way * static_cast<double>(down)),
                     from.column + std::llround(way * static_cast<double>(across))});
  }
  return cells;
}

}  // namespace fovea
