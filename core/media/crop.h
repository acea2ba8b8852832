#pragma once

namespace fovea {

/// The part of a picture that the network sees, in picture pixels: the pixel in column c covers
/// [c, c + 1). It may be fractional, and may reach beyond the picture, where the input is padded.
struct Crop {
  double x = 0, y = 0, width = 0, height = 0;

  double right() const { return x + width; }
  double bottom() const { return y + height; }
  friend bool operator==(const Crop&, const Crop&) = default;
};

}  // namespace fovea
