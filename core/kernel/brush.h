#pragma once

#include <cstdint>
#include <vector>

namespace fovea {

/// A place in a kernel of rows × columns cells.
struct KernelCell {
  std::int64_t row = 0, column = 0;
  friend auto operator<=>(const KernelCell&, const KernelCell&) = default;
};

/// What a stroke over one cell paints as well.
struct BrushSymmetry {
  bool horizontal = false;  ///< left and right alike
  bool vertical = false;    ///< top and bottom alike
  bool rotational = false;  ///< turned by half, and where the kernel is square by quarters
};

/// The cell and all that the symmetry makes of it, each once, in order.
std::vector<KernelCell> painted_cells(const KernelCell& cell, std::int64_t rows,
                                      std::int64_t columns, const BrushSymmetry& symmetry);

/// All cells of a straight line, both ends included, one a step along its longer side.
std::vector<KernelCell> line_cells(const KernelCell& from, const KernelCell& to);

}  // namespace fovea
