#include "core/media/test_patterns.h"

#include <cmath>
#include <numbers>

namespace fovea {
namespace {

Picture blank(int width, int height, int channels, const char* name) {
  return {.pixels = Tensor(Shape{height, width, channels}, ElementType::uint8),
          .name = name,
          .warning = {}};
}

/// A grey picture of light(x, y), 0 to 1, at the centres of the pixels.
template <typename Light>
Picture drawn(int width, int height, const char* name, Light light) {
  Picture picture = blank(width, height, 1, name);
  auto out = picture.pixels.mutable_values<std::uint8_t>().begin();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      *out++ = static_cast<std::uint8_t>(std::lround(255 * light(x + 0.5, y + 0.5)));
    }
  }
  return picture;
}

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

}  // namespace

Picture noise_pattern(int width, int height, std::uint64_t seed, bool color) {
  Picture picture = blank(width, height, color ? 3 : 1, "noise");
  // SplitMix64 (Steele, Lea and Flood, 2014): the same everywhere, unlike std::uniform_….
  std::uint64_t state = seed;
  for (std::uint8_t& value : picture.pixels.mutable_values<std::uint8_t>()) {
    std::uint64_t z = state += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    value = static_cast<std::uint8_t>((z ^ z >> 31) >> 56);
  }
  return picture;
}

Picture bars_pattern(int width, int height, double bar, double degrees) {
  const double across = std::cos(radians(degrees)), down = std::sin(radians(degrees));
  return drawn(width, height, "bars", [=](double x, double y) {
    const double position = (x * across + y * down) / bar;
    return std::fmod(std::floor(position), 2.0) == 0 ? 0.0 : 1.0;
  });
}

Picture dots_pattern(int width, int height, double spacing, double radius) {
  return drawn(width, height, "dots", [=](double x, double y) {
    const double dx = std::fmod(x, spacing) - spacing / 2, dy = std::fmod(y, spacing) - spacing / 2;
    return std::hypot(dx, dy) <= radius ? 1.0 : 0.0;
  });
}

Picture grating_pattern(int width, int height, double wavelength, double degrees, double phase) {
  const double across = std::cos(radians(degrees)), down = std::sin(radians(degrees));
  return drawn(width, height, "grating", [=](double x, double y) {
    const double position = (x * across + y * down) / wavelength;
    return 0.5 + 0.5 * std::sin(2 * std::numbers::pi * position + phase);
  });
}

}  // namespace fovea
