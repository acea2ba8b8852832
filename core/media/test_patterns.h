#pragma once

#include <cstdint>

#include "core/media/picture.h"

namespace fovea {

/// Pictures made by a formula, grey unless said otherwise; the same arguments give the same pixels.

/// Uniform noise; three channels where `color`.
Picture noise_pattern(int width, int height, std::uint64_t seed, bool color = false);
/// Black and white bars, each `bar` pixels wide, turned by `degrees` from upright.
Picture bars_pattern(int width, int height, double bar, double degrees = 0);
/// White discs of `radius` on black, their centres `spacing` apart.
Picture dots_pattern(int width, int height, double spacing, double radius);
/// A sine grating from 0 to 255 with `wavelength` pixels, turned by `degrees` from upright bars.
Picture grating_pattern(int width, int height, double wavelength, double degrees = 0,
                        double phase = 0);

}  // namespace fovea
