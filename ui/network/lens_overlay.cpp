#include "ui/network/lens_overlay.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

/// The strongest connections say enough; all of them would be a carpet.
constexpr std::size_t k_most_curves = 16;

/// Least side of a box that shows where a value came from.
constexpr double k_least_box = 7;

constexpr int k_dash = 4, k_dash_gap = 3;

/// One pixel wide, along the inside of `box`: a dash at each corner and, evenly, between them.
std::vector<QRect> dashes_around(const QRect& box) {
  std::vector<QRect> dashes;
  const auto along = [](int length, const auto& add) {
    const int count = std::max(2, (length + k_dash_gap) / (k_dash + k_dash_gap));
    const int size = std::min(k_dash, (length - k_dash_gap + 1) / 2);
    for (int i = 0; i < count; ++i) add(i * (length - size) / (count - 1), size);
  };
  along(box.width(), [&](int at, int size) {
    dashes.emplace_back(box.left() + at, box.top(), size, 1);
    dashes.emplace_back(box.left() + at, box.bottom(), size, 1);
  });
  along(box.height(), [&](int at, int size) {
    dashes.emplace_back(box.left(), box.top() + at, 1, size);
    dashes.emplace_back(box.right(), box.top() + at, 1, size);
  });
  return dashes;
}

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
  painter->translate(-lens_->scroll());
  paintCurves(*painter);
  paintStale(*painter);
  paintProvenance(*painter);
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
  if (!place) return;
  const LensLayout& layout = lens_->layout();
  const auto& boxes = workspace.provenanceOfFocus();
  const ShapedGraph& shaped = *workspace.shaped();
  const auto [first, last] = lens_->columnsInView();
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (int index = first; index < last; ++index) {
    const LensColumn& column = layout.columns[static_cast<std::size_t>(index)];
    const std::optional<Box>& box = boxes[static_cast<std::size_t>(column.value)];
    if (!box) continue;
    const MapArea area = map_area(shaped.shape(column.value), *box);
    // What reads all of a layer says so once, not around every map.
    const bool all = area.units.first == 0 && area.units.last == column.view.units &&
                     area.rows.last - area.rows.first == column.view.rows &&
                     area.columns.last - area.columns.first == column.view.columns;
    if (all || (column.is_strip() && area.units.size() > 1)) {
      dashed(painter, layout.grid_rect(index));
      continue;
    }
    const std::int64_t end = std::min(area.units.last, column.shown);
    for (std::int64_t unit = area.units.first; unit < end; ++unit)
      dashed(painter, layout.area_rect(index, unit, area));
  }
}

void LensOverlay::paintSelection(QPainter& painter) const {
  const Selection& selection = lens_->workspace()->document().selection;
  if (selection.value == k_no_value) return;
  const LensLayout& layout = lens_->layout();
  const int index = layout.column_of[static_cast<std::size_t>(selection.value)];
  if (index < 0 || selection.unit < 0) return;
  if (selection.unit < layout.columns[static_cast<std::size_t>(index)].shown)
    outline(painter, layout.map_rect(index, selection.unit));
}

/// Light inside dark: seen on any map.
void LensOverlay::outline(QPainter& painter, const QRectF& rect) const {
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(outer_, 4));
  painter.drawRect(rect.adjusted(-2, -2, 2, 2));
  painter.setPen(QPen(inner_, 2));
  painter.drawRect(rect.adjusted(-2, -2, 2, 2));
}

/// Light dashes on a dark band around `rect`, which itself stays free: to be told from noise on any
/// map, however small the region is.
void LensOverlay::dashed(QPainter& painter, const QRectF& rect) const {
  const double grow_x = std::max(0.0, (k_least_box - rect.width()) / 2),
               grow_y = std::max(0.0, (k_least_box - rect.height()) / 2);
  const QRect box = rect.adjusted(-grow_x, -grow_y, grow_x, grow_y).toAlignedRect();
  painter.setPen(Qt::NoPen);
  painter.setBrush(Qt::NoBrush);
  QPainterPath band;
  band.addRect(box.adjusted(-2, -2, 2, 2));
  band.addRect(box.adjusted(1, 1, -1, -1));
  painter.fillPath(band, outer_);
  for (const QRect& dash : dashes_around(box.adjusted(-1, -1, 1, 1)))
    painter.fillRect(dash, inner_);
}

}  // namespace fovea
