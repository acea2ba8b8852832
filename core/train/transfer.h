#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "core/graph/graph.h"

namespace fovea {

/// A trained body under a head that has learnt nothing yet.
struct Transfer {
  Graph graph;                   ///< with a structure of its own
  std::set<std::string> frozen;  ///< names of all nodes before the head that have weights
};

/// The network with its last dense layer made anew for `classes`: its matrix is drawn from a normal
/// distribution of variance 1 / fan-in, as `make_architecture` draws it, its bias is 0. Freeze what
/// is in `frozen` to learn the head alone. Throws Error where the network does not end in a dense
/// layer (Gemm, perhaps with a Softmax after it), or a node with weights has no name to freeze it
/// by.
Transfer with_new_head(const Graph& graph, std::int64_t classes, std::uint64_t seed);

}  // namespace fovea
