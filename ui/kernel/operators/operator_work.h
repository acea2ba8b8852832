#pragma once

#include <string>

#include "core/explain/operators/matrix.h"
#include "core/explain/operators/network.h"

namespace fovea {

/// What a column is to show.
struct OperatorJob {
  explain::OperatorSettings settings;
  Tensor kernel = {};          ///< as drawn, [kH, kW]
  Tensor planes;               ///< [C, H, W] of the settings
  std::uint64_t seed = 0;      ///< of weights of chance; 0: the kernel's
  std::uint64_t revision = 0;  ///< comes back with the result
};

/// A small case of the same operator on one map, whose matrix can be drawn whole.
struct OperatorToy {
  explain::OperatorSettings settings = {};
  std::shared_ptr<const explain::OperatorMatrix> matrix = {};  ///< null where it is too large
  Tensor kernel = {};  ///< [kH, kW] that the matrix takes its cells from
  Tensor chance = {};  ///< [outputs, inputs] of a layer with weights of chance, else empty
  /// Of a transposed convolution over a somewhat larger input, [oH, oW]: products in each output,
  /// and the result for an input of ones.
  Tensor overlap = {}, constant = {};
  bool uneven = false;  ///< `constant` varies away from its rim
};

/// What was made of a job.
struct OperatorResult {
  OperatorJob job = {};
  Tensor output = {};                     ///< [M, oH, oW]; empty where `failure` says why
  double least = 0, most = 0, limit = 0;  ///< of its values, and their largest magnitude
  OperatorToy toy = {};
  std::string failure = {};
};

/// Runs the operator and its toy; slow enough for a thread of its own.
OperatorResult show_operator(const OperatorJob& job);

}  // namespace fovea
