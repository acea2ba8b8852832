#pragma once

#include "core/explain/slide.h"

namespace fovea {

/// Whether a kernel keeps the brightness of what it is applied to, within 2 %: what it makes of a
/// picture is shown as a picture, from black to white.
bool keeps_brightness(const Tensor& kernel);

/// The magnitude below which values are no structure to be shown: what sums of so many products
/// round off, of inputs up to `input_limit`.
double rounded_off(const Slide& slide, float input_limit);

}  // namespace fovea
