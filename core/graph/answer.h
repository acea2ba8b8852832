#pragma once

#include <span>
#include <vector>

#include "core/graph/shaped_graph.h"

namespace fovea {

/// What the numbers of a graph's output mean.
enum class AnswerKind {
  probabilities,  ///< one for each class, by the graph's own Softmax
  logits,         ///< one for each class; softmax must be added to show probabilities
  values          ///< anything else: not to be shown as percentages
};

/// A classifier's output is flat ([1, K] or [1, K, 1, …], K at least 2) and comes from a Softmax
/// over its classes, or from a layer whose values may be of any sign and size. Reshapes and the
/// like are looked through.
AnswerKind answer_kind(const ShapedGraph& shaped, ValueId output);

/// The first output that is a classifier's, or k_no_value.
ValueId answer_value(const ShapedGraph& shaped);

/// One probability for each class, of the output's values of one picture; as they are where they
/// are probabilities already.
std::vector<double> probabilities(AnswerKind kind, std::span<const float> values);

/// Indices of the `count` largest, largest first; of equal ones the earlier first.
std::vector<std::size_t> largest(std::span<const double> values, std::size_t count);

}  // namespace fovea
