#include "ui/train/map_rows.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "core/document/kernel_place.h"
#include "core/document/unit_view.h"
#include "ui/train/plane_image.h"

namespace fovea {
namespace {

constexpr int k_between_paints_ms = 100;
constexpr double k_gap = 3;

/// What is looked at of a convolution: what follows it one to one, normalised and activated.
ValueId seen_value(const Graph& graph, NodeId conv) {
  ValueId value = graph.node(conv).outputs[0];
  while (true) {
    const auto& readers = graph.structure().consumers[static_cast<std::size_t>(value)];
    if (readers.size() != 1) return value;
    const Node& reader = graph.node(readers.front());
    const bool follows =
        reader.op->kind == LayerKind::activation || reader.op->kind == LayerKind::normalisation;
    if (!follows || reader.inputs[0] != value) return value;
    value = reader.outputs[0];
  }
}

}  // namespace

MapRows::MapRows(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  timer_.setSingleShot(true);
  timer_.setInterval(k_between_paints_ms);
  connect(&timer_, &QTimer::timeout, this, [this] { update(); });
  connect(this, &MapRows::lookChanged, this, [this] {
    measure();
    refresh();
  });
}

void MapRows::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  if (model_) {
    connect(model_, &TrainModel::runChanged, this, &MapRows::takeRun);
    connect(model_, &TrainModel::frameChanged, this, &MapRows::refresh);
    connect(model_, &TrainModel::hiddenChanged, this, &MapRows::refresh);
  }
  emit modelChanged();
  takeRun();
}

void MapRows::takeRun() {
  values_.clear();
  if (model_ && model_->hasRun()) {
    const Graph& graph = model_->shownGraph();
    for (const NodeId conv : convolutions_of(graph)) values_.push_back(seen_value(graph, conv));
  }
  measure();
  emit rowsChanged();
  refresh();
}

qreal MapRows::tile() const {
  return std::max(1.0, (width() + k_gap) / std::max(1, across_) - k_gap);
}

void MapRows::measure() { setImplicitHeight(rows() * (caption() + tile() + k_gap)); }

void MapRows::refresh() {
  if (!timer_.isActive()) timer_.start();
}

QRectF MapRows::placeOf(int row, int unit) const {
  if (row < 0 || row >= rows() || unit < 0 || unit >= across_) return {};
  return {unit * (tile() + k_gap), row * (caption() + tile() + k_gap) + caption(), tile(), tile()};
}

Tensor MapRows::mapsOf(ValueId value) const {
  const Workspace* workspace = model_ ? model_->workspace() : nullptr;
  const auto frame = workspace ? workspace->shownFrame() : nullptr;
  if (!frame || model_->isHidden() || !same_structure(frame->graph, model_->shownGraph()))
    return {};
  return frame->value(value);
}

void MapRows::paint(QPainter* painter) {
  for (int row = 0; row < rows(); ++row) {
    const Tensor maps = mapsOf(values_[static_cast<std::size_t>(row)]);
    if (!maps.empty()) paintRow(painter, row, maps);
  }
}

void MapRows::paintRow(QPainter* painter, int row, const Tensor& maps) const {
  const UnitView view = unit_view(maps.shape());
  const auto shown = static_cast<int>(std::min<std::int64_t>(view.units, across_));
  QString name = QString::fromStdString(
      value_label(model_->shownGraph(), values_[static_cast<std::size_t>(row)]));
  if (shown < view.units) name = tr("%1 · %2 of %3").arg(name).arg(shown).arg(view.units);
  QFont font(family_);
  font.setPixelSize(font_size_);
  painter->setFont(font);
  painter->setPen(text_);
  const QRectF first = placeOf(row, 0);
  const QRectF over(0, first.y() - caption(), width(), caption());
  painter->drawText(over, Qt::AlignLeft | Qt::AlignVCenter,
                    painter->fontMetrics().elidedText(name, Qt::ElideRight, int(over.width())));
  const auto rows = static_cast<int>(view.rows), columns = static_cast<int>(view.columns);
  const float scale = largest_magnitude(maps.floats());
  for (int unit = 0; unit < shown; ++unit) {
    const QRectF place = place_for(rows, columns, placeOf(row, unit));
    painter->drawImage(place, plane_image(unit_values(maps, unit), rows, columns, scale, dark_));
    painter->setPen(QPen(line_, 1));
    painter->drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
  }
}

void MapRows::mousePressEvent(QMouseEvent* event) {
  for (int row = 0; row < rows(); ++row) {
    const ValueId value = values_[static_cast<std::size_t>(row)];
    const Tensor maps = mapsOf(value);
    if (maps.empty()) continue;
    const std::int64_t units = unit_view(maps.shape()).units;
    for (int unit = 0; unit < std::min<std::int64_t>(units, across_); ++unit) {
      if (!placeOf(row, unit).contains(event->position())) continue;
      return model_->workspace()->select({.value = value, .unit = unit, .pinned = {}});
    }
  }
  event->ignore();
}

void MapRows::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  if (now.width() == before.width()) return;
  measure();
  update();
}

}  // namespace fovea
