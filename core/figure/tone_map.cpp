#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/figure/tone_map.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, as Highway wants it.
#include <algorithm>
#include <cassert>
#include <hwy/highway.h>

#include "core/figure/tone_map.h"

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <typename D>
std::size_t color_some(D d, const float* values, std::size_t count, const Scale& scale,
                       const ColorMap& colors, Rgba* out, Clipped& clipped) {
  const hn::RebindToSigned<D> di;
  const auto* table = reinterpret_cast<const std::int32_t*>(colors.table.data());
  constexpr float k_last = ColorMap::k_colors - 1;
  const bool spread = scale.max > scale.min;
  // A scale without extent shows everything as its 0.
  const float slope = spread ? k_last / (scale.max - scale.min) : 0;
  const auto middle = hn::Set(d, scale.is_signed ? k_last / 2 : 0);
  const auto factor = hn::Set(d, slope);
  const auto least = hn::Set(d, scale.min), most = hn::Set(d, scale.max);
  const auto zero = hn::Set(d, scale.is_signed && spread ? (scale.min + scale.max) / 2 : scale.min);
  std::size_t i = 0, below = 0, above = 0, nans = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto value = hn::LoadU(d, values + i);
    const auto is_nan = hn::IsNaN(value);
    below += hn::CountTrue(d, hn::Lt(value, least));
    above += hn::CountTrue(d, hn::Gt(value, most));
    nans += hn::CountTrue(d, is_nan);
    // Clamped before the product, so that infinity times 0 does not arise.
    const auto kept = hn::Min(hn::Max(value, least), most);
    auto place = hn::MulAdd(hn::Sub(kept, zero), factor, hn::Add(middle, hn::Set(d, 0.5F)));
    place = hn::Min(hn::Max(place, hn::Zero(d)), hn::Set(d, k_last));
    place = hn::IfThenElse(is_nan, hn::Set(d, ColorMap::k_nan), place);
    const auto color = hn::GatherIndex(di, table, hn::ConvertTo(di, place));
    hn::StoreU(color, di, reinterpret_cast<std::int32_t*>(out) + i);
  }
  clipped.below += static_cast<std::int64_t>(below);
  clipped.above += static_cast<std::int64_t>(above);
  clipped.nans += static_cast<std::int64_t>(nans);
  return i;
}

void color_row(const float* values, std::size_t count, const Scale& scale, const ColorMap& colors,
               Rgba* out, Clipped& clipped) {
  const std::size_t wide =
      color_some(hn::ScalableTag<float>(), values, count, scale, colors, out, clipped);
  color_some(hn::CappedTag<float, 1>(), values + wide, count - wide, scale, colors, out + wide,
             clipped);
}

}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea {
namespace {

HWY_EXPORT(color_row);

/// Spreads the first `from` pixels of `row` over `to`, in place, from the right.
void widen(Rgba* row, int from, int to) {
  if (from == to) return;
  if (to % from == 0) {
    const int factor = to / from;
    for (int x = from - 1; x >= 0; --x) std::fill_n(row + x * factor, factor, Rgba{row[x]});
    return;
  }
  for (int x = to - 1; x >= 0; --x) row[x] = row[std::int64_t{x} * from / to];
}

}  // namespace

Scale scale_for(const Statistics& statistics, bool is_signed) {
  const float largest = statistics.largest_magnitude();
  if (is_signed) return {-largest, largest, true};
  return {std::min(0.0F, statistics.min), std::max(0.0F, statistics.max), false};
}

MapGrid map_grid(const Shape& shape) {
  const std::size_t rank = shape.rank();
  const auto side = [&](std::size_t axis) { return static_cast<int>(shape[axis]); };
  if (rank == 0) return {1, 1, 1};
  if (rank <= 2) return {shape[rank - 1], 1, 1};
  if (rank == 3) return {shape[1], 1, side(2)};
  return {shape.elements(1, rank - 2), side(rank - 2), side(rank - 1)};
}

MapView map_of(const Tensor& tensor, std::int64_t index) {
  const MapGrid grid = map_grid(tensor.shape());
  assert(index >= 0 && index < grid.maps);
  const auto size = static_cast<std::size_t>(grid.height) * static_cast<std::size_t>(grid.width);
  return {tensor.floats().subspan(static_cast<std::size_t>(index) * size, size), grid.height,
          grid.width};
}

Clipped draw_map(const MapView& map, const Scale& scale, const ColorMap& colors,
                 Reduction reduction, const Canvas& canvas, const Tile& tile) {
  assert(tile.x >= 0 && tile.y >= 0 && tile.x + tile.width <= canvas.width &&
         tile.y + tile.height <= canvas.height);
  Clipped clipped;
  if (tile.width < 1 || tile.height < 1 || map.values.empty()) return clipped;
  const int width = std::min(map.width, tile.width), height = std::min(map.height, tile.height);
  std::vector<float> reduced;
  if (width < map.width || height < map.height) {
    reduced = reduced_map(map, reduction, height, width);
  }
  const float* values = reduced.empty() ? map.values.data() : reduced.data();
  const auto row_at = [&](int y) {
    return canvas.pixels.data() + std::int64_t{tile.y + y} * canvas.width + tile.x;
  };
  int y = 0;
  for (std::int64_t source = 0; source < height; ++source) {
    Rgba* row = row_at(y);
    HWY_DYNAMIC_DISPATCH(color_row)
    (values + source * width, static_cast<std::size_t>(width), scale, colors, row, clipped);
    widen(row, width, tile.width);
    const int end = static_cast<int>((source + 1) * tile.height / height);
    for (++y; y < end; ++y) std::copy_n(row, tile.width, row_at(y));
  }
  return clipped;
}

}  // namespace fovea
#endif  // HWY_ONCE
