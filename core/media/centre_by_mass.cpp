#include "core/media/centre_by_mass.h"

#include <algorithm>
#include <cmath>

#include "core/media/resample.h"

namespace fovea {
namespace {

/// Pixels [left, right) × [top, bottom).
struct Rectangle {
  int left = 0, top = 0, right = 0, bottom = 0;
  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

int ink_at(const Picture& picture, int x, int y) {
  const std::uint8_t* pixel = picture.at(x, y);
  return picture.channels() == 1 ? pixel[0] : gray_of(pixel);
}

/// Around every pixel that is not black; empty where there is none.
Rectangle ink_of(const Picture& picture) {
  Rectangle ink{.left = picture.width(), .top = picture.height(), .right = 0, .bottom = 0};
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      if (ink_at(picture, x, y) == 0) continue;
      ink = {.left = std::min(ink.left, x),
             .top = std::min(ink.top, y),
             .right = std::max(ink.right, x + 1),
             .bottom = y + 1};
    }
  }
  return ink;
}

Tensor fitted_to_box(const Picture& picture, const Rectangle& ink) {
  const double factor = static_cast<double>(k_digit_box) / std::max(ink.width(), ink.height());
  const auto side = [&](int extent) {
    return std::clamp(static_cast<int>(std::lround(extent * factor)), 1, k_digit_box);
  };
  return resample(picture.pixels,
                  {.box = {static_cast<double>(ink.left), static_cast<double>(ink.top),
                           static_cast<double>(ink.width()), static_cast<double>(ink.height())},
                   .left = ink.left,
                   .top = ink.top,
                   .right = ink.right,
                   .bottom = ink.bottom,
                   .width = side(ink.width()),
                   .height = side(ink.height()),
                   .gray = picture.channels() == 3});
}

struct Point {
  double x = 0, y = 0;
};

Point centre_of_mass(const Tensor& part) {
  const auto values = part.values<std::uint8_t>();
  const auto width = static_cast<std::size_t>(part.shape()[1]);
  double mass = 0, x = 0, y = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    mass += values[i];
    x += values[i] * (static_cast<double>(i % width) + 0.5);
    y += values[i] * (static_cast<double>(i / width) + 0.5);
  }
  if (mass == 0) return {static_cast<double>(width) / 2, static_cast<double>(part.shape()[0]) / 2};
  return {x / mass, y / mass};
}

/// Where `extent` pixels begin so that `centre` of them is in the middle.
std::int64_t first_pixel(double centre, std::int64_t extent) {
  return std::clamp<std::int64_t>(std::llround(k_digit_side / 2.0 - centre), 0,
                                  k_digit_side - extent);
}

}  // namespace

Picture centre_by_mass(const Picture& picture) {
  Picture result{.pixels = Tensor::filled(Shape{k_digit_side, k_digit_side, 1}, std::uint8_t{0}),
                 .name = picture.name,
                 .warning = {}};
  const Rectangle ink = ink_of(picture);
  if (ink.right == 0) return result;
  const Tensor part = fitted_to_box(picture, ink);
  const std::int64_t height = part.shape()[0], width = part.shape()[1];
  const Point centre = centre_of_mass(part);
  const std::int64_t left = first_pixel(centre.x, width), top = first_pixel(centre.y, height);
  const auto from = part.values<std::uint8_t>();
  const auto to = result.pixels.mutable_values<std::uint8_t>();
  for (std::int64_t y = 0; y < height; ++y) {
    std::copy_n(from.begin() + y * width, width, to.begin() + (top + y) * k_digit_side + left);
  }
  return result;
}

}  // namespace fovea
