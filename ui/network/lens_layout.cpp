#include "ui/network/lens_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/network/lens_columns.h"

namespace fovea {
namespace {

// Pixels of the interface at 100 %.
constexpr double k_gap = 2;             // between maps
constexpr double k_kernel_gap = 10;     // between a map and the kernels of the next one
constexpr double k_between = 18;        // between columns
constexpr double k_header = 92;         // least width of a column: its header must be readable
constexpr double k_narrow_header = 56;  // in the overview, where more layers matter more
constexpr double k_legend = 108;        // under the last column, too
constexpr double k_name = 18;           // line of a unit's name above its map
constexpr double k_strip_cell = 24;     // width of a flat value's cell
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

struct Grid {
  int columns = 1, rows = 1;
  bool all = true;  ///< whether every unit is in it
};

/// Columns that stand beside each other and have their rows at the same height.
struct Run {
  std::size_t first = 0, last = 0;
  std::vector<UnitView> views;  ///< that occur in it, each once
  std::int64_t units = 0;       ///< most that one column has
};

std::vector<Run> runs_of(const std::vector<LensColumn>& columns) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const LensColumn& column = columns[i];
    const bool joins = i > 0 && columns[i - 1].group == column.group &&
                       columns[i - 1].is_strip() == column.is_strip();
    if (!joins) runs.push_back({.first = i, .last = i, .views = {}, .units = 0});
    Run& run = runs.back();
    run.last = i + 1;
    run.units = std::max(run.units, column.view.units);
    if (std::ranges::find(run.views, column.view) == run.views.end())
      run.views.push_back(column.view);
  }
  return runs;
}

class Arranger {
 public:
  Arranger(const std::vector<LensColumn>& columns, const LensRoom& room)
      : columns_(columns), runs_(runs_of(columns)), room_(room) {}

  /// All columns with maps whose longer side is about `size`. Up to the fitting size grids follow
  /// from the room; beyond it zooming changes sizes, not places.
  std::vector<LensColumn> arrange(double size, double fitting) const {
    std::vector<LensColumn> result = columns_;
    const bool zoomed = size > fitting;
    const std::vector<LensColumn> fitted =
        zoomed ? arrange(fitting, fitting) : std::vector<LensColumn>{};
    for (const Run& run : runs_) {
      const double wanted = zoomed ? longest(fitted, run) * size / fitting : size;
      const double box = result[run.first].is_strip() ? 0 : best_box(run, wanted, !zoomed);
      double pitch = 0;
      for (std::size_t i = run.first; i < run.last; ++i) {
        place_maps(result[i], box, size / fitting);
        pitch = std::max(pitch, result[i].pitch_y);
      }
      for (std::size_t i = run.first; i < run.last; ++i) {
        result[i].pitch_y = pitch;
        if (zoomed)
          copy_grid(fitted[i], result[i]);
        else
          place_grid(result[i]);
      }
    }
    const double header = (size < fitting ? k_narrow_header : k_header) * room_.zoom;
    double x = 0;
    for (LensColumn& column : result) {
      column.x = x;
      column.width = std::max(header, column.grid_columns * column.pitch_x);
      x += column.width + k_between * room_.zoom;
    }
    return result;
  }

  /// With room for the last column's legend.
  double width_of(const std::vector<LensColumn>& columns) const {
    if (columns.empty()) return 0;
    return columns.back().x + std::max(columns.back().width, k_legend * room_.zoom);
  }

 private:
  static double longest(const std::vector<LensColumn>& columns, const Run& run) {
    double result = 0;
    for (std::size_t i = run.first; i < run.last; ++i)
      result = std::max({result, columns[i].map_width, columns[i].map_height});
    return result;
  }

  /// The box near the wanted one in which maps of a run, enlarged by whole pixels, are about equal
  /// in height, so that shared rows have no holes, and in which rows use the height there is.
  double best_box(const Run& run, double wanted, bool fit) const {
    std::vector<double> boxes{wanted};
    for (const UnitView& view : run.views) {
      const auto longer = static_cast<double>(std::max(view.rows, view.columns));
      const double below = std::floor(wanted * room_.device_ratio / longer);
      for (double factor = std::max(1.0, below - 1); factor <= below + 2; ++factor)
        boxes.push_back(factor * longer / room_.device_ratio);
    }
    const double gaps = k_gap * room_.zoom;
    for (double rows = 1; fit && rows <= 48; ++rows)
      boxes.push_back(std::floor(room_.height / rows - gaps));
    double best = wanted, best_score = -100;
    for (const double box : boxes) {
      if (box < std::max(k_smallest_map, 0.6 * wanted) || box > 1.6 * wanted) continue;
      const double score = score_of(run, box, wanted, fit);
      if (score > best_score) best = box, best_score = score;
    }
    return best;
  }

  double score_of(const Run& run, double box, double wanted, bool fit) const {
    double largest = 0, high = 0, low = 1e9, smallest = 1e9, width = 0;
    for (const UnitView& view : run.views) {
      const Drawn drawn = drawn_size(view, box, room_.device_ratio);
      const double longer = std::max(drawn.width, drawn.height);
      largest = std::max(largest, longer);
      smallest = std::min(smallest, longer);
      high = std::max(high, drawn.height);
      low = std::min(low, drawn.height);
      width = std::max(width, drawn.width);
    }
    double score = 0.5 * low / high - 0.4 * std::abs(std::log(largest / wanted));
    if (low < 0.75 * high) score -= 0.5;
    if (smallest < k_smallest_map) score -= 1;
    if (fit) {
      const double pitch = high + k_gap * room_.zoom;
      const Grid grid = grid_for(run.units, width + k_gap * room_.zoom, pitch, false);
      score -= 0.6 * (1 - grid.rows * pitch / room_.height);
      if (!grid.all) score -= 0.1;
    }
    return score;
  }

  void place_maps(LensColumn& column, double box, double zoom) const {
    if (column.is_strip()) {
      place_strip(column, zoom);
      return;
    }
    const Drawn drawn = drawn_size(column.view, box, room_.device_ratio);
    column.map_width = drawn.width;
    column.map_height = drawn.height;
    column.enlarged = drawn.enlarged;
    if (column.kernel_maps > 0) place_kernels(column, drawn.height);
    const double gap = column.kernel_width > 0 ? k_kernel_gap : k_gap;
    column.pitch_x = column.kernel_width + drawn.width + gap * room_.zoom;
    column.name_height = room_.named.contains(column.value) ? k_name * room_.zoom : 0;
    column.pitch_y = column.name_height + drawn.height + k_gap * room_.zoom;
  }

  /// None where they would be higher than the map that they are beside.
  void place_kernels(LensColumn& column, double height) const {
    const auto maps = static_cast<double>(column.kernel_maps);
    const double rows = maps * static_cast<double>(column.kernel_rows);
    const auto cells = static_cast<double>(column.kernel_columns);
    const double most =
        std::floor(std::min((height - (maps - 1) * k_gap) / rows, 0.45 * height / cells));
    if (most < 1) return;
    column.kernel_cell = most;
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

  Grid grid_for(std::int64_t all_units, double pitch_x, double pitch_y, bool expanded) const {
    const auto units = static_cast<int>(std::min<std::int64_t>(all_units, 1 << 30));
    Grid grid;
    grid.rows = std::clamp(static_cast<int>(room_.height / pitch_y), 1, std::max(units, 1));
    const int wanted = std::max(1, (units + grid.rows - 1) / grid.rows);
    const double share = std::max(0.36, 1.7 / static_cast<double>(columns_.size()));
    const int most = std::max(2, static_cast<int>(share * room_.width / std::max(1.0, pitch_x)));
    grid.all = expanded || wanted <= most;
    grid.columns = grid.all ? wanted : most;
    // As even as may be, so that the last grid column is not a stump.
    if (grid.all) grid.rows = std::max(1, (units + wanted - 1) / wanted);
    return grid;
  }

  void place_grid(LensColumn& column) const {
    const Grid grid = grid_for(column.view.units, column.pitch_x, column.pitch_y,
                               room_.expanded.contains(column.value));
    column.grid_columns = grid.columns;
    column.grid_rows = grid.rows;
    column.shown =
        std::min<std::int64_t>(column.view.units, std::int64_t{grid.columns} * grid.rows);
  }

  static void copy_grid(const LensColumn& from, LensColumn& to) {
    to.grid_columns = from.grid_columns;
    to.grid_rows = from.grid_rows;
    to.shown = from.shown;
  }

  const std::vector<LensColumn>& columns_;
  const std::vector<Run> runs_;
  const LensRoom& room_;
};

bool shows_all(const std::vector<LensColumn>& columns) {
  return std::ranges::all_of(columns, [](const LensColumn& c) { return c.shown == c.view.units; });
}

double fitting_size(const Arranger& arranger, const LensRoom& room) {
  double size = std::clamp(room.height / 16, 32.0 * room.zoom, 56.0 * room.zoom);
  // Where the whole network has room for larger maps, it gets them.
  for (double larger = size * 1.1; larger <= k_largest_fitting; larger *= 1.1) {
    const std::vector<LensColumn> tried = arranger.arrange(larger, larger);
    if (arranger.width_of(tried) > room.width || !shows_all(tried)) break;
    size = larger;
  }
  return size;
}

/// The largest size at which all columns are in view together, else the least there is.
double overview_size(const Arranger& arranger, double fitting, const LensRoom& room) {
  const auto fits = [&](double size) {
    return arranger.width_of(arranger.arrange(size, fitting)) <= room.width;
  };
  double size = fitting;
  while (size > k_smallest_map && !fits(size)) size = std::max(k_smallest_map, size * 0.93);
  return size;
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
  layout.fitting_size = fitting_size(arranger, room);
  layout.overview_size = overview_size(arranger, layout.fitting_size, room);
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

}  // namespace fovea
