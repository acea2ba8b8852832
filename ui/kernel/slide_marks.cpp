#include "ui/kernel/slide_marks.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/network/lens_marks.h"

namespace fovea {
namespace {

constexpr qreal k_least_mark = 7;  // pixels: a window of three pixels must be found too
const QColor k_padding_shade(0, 0, 0, 115);

QRectF at_least(QRectF rect, qreal side) {
  const qreal x = std::max(0.0, side - rect.width()) / 2,
              y = std::max(0.0, side - rect.height()) / 2;
  return rect.adjusted(-x, -y, x, y);
}

}  // namespace

SlideMarks::SlideMarks(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &SlideMarks::lookChanged, this, [this] { update(); });
}

void SlideMarks::setModel(SlideModel* model) {
  if (model == model_) return;
  model_ = model;
  const auto renew = [this] { update(); };
  connect(model, &SlideModel::positionChanged, this, renew);
  connect(model, &SlideModel::layoutChanged, this, renew);
  connect(model, &SlideModel::pointedChanged, this, renew);
  connect(model, &SlideModel::changed, this, renew);
  emit modelChanged();
}

void SlideMarks::paint(QPainter* painter) {
  if (!model_ || !model_->isReady()) return;
  const QRectF window = model_->windowRect().translated(origin_);
  const QRectF cell = model_->outputCell().translated(origin_);
  paintPadding(*painter);
  paintUnfilled(*painter);
  if (stale_) paintStale(*painter);
  paintGuides(*painter, window, cell);
  painter->setRenderHint(QPainter::Antialiasing, false);
  const LensMarks marks(*painter, inner_, outer_);
  const QRectF pointed = model_->pointedRect();
  if (!pointed.isEmpty()) marks.outline(at_least(pointed.translated(origin_), 4));
  marks.outline(at_least(window, k_least_mark));
  marks.outline(at_least(cell, k_least_mark));
}

/// Padding cells are drawn darker than the input.
void SlideMarks::paintPadding(QPainter& painter) const {
  QPainterPath band;
  band.addRect(model_->inputRect().translated(origin_));
  band.addRect(model_->innerRect().translated(origin_));
  painter.fillPath(band, k_padding_shade);
}

void SlideMarks::paintUnfilled(QPainter& painter) const {
  if (!filling_) return;
  const QRectF map = model_->outputRect().translated(origin_);
  const QRectF cell = model_->outputCell().translated(origin_);
  painter.fillRect(QRectF(QPointF(cell.right(), cell.top()), QPointF(map.right(), cell.bottom())),
                   ground_);
  painter.fillRect(QRectF(QPointF(map.left(), cell.bottom()), map.bottomRight()), ground_);
  painter.setPen(QPen(dim_, 1, Qt::DotLine));
  painter.drawRect(map);
}

void SlideMarks::paintGuides(QPainter& painter, const QRectF& window, const QRectF& cell) const {
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen(dim_, 1);
  pen.setDashPattern({4, 4});
  painter.setPen(pen);
  if (!terms_.isEmpty()) {
    painter.drawLine(window.bottomLeft(), terms_.topLeft());
    painter.drawLine(window.bottomRight(), terms_.topRight());
  }
  if (!sum_.isNull()) painter.drawLine(QPointF(cell.center().x(), cell.bottom()), sum_);
}

/// Frames, not fills: a tint would falsify the colours of the map.
void SlideMarks::paintStale(QPainter& painter) const {
  const QRectF map = model_->outputRect().translated(origin_);
  QPainterPath band;
  band.addRect(map.adjusted(-5, -5, 5, 5));
  band.addRect(map.adjusted(-1, -1, 1, 1));
  painter.fillPath(band, QBrush(dim_, Qt::BDiagPattern));
}

}  // namespace fovea
