#include "ui/plots/diverging.h"

#include <algorithm>
#include <cmath>

#include "core/figure/color_map.h"

namespace fovea {
namespace {

/// Of a channel of sRGB, 0 to 1 (IEC 61966-2-1).
double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
         0.0722 * linear(color.blueF());
}

}  // namespace

QColor diverging(double value, bool dark) {
  const ColorMap& colors = color_map(Palette::diverging, dark ? Theme::dark : Theme::light);
  return color_of(colors.at(static_cast<float>((value + 1) / 2)));
}

QColor color_of(std::uint32_t rgba) {
  return QColor(static_cast<int>(rgba & 255), static_cast<int>(rgba >> 8 & 255),
                static_cast<int>(rgba >> 16 & 255), static_cast<int>(rgba >> 24));
}

double contrast(const QColor& a, const QColor& b) {
  const double first = luminance(a), second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor ink_on(const QColor& ground) {
  return contrast(ground, Qt::white) >= contrast(ground, Qt::black) ? Qt::white : Qt::black;
}

}  // namespace fovea
