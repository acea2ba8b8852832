#include "ui/network/lens_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/network/lens_columns.h"

namespace fovea {
namespace {

// Pixels of the interface at 100 %.
constexpr double k_gap = 2;          // between maps
constexpr double k_between = 26;     // between columns
constexpr double k_header = 92;      // least width of a column: its header must be readable
constexpr double k_name = 18;        // line of a unit's name above its map
constexpr double k_strip_cell = 24;  // width of a flat value's cell
constexpr double k_largest_fitting = 168;

/// A map as it is drawn: enlarged by whole device pixels where there is room for that, else
/// reduced to the box.
struct Drawn {
  double width = 0, height = 0;
  int enlarged = 0;
};

Drawn drawn_size(const UnitView& view, double box, double ratio) {
  const auto longer = static_cast<double>(std::max(view.rows, view.columns));
  const int enlarged = static_cast<int>(std::floor(box * ratio / longer + 1e-6));
  const double scale = enlarged >= 1 ? enlarged / ratio : box / longer;
  const auto side = [&](std::int64_t cells) {
    return std::max(1.0, std::round(static_cast<double>(cells) * scale * ratio)) / ratio;
  };
  return {side(view.columns), side(view.rows), std::max(enlarged, 0)};
}

class Arranger {
 public:
  Arranger(const std::vector<LensColumn>& columns, const LensRoom& room)
      : columns_(columns), room_(room) {}

  /// All columns with maps whose longer side is `size`, in the grids that maps of `fitting` call
  /// for: zooming changes sizes, not places.
  std::vector<LensColumn> arrange(double size, double fitting) const {
    std::vector<LensColumn> result = columns_;
    for (LensColumn& column : result) place_maps(column, size, size / fitting);
    share_rows(result);
    if (size == fitting) {
      for (LensColumn& column : result) place_grid(column);
    } else {
      copy_grids(arrange(fitting, fitting), result);
    }
    double x = 0;
    for (LensColumn& column : result) {
      column.x = x;
      column.width = std::max(k_header * room_.zoom, column.grid_columns * column.pitch_x);
      x += column.width + k_between * room_.zoom;
    }
    return result;
  }

  double width_of(const std::vector<LensColumn>& columns) const {
    return columns.empty() ? 0 : columns.back().x + columns.back().width;
  }

 private:
  void place_maps(LensColumn& column, double size, double zoom) const {
    if (column.is_strip()) {
      place_strip(column, zoom);
      return;
    }
    const Drawn drawn = drawn_size(column.view, size, room_.device_ratio);
    column.map_width = drawn.width;
    column.map_height = drawn.height;
    column.enlarged = drawn.enlarged;
    if (column.kernel_cell > 0) place_kernels(column, drawn.height);
    column.pitch_x = column.kernel_width + drawn.width + k_gap * room_.zoom;
    column.name_height = room_.named.contains(column.value) ? k_name * room_.zoom : 0;
    column.pitch_y = column.name_height + drawn.height + k_gap * room_.zoom;
  }

  /// `kernel_cell` comes in as the number of kernel rows under each other, `kernel_width` as the
  /// number of cells in one row.
  void place_kernels(LensColumn& column, double height) const {
    const double rows = column.kernel_cell, cells = column.kernel_width;
    const double most = std::floor(std::min(height / (rows + 2), 0.45 * height / cells));
    column.kernel_cell = std::max(1.0, most);
    column.kernel_width = cells * column.kernel_cell + 2 * k_gap * room_.zoom;
  }

  void place_strip(LensColumn& column, double zoom) const {
    const auto units = static_cast<double>(column.view.units);
    const double cell = std::clamp(std::floor(room_.height / units), 4.0, 16.0);
    column.map_width = k_strip_cell * room_.zoom;
    column.map_height = std::round(cell * std::clamp(zoom, 1.0, 4.0));
    column.pitch_x = column.map_width + 1;
    column.pitch_y = column.map_height;
  }

  /// Columns of a group that stand beside each other have their rows at the same height.
  static void share_rows(std::vector<LensColumn>& columns) {
    const auto together = [](const LensColumn& a, const LensColumn& b) {
      return a.group == b.group && a.is_strip() == b.is_strip();
    };
    for (auto first = columns.begin(); first != columns.end();) {
      const auto last = std::find_if_not(
          first, columns.end(), [&](const LensColumn& column) { return together(*first, column); });
      const double pitch = std::max_element(first, last, [](const auto& a, const auto& b) {
                             return a.pitch_y < b.pitch_y;
                           })->pitch_y;
      std::for_each(first, last, [pitch](LensColumn& column) { column.pitch_y = pitch; });
      first = last;
    }
  }

  void place_grid(LensColumn& column) const {
    const auto units = static_cast<int>(std::min<std::int64_t>(column.view.units, 1 << 30));
    column.grid_rows =
        std::clamp(static_cast<int>(room_.height / column.pitch_y), 1, std::max(units, 1));
    const int wanted = std::max(1, (units + column.grid_rows - 1) / column.grid_rows);
    const double share = std::max(0.36, 1.7 / static_cast<double>(columns_.size()));
    const int most =
        std::max(2, static_cast<int>(share * room_.width / std::max(1.0, column.pitch_x)));
    const bool all = room_.expanded.contains(column.value) || wanted <= most;
    column.grid_columns = all ? wanted : most;
    // As even as may be, so that the last grid column is not a stump.
    if (all) column.grid_rows = std::max(1, (units + wanted - 1) / wanted);
    column.shown = std::min<std::int64_t>(column.view.units,
                                          std::int64_t{column.grid_columns} * column.grid_rows);
  }

  static void copy_grids(const std::vector<LensColumn>& from, std::vector<LensColumn>& to) {
    for (std::size_t i = 0; i < to.size(); ++i) {
      to[i].grid_columns = from[i].grid_columns;
      to[i].grid_rows = from[i].grid_rows;
      to[i].shown = from[i].shown;
    }
  }

  const std::vector<LensColumn>& columns_;
  const LensRoom& room_;
};

/// How much of their boxes maps of whole-pixel enlargement fill, 0 to 1.
double fill(const std::vector<LensColumn>& columns, double size, double ratio) {
  double sum = 0;
  int maps = 0;
  for (const LensColumn& column : columns) {
    if (column.is_strip()) continue;
    const Drawn drawn = drawn_size(column.view, size, ratio);
    sum += std::max(drawn.width, drawn.height) / size;
    ++maps;
  }
  return maps == 0 ? 1 : sum / maps;
}

/// The best filled size near the one that is wanted.
double well_filled(const std::vector<LensColumn>& columns, double wanted, double ratio) {
  double best = wanted, best_score = -1;
  for (double size = std::max(k_smallest_map, std::floor(wanted * 0.7)); size <= wanted * 1.5;
       ++size) {
    const double score = fill(columns, size, ratio) - 0.4 * std::abs(std::log(size / wanted));
    if (score > best_score) best = size, best_score = score;
  }
  return best;
}

bool shows_all(const std::vector<LensColumn>& columns) {
  return std::ranges::all_of(columns, [](const LensColumn& c) { return c.shown == c.view.units; });
}

double fitting_size(const Arranger& arranger, const std::vector<LensColumn>& columns,
                    const LensRoom& room) {
  double size = std::clamp(room.height / 14, 32.0 * room.zoom, 96.0);
  // Where the whole network has room for larger maps, it gets them.
  for (double larger = size * 1.1; larger <= k_largest_fitting; larger *= 1.1) {
    const std::vector<LensColumn> tried = arranger.arrange(larger, larger);
    if (arranger.width_of(tried) > room.width || !shows_all(tried)) break;
    size = larger;
  }
  const double filled = well_filled(columns, size, room.device_ratio);
  const bool grew_out = arranger.width_of(arranger.arrange(filled, filled)) > room.width &&
                        arranger.width_of(arranger.arrange(size, size)) <= room.width;
  return grew_out ? size : filled;
}

/// Arcs for edges that do not simply lead to the next column, lowest level first.
void add_arcs(const ShapedGraph& shaped, LensLayout& layout) {
  const Graph& graph = shaped.graph;
  for (int to = 0; to < static_cast<int>(layout.columns.size()); ++to) {
    const NodeId node = layout.columns[static_cast<std::size_t>(to)].node;
    if (node == k_no_node) continue;
    for (const ValueId input : graph.node(node).inputs) {
      if (input == k_no_value) continue;
      const int from = layout.column_of[static_cast<std::size_t>(input)];
      if (from >= 0 && from != to - 1) layout.arcs.push_back({from, to, 0});
    }
  }
  // Each arc takes the lowest level at which no earlier one is still on its way.
  std::ranges::sort(layout.arcs, {}, [](const LensArc& arc) { return arc.from; });
  std::vector<int> busy_until;
  for (LensArc& arc : layout.arcs) {
    const auto free = std::ranges::find_if(busy_until, [&](int end) { return end <= arc.from; });
    arc.level = static_cast<int>(free - busy_until.begin());
    if (free == busy_until.end()) busy_until.push_back(arc.to);
    busy_until[static_cast<std::size_t>(arc.level)] = arc.to;
  }
  layout.arc_levels = static_cast<int>(busy_until.size());
}

}  // namespace

LensLayout lay_out_lens(const ShapedGraph& shaped, const LensRoom& room) {
  LensLayout layout;
  const std::vector<LensColumn> columns = lens_columns(shaped);
  const Arranger arranger(columns, room);
  layout.fitting_size = fitting_size(arranger, columns, room);
  layout.map_size =
      room.map_size > 0 ? std::max(k_smallest_map, room.map_size) : layout.fitting_size;
  layout.columns = arranger.arrange(layout.map_size, layout.fitting_size);
  layout.width = arranger.width_of(layout.columns);
  layout.column_of.assign(shaped.graph.value_count(), -1);
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    const LensColumn& column = layout.columns[i];
    layout.column_of[static_cast<std::size_t>(column.value)] = static_cast<int>(i);
    layout.height = std::max(layout.height, column.grid_rows * column.pitch_y);
    layout.groups = std::max(layout.groups, column.group + 1);
  }
  add_arcs(shaped, layout);
  return layout;
}

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

std::optional<LensLayout::Hit> LensLayout::hit(QPointF point) const {
  const auto [first, last] = columns_between(point.x(), point.x() + 0.001);
  if (first >= last || point.y() < 0) return {};
  const LensColumn& column = columns[static_cast<std::size_t>(first)];
  const auto place = static_cast<std::int64_t>((point.x() - column.x) / column.pitch_x);
  const auto row = static_cast<std::int64_t>(point.y() / column.pitch_y);
  if (place >= column.grid_columns || row >= column.grid_rows) return {};
  const std::int64_t unit = place * column.grid_rows + row;
  if (unit >= column.shown) return {};
  const QRectF rect = map_rect(first, unit);
  if (!rect.contains(point)) return {};
  const auto cell = [](double offset, double size, std::int64_t cells) {
    return std::clamp<std::int64_t>(
        static_cast<std::int64_t>(offset / size * static_cast<double>(cells)), 0, cells - 1);
  };
  return Hit{first, unit, cell(point.y() - rect.y(), rect.height(), column.view.rows),
             cell(point.x() - rect.x(), rect.width(), column.view.columns)};
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
