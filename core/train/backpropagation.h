#pragma once

#include <span>
#include <vector>

#include "core/base/cancel.h"
#include "core/graph/graph.h"

namespace fovea {

/// Tensors by value of a graph: float64 where the graph's are float32.
using WideValues = std::vector<Tensor>;

/// The graph's weights; empty where a value is an input or computed.
WideValues wide_weights(const Graph&);

/// One run of the whole graph by the operators' references: `inputs`, of float32 or float64, in the
/// order of the graph's, `weights` as `wide_weights` makes them, perhaps changed. Returns every
/// value, weights and inputs too. Throws Error where shapes do not fit or all of it, gradients
/// included, would exceed `memory_budget()`; Cancelled.
WideValues run_reference(const Graph&, std::span<const Tensor> inputs, WideValues weights,
                         TrainingMode mode = {}, const CancelToken& cancel = {});

/// Where a derivation begins: at a value whose gradient, of its shape and float64, is known.
struct GradientSeed {
  ValueId value = k_no_value;
  Tensor gradient;
};

/// Reverse-mode differentiation by the operators' gradients: what one number, the loss, changes by
/// where each element of each value does, for `values` as `run_reference` made them in this mode. A
/// value that several nodes read has the sum of what they say. Empty for values that the seed's
/// does not depend on and for those that are not float.
/// Throws Error, naming the node, where an operator on the way has no gradient; Cancelled.
WideValues backpropagate(const Graph&, const WideValues& values, const GradientSeed& seed,
                         TrainingMode mode = {}, const CancelToken& cancel = {});

}  // namespace fovea
