#include "core/figure/color_map.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace fovea {
namespace {

struct Triple {
  double a = 0, b = 0, c = 0;
};

double to_linear(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double from_linear(double value) {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

Triple linear_of(std::uint32_t rgb) {
  return {to_linear((rgb >> 16 & 255) / 255.0), to_linear((rgb >> 8 & 255) / 255.0),
          to_linear((rgb & 255) / 255.0)};
}

/// Matrices: Ottosson 2020.
Triple oklab_of(const Triple& rgb) {
  const double l = std::cbrt(0.4122214708 * rgb.a + 0.5363325363 * rgb.b + 0.0514459929 * rgb.c);
  const double m = std::cbrt(0.2119034982 * rgb.a + 0.6806995451 * rgb.b + 0.1073969566 * rgb.c);
  const double s = std::cbrt(0.0883024619 * rgb.a + 0.2817188376 * rgb.b + 0.6299787005 * rgb.c);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Rgba packed(const Triple& lab) {
  const auto cube = [](double x) { return x * x * x; };
  const double l = cube(lab.a + 0.3963377774 * lab.b + 0.2158037573 * lab.c);
  const double m = cube(lab.a - 0.1055613458 * lab.b - 0.0638541728 * lab.c);
  const double s = cube(lab.a - 0.0894841775 * lab.b - 1.2914855480 * lab.c);
  const auto byte = [](double linear) {
    return static_cast<Rgba>(std::lround(255 * from_linear(std::clamp(linear, 0.0, 1.0))));
  };
  return byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) |
         byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) << 8 |
         byte(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s) << 16 | 0xFF000000U;
}

/// Knots are 0xRRGGBB, equally apart; `nan` too.
ColorMap interpolated(std::span<const std::uint32_t> knots, std::uint32_t nan) {
  ColorMap map;
  for (int i = 0; i < ColorMap::k_colors; ++i) {
    const double place =
        static_cast<double>(i) * static_cast<double>(knots.size() - 1) / (ColorMap::k_colors - 1);
    const auto knot = std::min(static_cast<std::size_t>(place), knots.size() - 2);
    const double share = place - static_cast<double>(knot);
    const Triple from = oklab_of(linear_of(knots[knot])), to = oklab_of(linear_of(knots[knot + 1]));
    map.table[static_cast<std::size_t>(i)] =
        packed({std::lerp(from.a, to.a, share), std::lerp(from.b, to.b, share),
                std::lerp(from.c, to.c, share)});
  }
  map.table[ColorMap::k_nan] = packed(oklab_of(linear_of(nan)));
  return map;
}

constexpr std::uint32_t k_diverging_dark[] = {0xc8e6fa, 0x509bdc, 0x214b7d, 0x121418,
                                              0x8c460f, 0xf0962d, 0xffebbe};
constexpr std::uint32_t k_diverging_light[] = {0x0b2a4a, 0x1f66a8, 0x8fc1e8, 0xffffff,
                                               0xf5b878, 0xb0600f, 0x4d2405};
constexpr std::uint32_t k_sequential_dark[] = {0x121418, 0x3c285f, 0xaa3c64, 0xf0823c, 0xfcf0be};
constexpr std::uint32_t k_sequential_light[] = {0xffffff, 0xf6cd94, 0xdc7a50, 0x8f3168, 0x241038};
constexpr std::uint32_t k_print[] = {0x000000, 0xffffff};
// Magenta and green lie far from every palette, the printed one included.
constexpr std::uint32_t k_magenta = 0xff00ff, k_green = 0x00c000;

}  // namespace

Rgba ColorMap::at(float position) const {
  if (std::isnan(position)) return table[k_nan];
  return table[static_cast<std::size_t>(std::clamp(position, 0.0F, 1.0F) * (k_colors - 1) + 0.5F)];
}

const ColorMap& color_map(Palette palette, Theme theme) {
  static const ColorMap diverging_dark = interpolated(k_diverging_dark, k_green);
  static const ColorMap diverging_light = interpolated(k_diverging_light, k_green);
  static const ColorMap sequential_dark = interpolated(k_sequential_dark, k_green);
  static const ColorMap sequential_light = interpolated(k_sequential_light, k_green);
  static const ColorMap print = interpolated(k_print, k_magenta);
  if (palette == Palette::print) return print;
  if (palette == Palette::diverging) return theme == Theme::dark ? diverging_dark : diverging_light;
  return theme == Theme::dark ? sequential_dark : sequential_light;
}

double oklab_lightness(Rgba color) {
  return oklab_of(linear_of((color & 255) << 16 | (color & 0xFF00) | (color >> 16 & 255))).a;
}

}  // namespace fovea
