#pragma once

#include <vector>

#include "ui/network/lens_layout.h"

namespace fovea {

/// The layers that get a column, in topological order, with everything that does not depend on the
/// room: inputs, and what nodes make of them. Constants and weights have none. Where kernels can be
/// drawn beside the maps, `kernel_cell` is the number of cells under each other for one unit, and
/// `kernel_width` that of cells side by side.
std::vector<LensColumn> lens_columns(const ShapedGraph& shaped);

}  // namespace fovea
