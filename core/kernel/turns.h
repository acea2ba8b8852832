#pragma once

#include "core/tensor/tensor.h"

namespace fovea {

/// Kernels [kH, kW] with their cells in other places; float32, cells as they were where nothing
/// else is said. x to the right, y down.
Tensor flipped_left_right(const Tensor& kernel);
Tensor flipped_up_down(const Tensor& kernel);
/// Mirrored at the diagonal from the upper left: [kW, kH].
Tensor transposed(const Tensor& kernel);
Tensor turned_by_half(const Tensor& kernel);
/// By 90° clockwise, the upper row becoming the right column: [kW, kH].
Tensor turned_by_quarter(const Tensor& kernel);

/// With `down` − 1 rows and `right` − 1 columns of zeros between its cells: what a dilated kernel
/// is without dilation, and what a kernel is to the input of a convolution of that stride before
/// it.
Tensor spread(const Tensor& kernel, std::int64_t down, std::int64_t right);

/// Turned by any angle, anticlockwise as the angles of presets are, about the middle; the size
/// stays, and what comes from beyond the kernel is 0. Values between cells are bilinear, which
/// blurs a little and may change the sum. Half-turns, and quarter-turns of square kernels, are
/// exact.
Tensor turned(const Tensor& kernel, double degrees);

/// Stretched to [rows, columns], at least 1 each: bilinear where an axis grows, the mean over as
/// many cells where it shrinks (a triangle as wide as the step, normalised at the borders). As
/// large as before it is identical. With `keep_sum`, the cells are multiplied so that their sum is
/// as before; where the cells nearly cancel out, and no factor can do that, by the number of cells
/// before over after.
Tensor resized(const Tensor& kernel, std::int64_t rows, std::int64_t columns, bool keep_sum);

}  // namespace fovea
