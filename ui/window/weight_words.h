#pragma once

#include <QString>

#include "core/document/weight_reads.h"

namespace fovea {

/// "conv1 ▸ kernel 3, input map 1, cell (1, 2) = 0.06", with the weight's value in `graph`; empty
/// where there is no such weight.
QString weight_text(const Graph& graph, const WeightPlace& place);

/// How many values it multiplies; where a position of its unit's layer is pinned, which one: its
/// value in `frame` and its place.
QString weight_reads_text(const Frame& frame, const WeightPlace& place,
                          const std::optional<std::pair<std::int64_t, std::int64_t>>& pinned);

}  // namespace fovea
