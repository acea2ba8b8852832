#pragma once

#include "core/media/picture.h"

namespace fovea {

inline constexpr int k_digit_side = 28;  ///< pixels of an example as MNIST has them
inline constexpr int k_digit_box = 20;   ///< that the longer side of the ink is fitted to

/// Light ink on black, a grey picture of any size, as MNIST has its digits: the smallest rectangle
/// around the ink fitted into 20 × 20 pixels with its proportions kept, then moved by whole pixels
/// so that its centre of mass is in the middle of 28 × 28, as far as all of it stays inside. A
/// picture without ink becomes black. Colour is mixed to grey first.
/// Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
Picture centre_by_mass(const Picture& picture);

}  // namespace fovea
