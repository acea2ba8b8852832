#include <algorithm>
#include <cmath>

#include "ui/network/lens_layout.h"

// Where things of a layout are, and what is at a place.

namespace fovea {
namespace {

constexpr double k_kernel_rows_gap = 2;  // between kernels under each other

std::int64_t cell_at(double offset, double size, std::int64_t cells) {
  return std::clamp<std::int64_t>(
      static_cast<std::int64_t>(offset / size * static_cast<double>(cells)), 0, cells - 1);
}

}  // namespace

QRectF LensLayout::map_rect(int column, std::int64_t unit) const {
  const LensColumn& it = columns[static_cast<std::size_t>(column)];
  const auto row = static_cast<double>(unit % it.grid_rows);
  const auto place = static_cast<double>(unit / it.grid_rows);
  return {it.x + place * it.pitch_x + it.kernel_width, row * it.pitch_y + it.name_height,
          it.map_width, it.map_height};
}

std::pair<int, int> LensLayout::columns_between(double left, double right) const {
  const auto first = std::ranges::partition_point(
      columns, [left](const LensColumn& column) { return column.x + column.width < left; });
  const auto last = std::partition_point(
      first, columns.end(), [right](const LensColumn& column) { return column.x < right; });
  return {static_cast<int>(first - columns.begin()), static_cast<int>(last - columns.begin())};
}

QRectF LensLayout::kernel_rect(int column, std::int64_t unit, std::int64_t input) const {
  const LensColumn& it = columns[static_cast<std::size_t>(column)];
  const QRectF map = map_rect(column, unit);
  const QSizeF size(static_cast<double>(it.kernel_columns) * it.kernel_cell,
                    static_cast<double>(it.kernel_rows) * it.kernel_cell);
  const double step = size.height() + k_kernel_rows_gap;
  const double block = static_cast<double>(it.kernel_maps) * step - k_kernel_rows_gap;
  return {QPointF(std::round(map.left() - it.kernel_width),
                  std::round(map.center().y() - block / 2 + static_cast<double>(input) * step)),
          size};
}

std::optional<QRectF> LensLayout::kernel_cell_rect(const WeightPlace& place) const {
  const auto column = std::ranges::find(columns, place.unit.node, &LensColumn::node);
  if (place.unit.node == k_no_node || column == columns.end() || column->kernel_width <= 0 ||
      place.unit.index >= column->shown || place.input >= column->kernel_maps)
    return {};
  const auto row = static_cast<double>(place.cell / column->kernel_columns);
  const auto at = static_cast<double>(place.cell % column->kernel_columns);
  const QRectF kernel =
      kernel_rect(static_cast<int>(column - columns.begin()), place.unit.index, place.input);
  return QRectF(kernel.topLeft() + QPointF(at, row) * column->kernel_cell,
                QSizeF(column->kernel_cell, column->kernel_cell));
}

QRectF LensLayout::grid_rect(int column) const {
  const LensColumn& it = columns[static_cast<std::size_t>(column)];
  const std::int64_t last = std::max<std::int64_t>(0, it.shown - 1);
  const auto lowest = std::min<std::int64_t>(it.grid_rows - 1, last);
  return map_rect(column, 0).united(map_rect(column, last)).united(map_rect(column, lowest));
}

std::optional<std::pair<int, std::int64_t>> LensLayout::unit_near(QPointF point) const {
  const auto [first, last] = columns_between(point.x(), point.x() + 0.001);
  if (first >= last || point.y() < 0) return {};
  const LensColumn& column = columns[static_cast<std::size_t>(first)];
  const auto place = static_cast<std::int64_t>((point.x() - column.x) / column.pitch_x);
  const auto row = static_cast<std::int64_t>(point.y() / column.pitch_y);
  if (place >= column.grid_columns || row >= column.grid_rows) return {};
  const std::int64_t unit = place * column.grid_rows + row;
  if (unit >= column.shown) return {};
  return std::pair(first, unit);
}

std::optional<LensLayout::Hit> LensLayout::hit(QPointF point) const {
  const auto near = unit_near(point);
  if (!near) return {};
  const QRectF rect = map_rect(near->first, near->second);
  if (!rect.contains(point)) return {};
  const UnitView& view = columns[static_cast<std::size_t>(near->first)].view;
  return Hit{near->first, near->second, cell_at(point.y() - rect.y(), rect.height(), view.rows),
             cell_at(point.x() - rect.x(), rect.width(), view.columns)};
}

std::optional<LensLayout::KernelHit> LensLayout::kernel_hit(QPointF point) const {
  const auto near = unit_near(point);
  if (!near) return {};
  const LensColumn& column = columns[static_cast<std::size_t>(near->first)];
  if (column.kernel_width <= 0) return {};
  for (std::int64_t input = 0; input < column.kernel_maps; ++input) {
    const QRectF rect = kernel_rect(near->first, near->second, input);
    if (!rect.contains(point)) continue;
    const Hit cell{near->first, near->second,
                   cell_at(point.y() - rect.y(), rect.height(), column.kernel_rows),
                   cell_at(point.x() - rect.x(), rect.width(), column.kernel_columns)};
    return KernelHit{cell, input};
  }
  return {};
}

QRectF LensLayout::area_rect(int column, std::int64_t unit, const MapArea& area) const {
  const LensColumn& it = columns[static_cast<std::size_t>(column)];
  const QRectF rect = map_rect(column, unit);
  const double cell_x = rect.width() / static_cast<double>(it.view.columns);
  const double cell_y = rect.height() / static_cast<double>(it.view.rows);
  return {rect.x() + static_cast<double>(area.columns.first) * cell_x,
          rect.y() + static_cast<double>(area.rows.first) * cell_y,
          static_cast<double>(area.columns.size()) * cell_x,
          static_cast<double>(area.rows.size()) * cell_y};
}

}  // namespace fovea
