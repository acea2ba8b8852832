#pragma once

#include <optional>

#include "core/media/crop.h"
#include "core/media/picture.h"
#include "core/media/preprocessing.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// What the network sees of a picture of `picture_width` × `picture_height` pixels when nobody has
/// moved the crop, for an input of `width` × `height`. fit crop: the largest centred rectangle of
/// the input's proportions in whole pixels, or, with resize_shorter, the centre of the resized
/// picture, black around it where that is smaller, all as torchvision's Resize and CenterCrop have
/// it: the shorter side becomes resize_shorter pixels, the longer one resize_shorter · longer /
/// shorter, cut to whole pixels and not rounded (376 × 263 to 256: 365 × 256); stretch: the whole
/// picture; pad: the smallest rectangle of the input's proportions around the picture.
Crop default_crop(int picture_width, int picture_height, const Preprocessing& preprocessing,
                  int width, int height);

/// `crop` moved, and where it must be shrunk about its centre, so that it lies within the picture.
Crop kept_inside(Crop crop, int picture_width, int picture_height);

/// The small copy that the network gets, before scale and mean: uint8 [height, width, C], C = 1 for
/// gray, otherwise 3 in the order red, green, blue. Padding is black. `crop`: default_crop where
/// absent. Nothing outside the crop bleeds in, except with resize_shorter, where the whole picture
/// is thought resized first.
Picture resized_input(const Picture& picture, const Preprocessing& preprocessing,
                      const std::optional<Crop>& crop, int width, int height);

/// The network's input: float32 [1, C, height, width], or [1, height, width, C] for layout NHWC.
/// Every value is (pixel · scale − mean) / deviation. Throws Error where a size is not positive.
Tensor preprocess(const Picture& picture, const Preprocessing& preprocessing,
                  const std::optional<Crop>& crop, int width, int height);

/// The last step alone, on what resized_input returned.
Tensor normalized(const Picture& input, const Preprocessing& preprocessing);

}  // namespace fovea
