#pragma once

#include "core/media/crop.h"
#include "core/media/preprocessing.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// What to take of a picture and how large to make it.
struct Resampling {
  Crop box;  ///< Resized to the output, in source pixels; inside `bounds`.
  int left = 0, top = 0, right = 0, bottom = 0;  ///< Source pixels that may be read.
  int width = 0, height = 0;                     ///< Of the output.
  Filter filter = Filter::bilinear;
  bool antialias = true;
  bool gray = false;  ///< Mix three channels to one first: (19595 R + 38470 G + 7471 B) / 65536.
};

/// uint8 [H, W, C] to uint8 [height, width, C or 1], reading only the box and what the filter
/// reaches, without copying it. With antialiasing (and for `area`): along rows, rounded to 8 bits,
/// then along columns, as Pillow does; without: interpolated in one go, rounded once.
Tensor resample(const Tensor& pixels, const Resampling& how);

}  // namespace fovea
