#include "core/figure/motion/clip_palette.h"

#include <algorithm>
#include <limits>

namespace fovea {
namespace {

constexpr std::uint32_t k_rgb = 0xffffff;

std::array<int, 3> channels_of(std::uint32_t pixel) {
  return {static_cast<int>(pixel & 255), static_cast<int>(pixel >> 8 & 255),
          static_cast<int>(pixel >> 16 & 255)};
}

struct Counted {
  std::array<int, 3> color;
  std::int64_t count = 0;
};

/// Colours that become one entry of the palette.
struct Box {
  std::span<Counted> colors;
  std::size_t axis = 0;  ///< along which they differ most
  double error = 0;      ///< squares of the distances from the mean along it, by pixels
  double mean = 0;       ///< along it

  explicit Box(std::span<Counted> all) : colors(all) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      double weight = 0, sum = 0, squares = 0;
      for (const Counted& it : colors) {
        const auto count = static_cast<double>(it.count), value = double(it.color[channel]);
        weight += count;
        sum += count * value;
        squares += count * value * value;
      }
      const double spread = squares - sum * sum / weight;
      if (channel > 0 && spread <= error) continue;
      axis = channel;
      error = spread;
      mean = sum / weight;
    }
  }

  std::array<int, 3> color() const {
    std::array<double, 3> sums{};
    double weight = 0;
    for (const Counted& it : colors) {
      weight += static_cast<double>(it.count);
      for (std::size_t i = 0; i < 3; ++i) sums[i] += static_cast<double>(it.count) * it.color[i];
    }
    std::array<int, 3> result{};
    for (std::size_t i = 0; i < 3; ++i) result[i] = static_cast<int>(sums[i] / weight + 0.5);
    return result;
  }
};

/// Splits the box of the largest error until there are as many as may be.
/// Source: Xiaolin Wu's variance criterion with a median cut's boxes.
std::vector<Box> boxes_of(std::vector<Counted>& all, std::size_t most) {
  std::vector<Box> boxes{Box(all)};
  while (boxes.size() < most) {
    const auto worst = std::ranges::max_element(boxes, {}, &Box::error);
    if (worst->colors.size() < 2 || !(worst->error > 0)) break;
    const Box whole = *worst;
    const auto rest = std::ranges::partition(
        whole.colors, [&](const Counted& it) { return it.color[whole.axis] <= whole.mean; });
    const auto low = static_cast<std::size_t>(rest.begin() - whole.colors.begin());
    *worst = Box(whole.colors.first(low));
    boxes.emplace_back(whole.colors.subspan(low));
  }
  return boxes;
}

constexpr std::size_t k_known = 4096;

}  // namespace

void count_colors(std::span<const std::uint32_t> pixels,
                  std::map<std::uint32_t, std::int64_t>& counts) {
  for (std::size_t begin = 0, end = 0; begin < pixels.size(); begin = end) {
    const std::uint32_t pixel = pixels[begin] & k_rgb;
    for (end = begin + 1; end < pixels.size() && (pixels[end] & k_rgb) == pixel;) ++end;
    counts[pixel] += static_cast<std::int64_t>(end - begin);
  }
}

ClipPalette::ClipPalette(const std::map<std::uint32_t, std::int64_t>& counts) {
  std::vector<Counted> all;
  for (const auto& [pixel, count] : counts) all.push_back({channels_of(pixel), count});
  if (all.empty()) all.push_back({{0, 0, 0}, 1});
  for (const Box& box : boxes_of(all, k_colors)) colors_.push_back(box.color());
  for (std::size_t i = 0; i < k_colors; ++i) {
    // What is not needed repeats the last one.
    const auto& [red, green, blue] = colors_[std::min(i, colors_.size() - 1)];
    argb_[i] = 0xff000000U | static_cast<std::uint32_t>(red) << 16 |
               static_cast<std::uint32_t>(green) << 8 | static_cast<std::uint32_t>(blue);
  }
}

std::uint8_t ClipPalette::nearest(std::uint32_t pixel) const {
  const auto [red, green, blue] = channels_of(pixel);
  int least = std::numeric_limits<int>::max();
  std::size_t found = 0;
  for (std::size_t i = 0; i < colors_.size(); ++i) {
    const int r = colors_[i][0] - red, g = colors_[i][1] - green, b = colors_[i][2] - blue;
    const int distance = r * r + g * g + b * b;
    if (distance >= least) continue;
    least = distance;
    found = i;
  }
  return static_cast<std::uint8_t>(found);
}

ClipPalette::Finder::Finder(const ClipPalette& palette)
    : palette_(palette), known_(k_known, Known{0, palette.nearest(0)}) {}

std::uint8_t ClipPalette::Finder::operator()(std::uint32_t pixel) {
  pixel &= k_rgb;
  Known& known = known_[(pixel * 2654435761U >> 20) % k_known];
  if (known.pixel != pixel) known = {pixel, palette_.nearest(pixel)};
  return known.index;
}

}  // namespace fovea
