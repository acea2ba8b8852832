#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/figure/color_map.h"
#include "core/figure/statistics.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// Values from min to max run through the colours from end to end.
struct Scale {
  float min = -1, max = 1;
  bool is_signed = true;  ///< min = −max; 0 is the middle.
  friend bool operator==(const Scale&, const Scale&) = default;
};

/// Signed: −m to m for the largest magnitude m; otherwise 0 (or the least value, where that is
/// below) to the largest.
Scale scale_for(const Statistics& statistics, bool is_signed);

/// One map: row-major values, height · width of them.
struct MapView {
  std::span<const float> values;
  int height = 0, width = 0;
};

/// How a value's maps lie in its tensor, of the first sample alone: [N, C, H, W] is C maps, of more
/// axes one map for each slice, [N, C, L] is C maps of one row, [N, F] and [F] are F maps of one
/// value.
struct MapGrid {
  std::int64_t maps = 0;
  int height = 0, width = 0;
};
MapGrid map_grid(const Shape& shape);
/// Map `index` of a float32 tensor.
MapView map_of(const Tensor& tensor, std::int64_t index);

enum class Reduction { mean, peak };

/// Row-major pixels that maps are drawn into.
struct Canvas {
  std::span<Rgba> pixels;
  int width = 0, height = 0;
};
struct Tile {
  int x = 0, y = 0, width = 0, height = 0;
};

/// Values shown in an end colour because they lie beyond it, and those marked as no number.
struct Clipped {
  std::int64_t below = 0, above = 0, nans = 0;
};

/// Draws a map over `tile` of `canvas`, which holds it wholly. Along an axis where the tile is the
/// larger, every value covers equally many pixels (nearest neighbour; let the tile be a multiple);
/// where it is smaller, a pixel is the mean of the values it covers, weighted by how much of each,
/// or the one of largest magnitude. Clipped counts what is shown. Safe on several threads for tiles
/// that do not overlap.
Clipped draw_map(const MapView& map, const Scale& scale, const ColorMap& colors,
                 Reduction reduction, const Canvas& canvas, const Tile& tile);

/// The reduced values alone, row-major [height, width]; neither larger than the map's.
std::vector<float> reduced_map(const MapView& map, Reduction reduction, int height, int width);

}  // namespace fovea
