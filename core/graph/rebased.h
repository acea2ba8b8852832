#pragma once

#include <optional>

#include "core/graph/graph.h"

namespace fovea {

/// `graph` with the structure of `base`, as if it had been made from that: where a weight has the
/// same numbers it is the very tensor of `base`, so that both are equal where all are. Nothing
/// where they are different networks. For a network that was read from two files; reads all
/// weights.
std::optional<Graph> rebased(const Graph& graph, const Graph& base);

}  // namespace fovea
