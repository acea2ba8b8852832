#pragma once

#include <cstdint>

#include "core/tensor/tensor.h"

namespace fovea {

/// Kernels [kH, kW], float32, with other values in their cells; what moves cells is in turns.h.
/// Results that float32 cannot hold are infinite, which `is_finite` tells.

/// What `normalised` makes 1.
enum class NormalisedBy {
  sum,         ///< the sum: the kernel keeps the brightness
  magnitudes,  ///< the sum of magnitudes, of a kernel whose cells nearly cancel out (`is_balanced`)
  nothing      ///< a kernel of zeros stays one
};
NormalisedBy normalised_by(const Tensor& kernel);
Tensor normalised(const Tensor& kernel);

/// Less their mean: the sum is 0 but for at most 1e-6 of the sum of magnitudes, and flat ground is
/// answered with nothing.
Tensor zero_mean(const Tensor& kernel);
Tensor negated(const Tensor& kernel);
Tensor scaled(const Tensor& kernel, double factor);

/// Gaussian noise added to every cell; `deviation` is relative to the largest magnitude (to 1 for a
/// kernel of zeros). The same seed makes the same noise on every machine.
/// Source: Box and Muller, A note on the generation of random normal deviates (1958).
Tensor with_noise(const Tensor& kernel, double deviation, std::uint64_t seed);

/// Cells rounded to whole multiples of a step, halves away from 0.
struct Quantised {
  Tensor kernel = {};
  double step = 0;           ///< 0 where nothing was to be rounded
  double largest_error = 0;  ///< largest magnitude of a cell's change; at most half a step
};
/// `step` is above 0.
Quantised quantised_to_step(const Tensor& kernel, double step);
/// To whole numbers of `bits` bits, 2 to 24, that are symmetric about 0, −(2^(bits−1) − 1) to
/// 2^(bits−1) − 1, times the step that gives the largest magnitude the largest of them.
/// Source: Jacob et al., Quantization and training of neural networks for efficient
/// integer-arithmetic-only inference (2018), section 3, of the weights.
Quantised quantised_to_bits(const Tensor& kernel, int bits);

/// (1 − share) · kernel + share · other, both in the middle of as many rows and columns as either
/// needs, zeros around them.
Tensor blended(const Tensor& kernel, const Tensor& other, double share);

}  // namespace fovea
