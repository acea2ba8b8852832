#pragma once

#include <QImage>
#include <QRectF>
#include <span>

namespace fovea {

/// One pixel a cell, in the signed colours of `dark` or light ground: −scale to scale.
QImage plane_image(std::span<const float> values, int rows, int columns, float scale, bool dark);

/// The largest finite magnitude; 1 where all are 0.
float largest_magnitude(std::span<const float> values);

/// The largest place in `room`, from its top left, that has the proportions of rows and columns.
QRectF place_for(int rows, int columns, const QRectF& room);

}  // namespace fovea
