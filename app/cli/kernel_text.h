#pragma once

#include <string>

#include "core/tensor/tensor.h"

namespace fovea::app {

/// The kernel [kH, kW] of `--kernel`: a preset, a .csv, .npy or picture file (grey, 0 to 1), or
/// text with rows parted by ";" and cells by spaces. Throws FileError.
Tensor read_kernel(const std::string& text);

}  // namespace fovea::app
