#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace fovea {

/// A colour as four bytes in memory: red, green, blue, alpha (QImage's Format_RGBA8888).
using Rgba = std::uint32_t;

enum class Theme { dark, light };

/// diverging: blue, ground, orange, for signed values about 0. sequential: for magnitudes. print:
/// black, grey, white, for both.
enum class Palette { diverging, sequential, print };

/// Colours of a scale in equal steps, interpolated in Oklab.
struct ColorMap {
  /// Odd, so that the middle of a diverging map, the value 0, has an entry of its own.
  static constexpr int k_colors = 1023;
  /// Entry for values that are not numbers: a colour that no map contains.
  static constexpr int k_nan = k_colors;

  std::array<Rgba, k_colors + 1> table{};

  /// Colour at `position`, 0 to 1 from the first entry to the last; clamped; NaN is marked.
  Rgba at(float position) const;
};

/// Made once, valid as long as the program runs.
const ColorMap& color_map(Palette palette, Theme theme);

/// Lightness of a colour in Oklab, 0 (black) to 1 (white).
/// Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
double oklab_lightness(Rgba color);

}  // namespace fovea
