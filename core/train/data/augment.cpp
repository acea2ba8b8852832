#include "core/train/data/augment.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "core/train/random.h"

namespace fovea {
namespace {

constexpr float k_white = 255, k_grey = 128;

/// Each kind of change draws from its own numbers.
enum Stream : std::uint64_t { k_map, k_brightness, k_noise, k_erase };

/// Where the output pixel (x, y) looks: (xx · x + xy · y + x0, yx · x + yy · y + y0), in pixels.
struct InverseMap {
  double xx = 1, xy = 0, x0 = 0, yx = 0, yy = 1, y0 = 0;
};

/// What is drawn for one example.
struct Move {
  double across = 0, down = 0;  ///< pixels
  bool flip = false;
  double angle = 0, factor = 1, slope = 0;
};

Move draw_move(const AugmentSettings& settings, const ExampleShape& shape, std::uint64_t seed) {
  Random random(seed, k_map);
  const auto each_way = [&](double most) { return random.uniform(-most, most); };
  Move move;
  move.across = each_way(settings.shift) * static_cast<double>(shape.width);
  move.down = each_way(settings.shift) * static_cast<double>(shape.height);
  move.flip = random.uniform() < 0.5 && settings.flip;
  move.angle = each_way(settings.rotate) * std::numbers::pi / 180;
  move.factor = std::max(1 + each_way(settings.scale), 0.05);
  move.slope = each_way(settings.shear);
  return move;
}

/// The inverse of: flip, scale, shear, rotate about the centre, then shift.
InverseMap inverse_of(const Move& move, const ExampleShape& shape) {
  const double c = std::cos(move.angle), s = std::sin(move.angle);
  const double across = 1 / move.factor, left = (move.flip ? -1 : 1) * across;
  // flip⁻¹ · scale⁻¹ · shear⁻¹ · rotation⁻¹
  InverseMap map{.xx = left * (c + move.slope * s),
                 .xy = left * (s - move.slope * c),
                 .x0 = 0,
                 .yx = across * -s,
                 .yy = across * c,
                 .y0 = 0};
  const double cx = (static_cast<double>(shape.width) - 1) / 2,
               cy = (static_cast<double>(shape.height) - 1) / 2;
  map.x0 = cx - map.xx * (cx + move.across) - map.xy * (cy + move.down);
  map.y0 = cy - map.yx * (cx + move.across) - map.yy * (cy + move.down);
  return map;
}

/// One channel with a margin of one pixel before it and two behind, so that no tap of a position
/// within [−1, width] × [−1, height] lies outside.
class Padded {
 public:
  Padded(const std::uint8_t* pixels, const ExampleShape& shape) : pitch_(shape.width + 3) {
    static thread_local std::vector<float> buffer;
    buffer.assign(static_cast<std::size_t>((shape.height + 3) * pitch_), 0.0F);
    values_ = buffer.data();
    for (std::int64_t y = 0; y < shape.height; ++y) {
      std::copy_n(pixels + y * shape.width, shape.width, row(y + 1) + 1);
    }
    if (shape.outside == Outside::edge) repeat_edges(shape);
  }

  /// Between the four pixels around (x, y), both moved by the margin.
  float at(float x, float y) const {
    const auto left = static_cast<std::int32_t>(x), top = static_cast<std::int32_t>(y);
    const float right_share = x - static_cast<float>(left),
                bottom_share = y - static_cast<float>(top);
    const float* p = values_ + top * pitch_ + left;
    const float upper = p[0] + right_share * (p[1] - p[0]);
    const float lower = p[pitch_] + right_share * (p[pitch_ + 1] - p[pitch_]);
    return upper + bottom_share * (lower - upper);
  }

 private:
  float* row(std::int64_t y) { return values_ + y * pitch_; }
  void repeat_edges(const ExampleShape& shape) {
    for (std::int64_t y = 1; y <= shape.height; ++y) {
      row(y)[0] = row(y)[1];
      std::fill_n(row(y) + shape.width + 1, 2, row(y)[shape.width]);
    }
    std::copy_n(row(1), pitch_, row(0));
    for (std::int64_t y : {1, 2}) std::copy_n(row(shape.height), pitch_, row(shape.height + y));
  }

  std::int64_t pitch_;
  float* values_ = nullptr;
};

void resample_channel(const InverseMap& map, const ExampleShape& shape, const std::uint8_t* pixels,
                      float* out) {
  const Padded padded(pixels, shape);
  const auto last_x = static_cast<float>(shape.width + 1),
             last_y = static_cast<float>(shape.height + 1);
  const auto step_x = static_cast<float>(map.xx), step_y = static_cast<float>(map.yx);
  for (std::int64_t y = 0; y < shape.height; ++y) {
    const auto row_x = static_cast<float>(map.xy * static_cast<double>(y) + map.x0 + 1),
               row_y = static_cast<float>(map.yy * static_cast<double>(y) + map.y0 + 1);
    for (std::int64_t x = 0; x < shape.width; ++x) {
      const auto along = static_cast<float>(x);
      *out++ = padded.at(std::clamp(row_x + step_x * along, 0.0F, last_x),
                         std::clamp(row_y + step_y * along, 0.0F, last_y));
    }
  }
}

/// Whole pixels moved: what a map without rotation, scale and shear is.
void shift_channel(const Move& move, const ExampleShape& shape, const std::uint8_t* pixels,
                   float* out) {
  const std::int64_t across = std::llround(move.across), down = std::llround(move.down);
  const std::int64_t w = shape.width, h = shape.height;
  const std::int64_t first = std::clamp<std::int64_t>(across, 0, w),
                     last = std::clamp<std::int64_t>(w + across, 0, w);
  for (std::int64_t y = 0; y < h; ++y, out += w) {
    const std::int64_t from = y - down;
    if (shape.outside == Outside::black && (from < 0 || from >= h)) {
      std::fill_n(out, w, 0.0F);
      continue;
    }
    const std::uint8_t* row = pixels + std::clamp<std::int64_t>(from, 0, h - 1) * w;
    const bool edge = shape.outside == Outside::edge;
    const std::uint8_t left = move.flip ? row[w - 1] : row[0],
                       right = move.flip ? row[0] : row[w - 1];
    std::fill_n(out, first, edge ? left : 0);
    for (std::int64_t x = first; x < last; ++x) {
      out[x] = row[move.flip ? w - 1 - (x - across) : x - across];
    }
    std::fill_n(out + last, w - last, edge ? right : 0);
  }
}

void move_picture(const AugmentSettings& settings, const ExampleShape& shape,
                  std::span<const std::uint8_t> pixels, std::uint64_t seed, float* out) {
  const Move move = draw_move(settings, shape, seed);
  const bool whole = settings.rotate == 0 && settings.scale == 0 && settings.shear == 0;
  const InverseMap map = inverse_of(move, shape);
  const std::int64_t plane = shape.height * shape.width;
  for (std::int64_t c = 0; c < shape.channels; ++c) {
    const std::uint8_t* from = pixels.data() + c * plane;
    whole ? shift_channel(move, shape, from, out + c * plane)
          : resample_channel(map, shape, from, out + c * plane);
  }
}

void change_light(const AugmentSettings& settings, std::uint64_t seed, std::span<float> out) {
  if (settings.brightness == 0 && settings.noise == 0) return;
  const double most = settings.brightness * k_white;
  const auto added = static_cast<float>(Random(seed, k_brightness).uniform(-most, most));
  const double deviation = settings.noise * k_white;
  Random noise(seed, k_noise);
  for (float& value : out) {
    const float grain = deviation > 0 ? static_cast<float>(deviation * noise.normal()) : 0;
    value = std::clamp(value + added + grain, 0.0F, k_white);
  }
}

/// A side of a rectangle that covers `area` pixels with sides in that proportion.
std::int64_t side(double area, double proportion, std::int64_t most) {
  return std::clamp<std::int64_t>(std::llround(std::sqrt(area * proportion)), 0, most);
}

void erase(const AugmentSettings& settings, const ExampleShape& shape, std::uint64_t seed,
           std::span<float> out) {
  constexpr double k_narrowest = 0.3;
  if (settings.erase == 0) return;
  Random random(seed, k_erase);
  const double area =
      random.uniform(0, settings.erase) * static_cast<double>(shape.height * shape.width);
  const double proportion = std::exp(random.uniform(std::log(k_narrowest), -std::log(k_narrowest)));
  const std::int64_t w = side(area, proportion, shape.width),
                     h = side(area, 1 / proportion, shape.height);
  const auto left =
      static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(shape.width - w + 1)));
  const auto top =
      static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(shape.height - h + 1)));
  for (std::int64_t c = 0; c < shape.channels; ++c) {
    for (std::int64_t y = top; y < top + h; ++y) {
      std::fill_n(out.data() + (c * shape.height + y) * shape.width + left, w, k_grey);
    }
  }
}

/// Pixels along the edges of one picture, and how many of them are black.
struct EdgeCount {
  std::int64_t all = 0, black = 0;
};

void count_edges(const DataSet& set, std::int64_t example, EdgeCount& count) {
  const auto pixels = set.example(example);
  for (std::int64_t i = 0; i < set.example_bytes(); ++i) {
    const std::int64_t x = i % set.width, y = i / set.width % set.height;
    if (x > 0 && x < set.width - 1 && y > 0 && y < set.height - 1) continue;
    ++count.all;
    count.black += pixels[static_cast<std::size_t>(i)] == 0;
  }
}

}  // namespace

ExampleShape example_shape(const DataSet& set) {
  constexpr std::int64_t k_looked_at = 200;
  EdgeCount count;
  const std::int64_t step = std::max<std::int64_t>(set.count() / k_looked_at, 1);
  for (std::int64_t i = 0; i < set.count(); i += step) count_edges(set, i, count);
  return {.channels = set.channels,
          .height = set.height,
          .width = set.width,
          .outside = 2 * count.black > count.all ? Outside::black : Outside::edge};
}

void augment(const AugmentSettings& settings, const ExampleShape& shape,
             std::span<const std::uint8_t> pixels, std::uint64_t seed, std::span<float> out) {
  assert(pixels.size() == out.size());
  assert(static_cast<std::int64_t>(out.size()) == shape.channels * shape.height * shape.width);
  move_picture(settings, shape, pixels, seed, out.data());
  change_light(settings, seed, out);
  erase(settings, shape, seed, out);
}

}  // namespace fovea
