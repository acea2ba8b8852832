#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <optional>
#include <set>
#include <vector>

#include "core/document/unit_view.h"
#include "core/document/weight_reads.h"

namespace fovea {

/// Room for the maps of the Network lens, in pixels of the interface, without headers and legends.
struct LensRoom {
  double width = 0, height = 0;
  double device_ratio = 1;  ///< device pixels a pixel
  double zoom = 1;          ///< of the interface's text
  /// Wanted size of a map's longer side; 0: what fits.
  double map_size = 0;
  std::set<ValueId> expanded;  ///< layers of which all units are to be shown
  std::set<ValueId> named;     ///< layers whose units have names, written above their maps
};

/// One layer as the lens draws it.
struct LensColumn {
  ValueId value = k_no_value;
  NodeId node = k_no_node;  ///< k_no_node for an input of the graph
  UnitView view;
  int group = 0;           ///< columns of one group share scale and rows
  std::int64_t shown = 0;  ///< units that are drawn; the rest comes on request
  int grid_columns = 1, grid_rows = 1;
  double x = 0, width = 0;  ///< of header and maps
  double map_width = 0, map_height = 0;
  double pitch_x = 0, pitch_y = 0;
  /// Kernels that can be drawn left of every map: how many under each other, and their cells.
  std::int64_t kernel_maps = 0, kernel_rows = 0, kernel_columns = 0;
  double kernel_width = 0;  ///< of what is drawn left of every map; 0 where nothing is
  double kernel_cell = 0;   ///< size of one kernel cell
  double name_height = 0;   ///< of what is written above every map; 0 where nothing is
  int enlarged = 0;         ///< device pixels a value; 0 where the maps are reduced

  bool is_strip() const { return view.is_flat(); }
};

/// An edge that passes over other columns, such as a shortcut's.
struct LensArc {
  int from = 0, to = 0;  ///< columns
  int level = 0;         ///< arcs that overlap have different levels, 0 lowest
};

/// Where everything of the Network lens lies, before scrolling: x from the first column's left
/// edge, y from the first map's top. A pure function of the network's shapes and the room.
struct LensLayout {
  std::vector<LensColumn> columns;
  std::vector<int> column_of;  ///< by value; -1 where it has none
  std::vector<LensArc> arcs;
  double width = 0, height = 0;
  double map_size = 0;       ///< the longer side that was wanted or found to fit
  double fitting_size = 0;   ///< at the start: maps are large enough to be read
  double overview_size = 0;  ///< at which most layers are in view; no more than the fitting size
  int groups = 0, arc_levels = 0;

  QRectF map_rect(int column, std::int64_t unit) const;
  /// Where the kernel of a unit that reads input map `input` is, left of the unit's map.
  QRectF kernel_rect(int column, std::int64_t unit, std::int64_t input) const;
  /// The cell of a weight where its kernel is drawn left of its unit's map; nothing where it is
  /// not.
  std::optional<QRectF> kernel_cell_rect(const WeightPlace& place) const;
  /// Columns [first, last) that are at least partly between two abscissae.
  std::pair<int, int> columns_between(double left, double right) const;
  /// The unit whose map is at this point.
  struct Hit {
    int column = -1;
    std::int64_t unit = 0;
    std::int64_t row = 0, column_in_map = 0;
  };
  std::optional<Hit> hit(QPointF point) const;
  /// A kernel's cell at this point, and which input map it reads.
  struct KernelHit {
    Hit cell;
    std::int64_t input = 0;
  };
  std::optional<KernelHit> kernel_hit(QPointF point) const;
  /// The part of a map that a range of its rows and columns takes.
  QRectF area_rect(int column, std::int64_t unit, const MapArea& area) const;
  /// All maps of a column.
  QRectF grid_rect(int column) const;

 private:
  /// The unit in whose place of the grid, kernel and gaps included, the point is.
  std::optional<std::pair<int, std::int64_t>> unit_near(QPointF point) const;
};

constexpr double k_smallest_map = 24;

LensLayout lay_out_lens(const ShapedGraph& shaped, const LensRoom& room);

}  // namespace fovea
