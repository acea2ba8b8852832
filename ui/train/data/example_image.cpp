#include "ui/train/data/example_image.h"

#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

/// `level(channel, pixel)` of every pixel; planes beyond the third are left out, one of two is
/// grey.
template <typename Level>
QImage image_from(int width, int height, std::int64_t channels, const Level& level) {
  QImage image(width, height, QImage::Format_RGB32);
  for (int y = 0; y < height; ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < width; ++x) {
      const auto pixel = static_cast<std::size_t>(std::int64_t{y} * width + x);
      const int first = level(0, pixel);
      line[x] =
          channels < 3 ? qRgb(first, first, first) : qRgb(first, level(1, pixel), level(2, pixel));
    }
  }
  return image;
}

}  // namespace

QImage image_of_example(const DataSet& set, std::int64_t index) {
  if (index < 0 || index >= set.count()) return {};
  const auto pixels = set.example(index);
  const int width = static_cast<int>(set.width), height = static_cast<int>(set.height);
  if (set.channels == 1) return {pixels.data(), width, height, width, QImage::Format_Grayscale8};
  const auto plane = static_cast<std::size_t>(set.width * set.height);
  return image_from(width, height, set.channels, [&](std::size_t channel, std::size_t pixel) {
    return int{pixels[channel * plane + pixel]};
  });
}

QImage image_of_mean(const Tensor& mean) {
  if (mean.empty()) return {};
  const Shape& shape = mean.shape();
  const auto values = mean.floats();
  const auto plane = static_cast<std::size_t>(shape[1] * shape[2]);
  return image_from(static_cast<int>(shape[2]), static_cast<int>(shape[1]), shape[0],
                    [&](std::size_t channel, std::size_t pixel) {
                      const float value = values[channel * plane + pixel];
                      return std::clamp(static_cast<int>(std::lround(value)), 0, 255);
                    });
}

}  // namespace fovea
