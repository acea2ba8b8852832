#pragma once

#include "core/tensor/tensor.h"

namespace fovea {

/// What a kernel [kH, kW] makes of the plainest inputs.
struct Gain {
  double sum = 0;  ///< the output on a constant input of 1
  double l1 = 0;   ///< sum of magnitudes: the largest output that inputs of −1 to 1 can make
  double l2 = 0;   ///< root of the sum of squares: by how much the deviation of white noise grows
};

Gain gain_of(const Tensor& kernel);

/// Whether the cells nearly cancel out, so that flat ground is answered with nothing: |sum| is at
/// most a thousandth of the sum of magnitudes.
bool is_balanced(const Gain&);

/// Whether all cells are finite numbers: what every analysis of a kernel expects.
bool is_finite(const Tensor& kernel);

}  // namespace fovea
