#pragma once

#include <vector>

#include "ui/network/lens_layout.h"

namespace fovea {

/// The layers that get a column, in topological order, with everything that does not depend on the
/// room: inputs, and what nodes make of them. Constants, weights and what nodes make of those alone
/// have none.
std::vector<LensColumn> lens_columns(const ShapedGraph& shaped);

}  // namespace fovea
