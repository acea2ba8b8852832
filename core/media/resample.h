#pragma once

#include "core/media/crop.h"
#include "core/media/preprocessing.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// Brightness of a red, green, blue pixel, 0 to 255, rounded: ITU-R BT.601's weights in 65536ths.
constexpr int gray_of(const std::uint8_t* pixel) {
  return (19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 0x8000) >> 16;
}

/// What to take of a picture and how large to make it.
struct Resampling {
  Crop box;  ///< Resized to the output, in source pixels; inside `bounds`.
  int left = 0, top = 0, right = 0, bottom = 0;  ///< Source pixels that may be read.
  int width = 0, height = 0;                     ///< Of the output.
  Filter filter = Filter::bilinear;
  bool antialias = true;
  bool gray = false;  ///< Mix three channels to one first, as `gray_of` does.
};

/// uint8 [H, W, C] to uint8 [height, width, C or 1], reading only the box and what the filter
/// reaches, without copying it. With antialiasing (and for `area`): along rows, rounded to 8 bits,
/// then along columns, as Pillow does; without: interpolated in one go, rounded once.
Tensor resample(const Tensor& pixels, const Resampling& how);

}  // namespace fovea
