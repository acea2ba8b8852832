#include <algorithm>

#include "core/figure/figure_page.h"

namespace fovea {
namespace {

constexpr int k_smallest = 12;  // of what shows one value
constexpr int k_gap = 4;

/// The longer side that a map should have among so many.
int wished_side(std::size_t maps) {
  if (maps <= 4) return 160;
  if (maps <= 16) return 112;
  if (maps <= 64) return 72;
  return 48;
}

int label_height(const FigurePage& page, const MapGridOptions& options) {
  return options.labels ? static_cast<int>(page.small() * 1.25) : 0;
}

/// So many tiles beside each other take the whole room.
int wish_for(const MapGridOptions& options, std::size_t count) {
  if (options.beside <= 0) {
    // A few stand beside each other also in a narrow column.
    const int few = static_cast<int>(std::clamp<std::size_t>(count, 1, 4));
    return std::max(1, std::min(wished_side(count), (options.room + k_gap) / few - k_gap - 2));
  }
  const int width = std::max(1, (options.room + k_gap) / options.beside - k_gap - 2);
  const auto longer = static_cast<double>(std::max(options.rows, options.columns));
  const int wish = static_cast<int>(width * longer / static_cast<double>(options.columns));
  return std::max(1, options.most > 0 ? std::min(wish, options.most) : wish);
}

void draw_tile(FigurePage& page, const MapGridItem& item, const MapGridOptions& options,
               const QRectF& place) {
  const FigureSpec& spec = page.spec();
  page.add(Scene::Map{
      .place = place,
      .values = item.values,
      .map = {item.map, static_cast<int>(options.rows), static_cast<int>(options.columns)},
      .scale = item.scale,
      .palette = options.palette,
      .theme = spec.theme,
      .reduction = spec.reduction});
  page.frame(place);
  if (!item.mark.isEmpty() && place.height() > page.small() &&
      place.width() > text_width(item.mark, page.small()))
    page.text(place, item.mark, page.small(), page.colors().dim, Scene::Align::centre);
  const QRectF above(place.left(), place.top() - 1 - label_height(page, options), place.width() + 2,
                     label_height(page, options));
  if (options.labels) page.text(above, item.label, page.small(), page.colors().dim);
}

}  // namespace

TileSize tile_size(std::int64_t rows, std::int64_t columns, int wish) {
  const std::int64_t longer = std::max(rows, columns);
  if (longer <= wish) {
    const std::int64_t factor = longer == 1 ? std::min(wish, k_smallest) : wish / longer;
    return {static_cast<int>(columns * factor), static_cast<int>(rows * factor), false};
  }
  const std::int64_t divisor = (longer + wish - 1) / wish;
  const auto side = [&](std::int64_t values) {
    // A side that is short already is kept, and enlarged to be seen.
    if (values < k_smallest) return static_cast<int>(values * (k_smallest / values));
    return static_cast<int>(std::max<std::int64_t>((values + divisor - 1) / divisor, k_smallest));
  };
  return {side(columns), side(rows), true};
}

DrawnGrid draw_grid(FigurePage& page, const std::vector<MapGridItem>& items,
                    const MapGridOptions& options) {
  const TileSize tile = tile_size(options.rows, options.columns, wish_for(options, items.size()));
  const int label = label_height(page, options);
  const int pitch_x = tile.width + 2 + k_gap, pitch_y = tile.height + 2 + k_gap + label;
  const int fitting = std::max(1, (options.room + k_gap) / pitch_x);
  const auto beside = static_cast<std::size_t>(options.beside > 0 ? options.beside : fitting);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto row = static_cast<int>(i / beside), column = static_cast<int>(i % beside);
    draw_tile(page, items[i], options,
              QRectF(options.left + 1 + column * pitch_x, page.y() + 1 + label + row * pitch_y,
                     tile.width, tile.height));
  }
  const auto rows = static_cast<int>((items.size() + beside - 1) / beside);
  return {page.y() + rows * pitch_y - k_gap, tile.reduced};
}

}  // namespace fovea
