#pragma once

#include <span>

#include "core/ops/conv/presets.h"

/// What makes the kernels of the presets from their parameters, in the order of the table in
/// preset_table.cpp.
namespace fovea::presets {

using Values = std::span<const double>;

/// An even size has no middle; the cell before it counts, as `centred` has it.
Tensor identity(Values);                 ///< size
Tensor box(Values);                      ///< size
Tensor gaussian(Values);                 ///< size, sigma
Tensor binomial(Values);                 ///< size: products of a row of Pascal's triangle
Tensor unsharp(Values);                  ///< size, sigma, amount
Tensor laplacian_of_gaussian(Values);    ///< size, sigma
Tensor difference_of_gaussians(Values);  ///< size, sigma, wide sigma
Tensor motion(Values);                   ///< size, angle
Tensor disk(Values);                     ///< size
Tensor gabor(Values);                    ///< size, angle, wavelength, sigma, phase
Tensor haar_x(Values);                   ///< size
Tensor haar_y(Values);                   ///< size
Tensor haar_diagonal(Values);            ///< size
Tensor random(Values);                   ///< size, seed: uniform from −1 to 1

/// size, directions, widths, finest wavelength, phase. Directions divide half a turn evenly; each
/// wavelength is half an octave (√2) above the one before it. Finest first, by direction.
/// Source: Lee, "Image Representation Using 2D Gabor Wavelets", IEEE PAMI 18 (10), 1996.
std::vector<BankKernel> gabor_bank(Values);

}  // namespace fovea::presets
