#pragma once

#include <limits>
#include <set>
#include <string>

#include "core/train/trainer.h"

namespace fovea {

constexpr double k_not_measured = std::numeric_limits<double>::quiet_NaN();

/// How a run was doing at one moment; NaN where it has not been measured yet.
struct RunMetrics {
  std::int64_t step = 0;
  double epoch = 0;                             ///< epochs done, with a fraction
  double loss = k_not_measured;                 ///< of the last batch
  double training_accuracy = k_not_measured;    ///< of the last batch, 0 to 1
  double validation_loss = k_not_measured;      ///< as last measured
  double validation_accuracy = k_not_measured;  ///< as last measured, 0 to 1
  double images_per_second = 0;
};

/// A moment of a run that it can go on from. Weights are shared with other graphs; a copy costs a
/// pointer a weight and the optimiser's moments.
struct Checkpoint {
  TrainerState state;
  RunMetrics metrics;
  OptimiserKind optimiser = OptimiserKind::sgd;  ///< what the moments are of,
  std::set<std::string> frozen = {};             ///< and the nodes that they leave out
};

/// Bytes that a checkpoint keeps from being freed: all its weights and moments.
std::int64_t bytes_of(const Checkpoint& checkpoint);

}  // namespace fovea
