#include "ui/train/plane_image.h"

#include <algorithm>
#include <cmath>

#include "core/figure/tone_map.h"

namespace fovea {

QImage plane_image(std::span<const float> values, int rows, int columns, float scale, bool dark) {
  QImage image(columns, rows, QImage::Format_RGBA8888);
  const std::span pixels(reinterpret_cast<Rgba*>(image.bits()), values.size());
  draw_map({values, rows, columns}, {.min = -scale, .max = scale, .is_signed = true},
           color_map(Palette::diverging, dark ? Theme::dark : Theme::light), Reduction::mean,
           {pixels, columns, rows}, {0, 0, columns, rows});
  return image;
}

float largest_magnitude(std::span<const float> values) {
  float most = 0;
  for (const float value : values)
    if (std::isfinite(value)) most = std::max(most, std::abs(value));
  return most > 0 ? most : 1;
}

QRectF place_for(int rows, int columns, const QRectF& room) {
  const double step = std::min(room.width() / columns, room.height() / rows);
  return {room.x(), room.y(), columns * step, rows * step};
}

}  // namespace fovea
