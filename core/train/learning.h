#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/graph/graph.h"

namespace fovea {

/// A weight that training changes.
struct LearningWeight {
  ValueId weight = k_no_value;
  bool decays = false;  ///< a kernel or matrix: what weight decay acts on
  friend bool operator==(const LearningWeight&, const LearningWeight&) = default;
};

/// What learns, in the order of the graph's values: kernels, matrices and biases of convolutions
/// and dense layers, scales and biases of normalisations (their statistics are measured), and what
/// is added or multiplied element by element, but for single numbers, which are written into a
/// network as constants. A weight that a node named in `frozen` reads stays as it is.
std::vector<LearningWeight> learning_weights(const Graph&, const std::set<std::string>& frozen);

/// The value that losses are taken of: the graph's first output, or what it is the Softmax of.
ValueId logits_of(const Graph&);

}  // namespace fovea
