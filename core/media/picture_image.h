#pragma once

#include <QImage>

#include "core/media/picture.h"

namespace fovea {

/// Shares the picture's pixels (Grayscale8 or RGB888); writing to the image copies them.
QImage to_image(const Picture& picture);

/// Any QImage as a picture, by the rules of read_picture. Throws Error where it is null or too
/// large for memory.
Picture from_image(const QImage& image, std::string name);

}  // namespace fovea
