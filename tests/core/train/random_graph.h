#pragma once

#include "core/graph/graph.h"

namespace fovea::testing {

struct RandomGraph {
  Graph graph;  ///< input “picture” [N, C, H, W], output “answer” [N, classes], N open
  Shape input;  ///< with N = 1
  std::int64_t classes = 0;
  std::string text;  ///< its operators, for messages
};

/// A small valid network, another for every seed: chains and branches of convolutions, pools,
/// normalisations, sums, products, concatenations, activations and dropout, then one or two
/// matrices and sometimes a Softmax.
RandomGraph random_graph(std::uint64_t seed);

}  // namespace fovea::testing
