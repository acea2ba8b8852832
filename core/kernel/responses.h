#pragma once

#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

/// The one kernel that does what `first` and then `second` do without anything in between:
/// [kH1 + kH2 − 1, kW1 + kW2 − 1], float32, their full convolution. Correlating with both in turn,
/// without padding, equals correlating with it; so two 3 × 3 are one 5 × 5.
Tensor composed(const Tensor& first, const Tensor& second);

/// What a single pixel of 1 on a ground of 0 becomes: the kernel turned by half, as a window that
/// moves right meets the pixel with its rightmost cell first. [kH, kW].
Tensor impulse_response(const Tensor& kernel);

enum class Edge {
  upright,  ///< 0 to the left, 1 to the right; the window moves to the right
  level     ///< 0 above, 1 below; the window moves down
};
/// The output across an edge: entry n is where n columns (rows, for a level edge) of the window
/// have crossed it, n from 0 to kW (kH). Starts with 0 and ends with the sum of the cells.
std::vector<double> step_response(const Tensor& kernel, Edge edge);

}  // namespace fovea
