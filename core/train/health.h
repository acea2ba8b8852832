#pragma once

#include "core/train/trainer.h"

namespace fovea {

enum class Verdict { healthy, exploding, vanishing, dead_units, not_finite };

/// How a layer's kernels or matrix learn.
struct LayerHealth {
  NodeId node = k_no_node;
  ValueId weight = k_no_value;
  double gradient_norm = 0;
  double update_ratio = 0;  ///< of a step to the weights, Euclidean; about 1e-3 is well
  double dead_share = 0;    ///< of its units, as the caller measured it
  Verdict verdict = Verdict::healthy;
  std::string advice;  ///< one sentence; empty where all is well
};

/// Units of an activation that are 0 for every example of a batch.
struct DeadUnits {
  NodeId node = k_no_node;  ///< the layer whose weights make them: the one before the ReLU
  double share = 0;         ///< 0 to 1
};

/// Share of the units (channels, or entries of a flat value) of [N, C, …] that are 0 everywhere.
double dead_share(const Tensor& activations);

/// Judges each layer with a kernel or matrix that learns, in the order of the graph:
/// - not_finite: a norm is no number;
/// - exploding: a step changes the weights by more than a twentieth of themselves;
/// - dead_units: at least three in ten units are dead;
/// - vanishing: no gradient comes at all, or its update ratio is less than 1e-5 and less than a
///   thousandth of the largest layer's (all of them shrink together where the rate does, which is
///   no trouble).
/// Biases are too near 0 at the start for their ratio to say anything.
std::vector<LayerHealth> judge(const Graph& graph, const StepMetrics& step,
                               std::span<const DeadUnits> dead = {});

}  // namespace fovea
