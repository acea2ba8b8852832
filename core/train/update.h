#pragma once

#include "core/train/optimiser.h"

namespace fovea {

/// One step's numbers that are the same for every element, and where its elements lie.
struct UpdateRows {
  OptimiserKind kind = OptimiserKind::sgd;
  float gradient_scale = 1;
  float added_decay = 0;  ///< of the weight, added to the gradient
  float shrinking = 0;    ///< of the weight, taken off beside the update
  float rate = 0;         ///< with Adam's correction of m
  float keep1 = 0;        ///< momentum or β1
  float keep2 = 0;        ///< β2 or α
  float add1 = 0;         ///< 1 − β1
  float add2 = 0;         ///< 1 − β2 or 1 − α
  float root_scale = 1;   ///< Adam's correction of √v
  float epsilon = 0;
  bool nesterov = false;

  float* weights = nullptr;
  const float* gradients = nullptr;
  float* moment1 = nullptr;
  float* moment2 = nullptr;  ///< null for sgd
  std::int64_t count = 0;
};

UpdateSums update_rows(const UpdateRows&);

}  // namespace fovea
