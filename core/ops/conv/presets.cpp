#include "core/ops/conv/presets.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/ops/conv/preset_makers.h"

namespace fovea {
namespace {

using namespace presets;

constexpr KernelParameter size_of_kernel(double fallback) {
  return {.name = "size", .fallback = fallback, .least = 1, .most = 31, .is_whole = true};
}
constexpr KernelParameter sigma(double fallback) {
  return {.name = "sigma", .fallback = fallback, .least = 0, .most = 31};
}
constexpr KernelParameter angle() { return {.name = "angle", .least = -360, .most = 360}; }

constexpr KernelParameter k_size3[] = {size_of_kernel(3)};
constexpr KernelParameter k_size5[] = {size_of_kernel(5)};
constexpr KernelParameter k_size_sigma[] = {size_of_kernel(5), sigma(0)};
constexpr KernelParameter k_dog[] = {
    size_of_kernel(5),
    sigma(0.7),
    {.name = "wide sigma", .fallback = 1.4, .least = 0.01, .most = 31}};
constexpr KernelParameter k_motion[] = {size_of_kernel(5), angle()};
constexpr KernelParameter k_even[] = {
    {.name = "size", .fallback = 4, .least = 2, .most = 31, .is_whole = true}};
constexpr KernelParameter k_unsharp[] = {
    size_of_kernel(5), sigma(0), {.name = "amount", .fallback = 1, .least = 0, .most = 10}};
constexpr KernelParameter k_random[] = {
    size_of_kernel(3), {.name = "seed", .fallback = 1, .least = 0, .most = 9999, .is_whole = true}};
constexpr KernelParameter k_gabor[] = {
    size_of_kernel(7),
    angle(),
    {.name = "wavelength", .least = 0, .most = 62},
    sigma(0),
    {.name = "phase", .least = -360, .most = 360},
};

template <int... cells>
Tensor fixed2(Values) {
  static_assert(sizeof...(cells) == 4);
  return Tensor::of(Shape{2, 2}, std::vector<float>{static_cast<float>(cells)...});
}

template <int... cells>
Tensor fixed3(Values) {
  static_assert(sizeof...(cells) == 9);
  return Tensor::of(Shape{3, 3}, std::vector<float>{static_cast<float>(cells)...});
}

constexpr KernelPreset k_presets[] = {
    {"identity", "Identity", "Leaves the picture as it is", k_size3, identity},
    {"box", "Box blur", "Averages all pixels under it alike", k_size3, box},
    {"gaussian", "Gaussian blur", "Averages, near pixels more than far ones", k_size_sigma,
     gaussian},
    {"binomial", "Binomial blur", "A Gaussian blur in whole fractions, of repeated averaging",
     k_size3, binomial},
    {"disk", "Disk blur", "Averages within a circle, as a lens out of focus does", k_size5, disk},
    {"sharpen",
     "Sharpen",
     "Adds to each pixel what sets it apart from its neighbours",
     {},
     fixed3<0, -1, 0, -1, 5, -1, 0, -1, 0>},
    {"unsharp", "Unsharp mask", "Adds what a blur takes away, as many times as told", k_unsharp,
     unsharp},
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
    {"roberts-x",
     "Roberts x",
     "A diagonal step, down to the right, in four pixels",
     {},
     fixed2<-1, 0, 0, 1>},
    {"roberts-y",
     "Roberts y",
     "A diagonal step, down to the left, in four pixels",
     {},
     fixed2<0, -1, 1, 0>},
    {"laplacian",
     "Laplacian",
     "Edges of every direction: a pixel against its four neighbours",
     {},
     fixed3<0, 1, 0, 1, -4, 1, 0, 1, 0>},
    {"laplacian-8",
     "Laplacian, diagonals too",
     "Edges of every direction: a pixel against its eight neighbours",
     {},
     fixed3<1, 1, 1, 1, -8, 1, 1, 1, 1>},
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
    {"haar-x", "Haar x", "The right half against the left", k_even, haar_x},
    {"haar-y", "Haar y", "The lower half against the upper", k_even, haar_y},
    {"haar-diagonal", "Haar diagonal", "Two opposite quarters against the two others", k_even,
     haar_diagonal},
    {"random", "Random", "Chance: what a network starts to learn from", k_random, random},
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
