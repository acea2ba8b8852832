#include "ui/network/lens_overlay.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/network/lens_marks.h"

namespace fovea {
namespace {

/// The strongest connections say enough; all of them would be a carpet.
constexpr std::size_t k_most_curves = 16;

/// Pixels that a value must have for a mark of its own.
constexpr double k_dot_room = 6;

struct Connection {
  std::int64_t from = 0;  ///< unit of the layer that is read
  double sum = 0, norm = 0;
};

/// How strongly unit `unit` of a convolution or a dense layer reads each unit of its input.
std::vector<Connection> connections(const Graph& graph, const Node& node, std::int64_t unit) {
  std::vector<Connection> result;
  if (node.op->kind != LayerKind::convolution || node.inputs.size() < 2) return result;
  const Tensor& weight = graph.weight(node.inputs[1]);
  if (weight.empty() || weight.shape().rank() < 3) return result;
  const Shape& shape = weight.shape();
  const std::int64_t cells = shape.elements(2, shape.rank());
  for (std::int64_t input = 0; input < shape[1]; ++input) {
    Connection connection{.from = input};
    const auto kernel =
        weight.floats().subspan(static_cast<std::size_t>((unit * shape[1] + input) * cells),
                                static_cast<std::size_t>(cells));
    for (const float cell : kernel) {
      connection.sum += cell;
      connection.norm += static_cast<double>(cell) * cell;
    }
    connection.norm = std::sqrt(connection.norm);
    result.push_back(connection);
  }
  const std::size_t shown = std::min(k_most_curves, result.size());
  std::ranges::partial_sort(result, result.begin() + static_cast<std::ptrdiff_t>(shown),
                            std::ranges::greater(), &Connection::norm);
  result.resize(shown);
  return result;
}

}  // namespace

LensOverlay::LensOverlay(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(true);
  connect(this, &LensOverlay::lookChanged, this, [this] { update(); });
}

void LensOverlay::setLens(LensModel* lens) {
  if (lens == lens_) return;
  if (lens_) lens_->disconnect(this);
  lens_ = lens;
  if (lens) connect(lens, &LensModel::overlayChanged, this, [this] { update(); });
  emit lensChanged();
}

void LensOverlay::paint(QPainter* painter) {
  if (!lens_ || !lens_->workspace() || lens_->layout().columns.empty()) return;
  painter->translate(QPointF(margin_, margin_) - lens_->scroll());
  paintCurves(*painter);
  paintStale(*painter);
  paintProvenance(*painter);
  paintWeight(*painter);
  paintSelection(*painter);
}

void LensOverlay::paintCurves(QPainter& painter) const {
  const Workspace& workspace = *lens_->workspace();
  const Selection& selection = workspace.document().selection;
  if (selection.value == k_no_value || selection.unit < 0) return;
  const Graph& graph = workspace.document().network.computed;
  const NodeId producer = graph.producer(selection.value);
  const LensLayout& layout = lens_->layout();
  const int to = layout.column_of[static_cast<std::size_t>(selection.value)];
  if (producer == k_no_node || to < 0) return;
  const Node& node = graph.node(producer);
  const int from = layout.column_of[static_cast<std::size_t>(node.inputs[0])];
  const LensColumn& target = layout.columns[static_cast<std::size_t>(to)];
  if (from < 0 || selection.unit >= target.shown) return;
  const LensColumn& source = layout.columns[static_cast<std::size_t>(from)];
  const std::vector<Connection> reads = connections(graph, node, selection.unit);
  if (reads.empty()) return;
  const double strongest = std::max(1e-12, reads.front().norm);
  const QRectF end_map = layout.map_rect(to, selection.unit);
  const QPointF end(end_map.left() - target.kernel_width, end_map.center().y());
  painter.setRenderHint(QPainter::Antialiasing);
  for (const Connection& read : reads) {
    if (read.from >= source.shown) continue;
    const QRectF map = layout.map_rect(from, read.from);
    const QPointF start(map.right() + 1, map.center().y());
    const double bend = std::max(18.0, (end.x() - start.x()) * 0.5);
    QPainterPath path(start);
    path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end);
    QColor color = read.sum < 0 ? negative_ : positive_;
    color.setAlphaF(0.35 + 0.5 * static_cast<float>(read.norm / strongest));
    painter.setPen(QPen(color, 0.75 + 2.25 * read.norm / strongest));
    painter.drawPath(path);
  }
}

/// Frames, not fills: a tint would falsify the colours of the maps.
void LensOverlay::paintStale(QPainter& painter) const {
  if (!lens_->workspace()->isStale()) return;
  const LensLayout& layout = lens_->layout();
  const auto [first, last] = lens_->columnsInView();
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (int index = first; index < last; ++index) {
    const LensColumn& column = layout.columns[static_cast<std::size_t>(index)];
    const QRectF rect(column.x - 5, -5, column.grid_columns * column.pitch_x + 8,
                      column.grid_rows * column.pitch_y + 8);
    QPainterPath band;
    band.addRect(rect);
    band.addRect(rect.adjusted(4, 4, -4, -4));
    painter.fillPath(band, QBrush(hatch_, Qt::BDiagPattern));
  }
}

void LensOverlay::paintProvenance(QPainter& painter) const {
  const Workspace& workspace = *lens_->workspace();
  const std::optional<Place> place = workspace.focusPlace();
  if (!place || workspace.hoveredWeight()) return;
  const LensMarks marks(painter, inner_, outer_);
  const auto& reached = workspace.reachOfFocus();
  const auto& seen = workspace.provenanceOfFocus();
  painter.setRenderHint(QPainter::Antialiasing, false);
  const auto [first, last] = lens_->columnsInView();
  for (int index = first; index < last; ++index) {
    const ValueId value = lens_->layout().columns[static_cast<std::size_t>(index)].value;
    const auto at = static_cast<std::size_t>(value);
    if (seen[at])
      paintBox(index, *seen[at], [&](const QRectF& rect) { marks.dashed(rect); });
    else if (reached[at])
      paintBox(index, *reached[at], [&](const QRectF& rect) { marks.framed(rect); });
  }
}

void LensOverlay::paintBox(int index, const Box& box,
                           const std::function<void(const QRectF&)>& mark) const {
  const LensLayout& layout = lens_->layout();
  const LensColumn& column = layout.columns[static_cast<std::size_t>(index)];
  const MapArea area = map_area(lens_->workspace()->shaped()->shape(column.value), box);
  // What is all of a layer is marked once, not around every map.
  const bool all = area.units.first == 0 && area.units.last == column.view.units &&
                   area.rows.last - area.rows.first == column.view.rows &&
                   area.columns.last - area.columns.first == column.view.columns;
  if (all || (column.is_strip() && area.units.size() > 1)) return mark(layout.grid_rect(index));
  const std::int64_t end = std::min(area.units.last, column.shown);
  for (std::int64_t unit = area.units.first; unit < end; ++unit)
    mark(layout.area_rect(index, unit, area));
}

/// The weight where its kernel is drawn, and in the map that it reads all that it multiplies and,
/// where a position of its layer is pinned, the one value that it multiplies for that.
void LensOverlay::paintWeight(QPainter& painter) const {
  const Workspace& workspace = *lens_->workspace();
  const std::optional<WeightPlace> place = workspace.hoveredWeight();
  if (!place) return;
  const std::optional<WeightReads> reads = weight_reads(*workspace.shaped(), *place);
  if (!reads) return;
  painter.setRenderHint(QPainter::Antialiasing, false);
  const LensMarks marks(painter, inner_, outer_);
  const LensLayout& layout = lens_->layout();
  if (const std::optional<QRectF> cell = layout.kernel_cell_rect(*place)) marks.dashed(*cell);
  paintReads(painter, *reads);
  if (const auto pinned = workspace.pinnedFor(*place))
    if (const auto one =
            weight_reads_at(*workspace.shaped(), *place, pinned->first, pinned->second))
      paintReads(painter, *one);
}

void LensOverlay::paintReads(QPainter& painter, const WeightReads& reads) const {
  const LensLayout& layout = lens_->layout();
  const int index = layout.column_of[static_cast<std::size_t>(reads.value)];
  if (index < 0 || reads.rows.empty() || reads.columns.empty()) return;
  if (reads.unit >= layout.columns[static_cast<std::size_t>(index)].shown) return;
  const LensMarks marks(painter, inner_, outer_);
  const auto rect_of = [&](const Range& rows, const Range& columns) {
    return layout.area_rect(index, reads.unit, {rows, columns, {}});
  };
  const Range rows{reads.rows.front(), reads.rows.back() + 1};
  const Range columns{reads.columns.front(), reads.columns.back() + 1};
  marks.dashed(rect_of(rows, columns));
  // Of a part with gaps, such as a stride leaves, each value by itself where there is room.
  const bool whole =
      rows.size() == std::ssize(reads.rows) && columns.size() == std::ssize(reads.columns);
  const QSizeF cell = rect_of({0, 1}, {0, 1}).size();
  if (whole || std::min(cell.width(), cell.height()) < k_dot_room) return;
  const QRectF view(lens_->scroll(), lens_->room());
  for (const std::int64_t row : reads.rows) {
    const QRectF line = rect_of({row, row + 1}, columns);
    if (!line.intersects(view)) continue;
    for (const std::int64_t column : reads.columns) {
      const QRectF at = rect_of({row, row + 1}, {column, column + 1});
      if (at.intersects(view)) marks.dot(at.center());
    }
  }
}

void LensOverlay::paintSelection(QPainter& painter) const {
  const Selection& selection = lens_->workspace()->document().selection;
  if (selection.value == k_no_value) return;
  const LensLayout& layout = lens_->layout();
  const int index = layout.column_of[static_cast<std::size_t>(selection.value)];
  if (index < 0 || selection.unit < 0) return;
  if (selection.unit < layout.columns[static_cast<std::size_t>(index)].shown)
    LensMarks(painter, inner_, outer_).outline(layout.map_rect(index, selection.unit));
}

}  // namespace fovea
