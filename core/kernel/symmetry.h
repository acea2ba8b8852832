#pragma once

#include <array>

#include "core/tensor/tensor.h"

namespace fovea {

/// What a kernel [kH, kW] may be laid onto itself by.
enum class Motion {
  left_right,     ///< mirrored at the upright line through its middle
  up_down,        ///< mirrored at the level line
  main_diagonal,  ///< mirrored at the diagonal from the upper left; square kernels
  anti_diagonal,  ///< mirrored at the other diagonal; square kernels
  half_turn,
  quarter_turn  ///< square kernels
};
inline constexpr std::array k_motions{Motion::left_right,    Motion::up_down,
                                      Motion::main_diagonal, Motion::anti_diagonal,
                                      Motion::half_turn,     Motion::quarter_turn};

enum class Parity {
  none,
  even,  ///< symmetric: the motion leaves every cell as it is
  odd    ///< antisymmetric: it changes the sign of every cell
};

/// Cells count as equal where they differ by at most `tolerance` times the largest magnitude. Even
/// for a kernel of zeros, none where the motion needs a square kernel.
Parity parity(const Tensor& kernel, Motion motion, double tolerance = 1e-5);

}  // namespace fovea
