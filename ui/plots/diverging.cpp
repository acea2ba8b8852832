#include "ui/plots/diverging.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fovea {
namespace {

using Lab = std::array<double, 3>;
constexpr int k_stops = 7;
constexpr std::array<QRgb, k_stops> k_dark{0xffc8e6fa, 0xff509bdc, 0xff214b7d, 0xff121418,
                                           0xff8c460f, 0xfff0962d, 0xffffebbe};
constexpr std::array<QRgb, k_stops> k_light{0xff0b2a4a, 0xff1f66a8, 0xff8fc1e8, 0xffffffff,
                                            0xfff5b878, 0xffb0600f, 0xff4d2405};
constexpr std::array k_white{0.95047, 1.0, 1.08883};  // D65

double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double encoded(double channel) {
  channel = std::clamp(channel, 0.0, 1.0);
  return channel <= 0.0031308 ? 12.92 * channel : 1.055 * std::pow(channel, 1 / 2.4) - 0.055;
}

Lab to_lab(QRgb rgb) {
  const double r = linear(qRed(rgb) / 255.0), g = linear(qGreen(rgb) / 255.0),
               b = linear(qBlue(rgb) / 255.0);
  const std::array xyz{0.4124 * r + 0.3576 * g + 0.1805 * b, 0.2126 * r + 0.7152 * g + 0.0722 * b,
                       0.0193 * r + 0.1192 * g + 0.9505 * b};
  std::array<double, 3> f{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double t = xyz[i] / k_white[i];
    f[i] = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

QColor to_color(const Lab& lab) {
  const double fy = (lab[0] + 16) / 116;
  const std::array f{fy + lab[1] / 500, fy, fy - lab[2] / 200};
  std::array<double, 3> xyz{};
  for (std::size_t i = 0; i < 3; ++i) {
    const double cube = f[i] * f[i] * f[i];
    xyz[i] = k_white[i] * (cube > 216.0 / 24389 ? cube : (116 * f[i] - 16) * 27 / 24389);
  }
  const auto& [x, y, z] = xyz;
  return QColor::fromRgbF(static_cast<float>(encoded(3.2406 * x - 1.5372 * y - 0.4986 * z)),
                          static_cast<float>(encoded(-0.9689 * x + 1.8758 * y + 0.0415 * z)),
                          static_cast<float>(encoded(0.0557 * x - 0.2040 * y + 1.0570 * z)));
}

double luminance(const QColor& color) {
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
         0.0722 * linear(color.blueF());
}

}  // namespace

QColor diverging(double value, bool dark) {
  const auto& stops = dark ? k_dark : k_light;
  const double clipped = std::isnan(value) ? 0 : std::clamp(value, -1.0, 1.0);
  const double place = (clipped + 1) / 2 * (k_stops - 1);
  const auto left = static_cast<std::size_t>(std::min(place, k_stops - 2.0));
  const Lab a = to_lab(stops[left]), b = to_lab(stops[left + 1]);
  const double share = place - static_cast<double>(left);
  Lab mixed{};
  for (std::size_t i = 0; i < 3; ++i) mixed[i] = a[i] + share * (b[i] - a[i]);
  return to_color(mixed);
}

double contrast(const QColor& a, const QColor& b) {
  const double first = luminance(a), second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor ink_on(const QColor& ground) {
  return contrast(ground, Qt::white) >= contrast(ground, Qt::black) ? Qt::white : Qt::black;
}

}  // namespace fovea
