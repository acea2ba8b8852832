#include "core/ops/conv/presets.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <numbers>
#include <numeric>

#include "core/base/error.h"

namespace fovea {
namespace {

using Values = std::span<const double>;

constexpr double k_radians = std::numbers::pi / 180;

constexpr KernelParameter size_of_kernel(double fallback) {
  return {.name = "size", .fallback = fallback, .least = 1, .most = 31, .is_whole = true};
}
constexpr KernelParameter sigma(double fallback) {
  return {.name = "sigma", .fallback = fallback, .least = 0, .most = 31};
}
constexpr KernelParameter angle() { return {.name = "angle", .least = -360, .most = 360}; }

constexpr KernelParameter k_size3[] = {size_of_kernel(3)};
constexpr KernelParameter k_size_sigma[] = {size_of_kernel(5), sigma(0)};
constexpr KernelParameter k_dog[] = {
    size_of_kernel(5),
    sigma(0.7),
    {.name = "wide sigma", .fallback = 1.4, .least = 0.01, .most = 31}};
constexpr KernelParameter k_motion[] = {size_of_kernel(5), angle()};
constexpr KernelParameter k_gabor[] = {
    size_of_kernel(7),
    angle(),
    {.name = "wavelength", .least = 0, .most = 62},
    sigma(0),
    {.name = "phase", .least = -360, .most = 360},
};

/// A square kernel from a function of the distance to its middle, to the right and down.
template <typename Function>
Tensor sampled(double size, Function function) {
  const auto extent = static_cast<std::int64_t>(size);
  Tensor kernel(Shape{extent, extent});
  const auto cells = kernel.mutable_values<float>();
  const double middle = (size - 1) / 2;
  for (std::int64_t row = 0; row < extent; ++row) {
    for (std::int64_t column = 0; column < extent; ++column) {
      cells[static_cast<std::size_t>(row * extent + column)] = static_cast<float>(
          function(static_cast<double>(column) - middle, static_cast<double>(row) - middle));
    }
  }
  return kernel;
}

template <typename Function>
Tensor mapped(const Tensor& kernel, Function function) {
  Tensor result = kernel.clone();
  for (float& cell : result.mutable_values<float>()) cell = static_cast<float>(function(cell));
  return result;
}

double sum(const Tensor& kernel) {
  const auto cells = kernel.floats();
  return std::accumulate(cells.begin(), cells.end(), 0.0);
}

/// Brightness stays as it was.
Tensor summing_to_one(const Tensor& kernel) {
  const double total = sum(kernel);
  return mapped(kernel, [&](float cell) { return cell / total; });
}

/// A flat picture becomes 0.
Tensor summing_to_zero(const Tensor& kernel) {
  const double mean = sum(kernel) / static_cast<double>(kernel.elements());
  return mapped(kernel, [&](float cell) { return cell - mean; });
}

template <int... cells>
Tensor fixed3(Values) {
  static_assert(sizeof...(cells) == 9);
  return Tensor::of(Shape{3, 3}, std::vector<float>{static_cast<float>(cells)...});
}

/// OpenCV's rule for a Gaussian whose sigma is not told.
double sigma_for(double size) { return 0.3 * ((size - 1) * 0.5 - 1) + 0.8; }

Tensor gaussian_of(double size, double sigma) {
  if (sigma <= 0) sigma = sigma_for(size);
  return summing_to_one(sampled(
      size, [&](double x, double y) { return std::exp(-(x * x + y * y) / (2 * sigma * sigma)); }));
}

/// An even size has no middle; the cell before it counts, as `centred` has it.
Tensor identity(Values values) {
  return sampled(values[0], [](double x, double y) {
    return x <= 0 && y <= 0 && x > -1 && y > -1 ? 1.0 : 0.0;
  });
}

Tensor box(Values values) {
  return sampled(values[0], [&](double, double) { return 1 / (values[0] * values[0]); });
}

Tensor gaussian(Values values) { return gaussian_of(values[0], values[1]); }

Tensor laplacian_of_gaussian(Values values) {
  const double sigma = values[1] > 0 ? values[1] : sigma_for(values[0]);
  const double variance = sigma * sigma;
  return summing_to_zero(sampled(values[0], [&](double x, double y) {
    const double squared = x * x + y * y;
    return (squared - 2 * variance) / (variance * variance) * std::exp(-squared / (2 * variance)) /
           (2 * std::numbers::pi * variance);
  }));
}

Tensor difference_of_gaussians(Values values) {
  Tensor narrow = gaussian_of(values[0], values[1]).clone();
  const Tensor wide = gaussian_of(values[0], values[2]);
  const auto cells = narrow.mutable_values<float>();
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] -= wide.floats()[i];
  return narrow;
}

/// A line through the middle, one sample wide, at `angle` degrees from the x axis, rising.
Tensor motion(Values values) {
  const double dx = std::cos(values[1] * k_radians), dy = -std::sin(values[1] * k_radians);
  const double longest = std::max(std::abs(dx), std::abs(dy));
  return summing_to_one(sampled(values[0], [&](double x, double y) {
    const double beside = std::abs(x * dy - y * dx) / longest;
    return std::max(0.0, 1 - beside);
  }));
}

/// A wave under a Gaussian (Daugman 1985): cosine at phase 0, sine at 90; its stripes stand upright
/// at angle 0. An octave of bandwidth where sigma is not told.
Tensor gabor(Values values) {
  const double wavelength = values[2] > 0 ? values[2] : std::max(2.0, values[0] / 2);
  const double sigma = values[3] > 0 ? values[3] : 0.56 * wavelength;
  const double dx = std::cos(values[1] * k_radians), dy = -std::sin(values[1] * k_radians);
  const Tensor wave = summing_to_zero(sampled(values[0], [&](double x, double y) {
    const double along = x * dx + y * dy;
    return std::exp(-(x * x + y * y) / (2 * sigma * sigma)) *
           std::cos(2 * std::numbers::pi * along / wavelength + values[4] * k_radians);
  }));
  const auto cells = wave.floats();
  const double magnitude = std::accumulate(cells.begin(), cells.end(), 0.0,
                                           [](double a, float b) { return a + std::abs(b); });
  return magnitude == 0 ? wave : mapped(wave, [&](float cell) { return cell / magnitude; });
}

constexpr KernelPreset k_presets[] = {
    {"identity", "Identity", "Leaves the picture as it is", k_size3, identity},
    {"box", "Box blur", "Averages all pixels under it alike", k_size3, box},
    {"gaussian", "Gaussian blur", "Averages, near pixels more than far ones", k_size_sigma,
     gaussian},
    {"sharpen",
     "Sharpen",
     "Adds to each pixel what sets it apart from its neighbours",
     {},
     fixed3<0, -1, 0, -1, 5, -1, 0, -1, 0>},
    {"sobel-x",
     "Sobel x",
     "Brighter to the right counts up: upright edges",
     {},
     fixed3<-1, 0, 1, -2, 0, 2, -1, 0, 1>},
    {"sobel-y",
     "Sobel y",
     "Brighter below counts up: level edges",
     {},
     fixed3<-1, -2, -1, 0, 0, 0, 1, 2, 1>},
    {"prewitt-x",
     "Prewitt x",
     "Upright edges, its three rows counting alike",
     {},
     fixed3<-1, 0, 1, -1, 0, 1, -1, 0, 1>},
    {"prewitt-y",
     "Prewitt y",
     "Level edges, its three columns counting alike",
     {},
     fixed3<-1, -1, -1, 0, 0, 0, 1, 1, 1>},
    {"scharr-x",
     "Scharr x",
     "Upright edges, alike in all directions as nearly as 3 × 3 can be",
     {},
     fixed3<-3, 0, 3, -10, 0, 10, -3, 0, 3>},
    {"scharr-y",
     "Scharr y",
     "Level edges, alike in all directions as nearly as 3 × 3 can be",
     {},
     fixed3<-3, -10, -3, 0, 0, 0, 3, 10, 3>},
    {"laplacian",
     "Laplacian",
     "Edges of every direction: a pixel against its four neighbours",
     {},
     fixed3<0, 1, 0, 1, -4, 1, 0, 1, 0>},
    {"log", "Laplacian of Gaussian", "Blurs, then finds edges and spots of about its size",
     k_size_sigma, laplacian_of_gaussian},
    {"dog", "Difference of Gaussians", "A fine blur less a coarse one: spots of about its size",
     k_dog, difference_of_gaussians},
    {"emboss",
     "Emboss",
     "Lights the picture from the upper left, as if it were raised",
     {},
     fixed3<-2, -1, 0, -1, 1, 1, 0, 1, 2>},
    {"motion", "Motion blur", "Averages along a line, as a moving camera does", k_motion, motion},
    {"gabor", "Gabor", "Stripes of one direction and width", k_gabor, gabor},
};

double parse_value(std::string_view text, const KernelPreset& preset,
                   const KernelParameter& parameter) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = failure == std::errc{} && end == text.data() + text.size();
  if (!is_number || !(value >= parameter.least && value <= parameter.most) ||
      (parameter.is_whole && value != std::floor(value))) {
    throw Error{fmt::format("the {} of the kernel {} must be a {}number from {} to {}, not “{}”",
                            parameter.name, preset.name, parameter.is_whole ? "whole " : "",
                            parameter.least, parameter.most, text)};
  }
  return value;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(':', begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

std::span<const KernelPreset> kernel_presets() { return k_presets; }

const KernelPreset* find_kernel_preset(std::string_view name) {
  const auto found = std::ranges::find(k_presets, name, &KernelPreset::name);
  return found == std::end(k_presets) ? nullptr : &*found;
}

Tensor kernel_preset(std::string_view text) {
  const std::vector<std::string_view> parts = split(text);
  const KernelPreset* preset = find_kernel_preset(parts.front());
  if (preset == nullptr) throw Error{fmt::format("there is no kernel “{:.60}”", parts.front())};
  if (parts.size() - 1 > preset->parameters.size()) {
    throw Error{fmt::format("the kernel {} takes {} values, not {}", preset->name,
                            preset->parameters.size(), parts.size() - 1)};
  }
  std::vector<double> values;
  for (const KernelParameter& parameter : preset->parameters) {
    const std::size_t part = values.size() + 1;
    values.push_back(part < parts.size() ? parse_value(parts[part], *preset, parameter)
                                         : parameter.fallback);
  }
  return preset->make(values);
}

Tensor centred(const Tensor& kernel, std::int64_t height, std::int64_t width) {
  Tensor result = Tensor::filled(Shape{height, width}, 0.0f);
  const auto cells = result.mutable_values<float>();
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  // The middle of an even extent is the cell before it: (n - 1) / 2.
  const std::int64_t down = (height - 1) / 2 - (rows - 1) / 2;
  const std::int64_t right = (width - 1) / 2 - (columns - 1) / 2;
  for (std::int64_t row = std::max<std::int64_t>(0, -down); row < rows && row + down < height;
       ++row) {
    for (std::int64_t column = std::max<std::int64_t>(0, -right);
         column < columns && column + right < width; ++column) {
      cells[static_cast<std::size_t>((row + down) * width + column + right)] =
          kernel.floats()[static_cast<std::size_t>(row * columns + column)];
    }
  }
  return result;
}

}  // namespace fovea
