#pragma once

#include <array>
#include <vector>

#include "core/kernel/gain.h"
#include "core/kernel/separation.h"
#include "core/kernel/symmetry.h"

namespace fovea {

/// All that the page Understand says of one kernel, computed at once and then immutable.
struct KernelFindings {
  /// Frequencies along each axis of `magnitudes`, from −0.5 to 0.5 cycles a pixel; the middle is 0.
  static constexpr int k_frequencies = 129;

  Tensor kernel;  ///< [kH, kW], finite
  Gain gain;
  std::vector<float> magnitudes;     ///< |H|: v down, u to the right
  float weakest = 0, strongest = 0;  ///< of the magnitudes
  double peak_u = 0, peak_v = 0;     ///< where the strongest is, cycles a pixel; u is not negative
  Separation separation;
  std::array<Parity, k_motions.size()> parities{};  ///< in the order of k_motions
  double isotropy = 1;
  Tensor impulse;                                ///< [kH, kW]
  std::vector<double> upright_edge, level_edge;  ///< step responses
};

/// About 6 ms for a 31 × 31 kernel, below 1 ms up to 7 × 7: on a worker.
KernelFindings find_out(const Tensor& kernel);

}  // namespace fovea
