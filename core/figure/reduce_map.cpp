#include <algorithm>
#include <cmath>

#include "core/figure/tone_map.h"

namespace fovea {
namespace {

/// The source samples [first, last) that output `i` covers, and how much of the two at the ends.
struct Footprint {
  int first = 0, last = 0;
  float head = 1, tail = 1, whole = 1;  ///< `whole`: their sum.

  float weight(int sample) const {
    if (sample == first) return head;
    return sample == last - 1 ? tail : 1;
  }
};

std::vector<Footprint> footprints(int inputs, int outputs) {
  std::vector<Footprint> result;
  for (std::int64_t i = 0; i < outputs; ++i) {
    // Edges in units of 1 / outputs of a sample, so that whole ratios are exact.
    const std::int64_t begin = i * inputs, end = begin + inputs;
    Footprint print;
    print.first = static_cast<int>(begin / outputs);
    print.last = static_cast<int>((end + outputs - 1) / outputs);
    const auto part = [outputs](std::int64_t units) {
      return static_cast<float>(units) / static_cast<float>(outputs);
    };
    print.head = part(std::min((print.first + std::int64_t{1}) * outputs, end) - begin);
    print.tail = part(end - std::max((print.last - std::int64_t{1}) * outputs, begin));
    print.whole = part(inputs);
    result.push_back(print);
  }
  return result;
}

float larger(float a, float b) {
  if (std::isnan(a) || std::isnan(b)) return std::nanf("");
  return std::abs(b) > std::abs(a) ? b : a;
}

/// Rows of the footprint to one, then its columns to one each.
void mean_row(const MapView& map, const Footprint& down, const std::vector<Footprint>& across,
              std::vector<float>& line, float* out) {
  std::ranges::fill(line, 0.0F);
  for (int y = down.first; y < down.last; ++y) {
    const float weight = down.weight(y);
    const float* row = map.values.data() + std::int64_t{y} * map.width;
    for (std::size_t x = 0; x < line.size(); ++x) line[x] += weight * row[x];
  }
  for (const Footprint& columns : across) {
    float sum = 0;
    for (int x = columns.first; x < columns.last; ++x) {
      sum += columns.weight(x) * line[static_cast<std::size_t>(x)];
    }
    *out++ = sum / (columns.whole * down.whole);
  }
}

void peak_row(const MapView& map, const Footprint& down, const std::vector<Footprint>& across,
              float* out) {
  for (const Footprint& columns : across) {
    float peak = 0;
    for (int y = down.first; y < down.last; ++y) {
      const float* row = map.values.data() + std::int64_t{y} * map.width;
      for (int x = columns.first; x < columns.last; ++x) peak = larger(peak, row[x]);
    }
    *out++ = peak;
  }
}

}  // namespace

std::vector<float> reduced_map(const MapView& map, Reduction reduction, int height, int width) {
  const std::vector<Footprint> across = footprints(map.width, width);
  std::vector<float> result(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
  std::vector<float> line(static_cast<std::size_t>(map.width));
  float* out = result.data();
  for (const Footprint& down : footprints(map.height, height)) {
    if (reduction == Reduction::mean) {
      mean_row(map, down, across, line, out);
    } else {
      peak_row(map, down, across, out);
    }
    out += width;
  }
  return result;
}

}  // namespace fovea
