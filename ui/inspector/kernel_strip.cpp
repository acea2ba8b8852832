#include "ui/inspector/kernel_strip.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/plots/diverging.h"

namespace fovea {
namespace {

constexpr qreal k_gap = 5;

QImage picture_of(const Tensor& cells, int rows, int columns, float scale, bool dark) {
  QImage image(columns, rows, QImage::Format_RGB32);
  const auto values = cells.floats();
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x)
      image.setPixelColor(
          x, y, diverging(values[static_cast<std::size_t>(y * columns + x)] / scale, dark));
  return image;
}

}  // namespace

KernelStrip::KernelStrip(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setActiveFocusOnTab(true);
}

void KernelStrip::setModel(InspectorModel* model) {
  if (model == model_) return;
  if (model_) model_->disconnect(this);
  model_ = model;
  if (model_) connect(model_, &InspectorModel::changed, this, &KernelStrip::refresh);
  emit modelChanged();
  refresh();
}

void KernelStrip::setDark(bool dark) {
  dark_ = dark;
  update();
  emit lookChanged();
}

void KernelStrip::setTile(qreal tile) {
  tile_ = std::max(tile, 4.0);
  refresh();
  emit lookChanged();
}

int KernelStrip::perRow() const {
  return std::max(1, static_cast<int>((width() + k_gap) / (tile_ + k_gap)));
}

QRectF KernelStrip::rectOf(int slice) const {
  return {slice % perRow() * (tile_ + k_gap), slice / perRow() * (tile_ + k_gap), tile_, tile_};
}

void KernelStrip::refresh() {
  const int count = model_ ? model_->sliceCount() : 0;
  const int lines = (count + perRow() - 1) / perRow();
  setImplicitHeight(lines > 0 ? lines * (tile_ + k_gap) - k_gap : 0);
  update();
}

void KernelStrip::paint(QPainter* painter) {
  if (!model_ || !model_->isEditable()) return;
  const int rows = model_->rows(), columns = model_->columns();
  const float scale = model_->scale();
  painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
  for (int slice = 0; slice < model_->sliceCount(); ++slice)
    painter->drawImage(rectOf(slice).adjusted(2, 2, -2, -2),
                       picture_of(model_->cells(slice), rows, columns, scale, dark_));
  const QRectF chosen = rectOf(model_->slice());
  painter->setPen(QPen(dark_ ? QColor(0x14, 0x16, 0x1a) : QColor(Qt::white), 1));
  painter->drawRect(chosen.adjusted(1.5, 1.5, -1.5, -1.5));
  painter->setPen(
      QPen(dark_ ? QColor(Qt::white) : QColor(0x14, 0x16, 0x1a), hasActiveFocus() ? 2 : 1.2));
  painter->drawRect(chosen.adjusted(0.6, 0.6, -0.6, -0.6));
}

void KernelStrip::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  for (int slice = 0; model_ && slice < model_->sliceCount(); ++slice)
    if (rectOf(slice).contains(event->position())) return model_->setSlice(slice);
}

void KernelStrip::keyPressEvent(QKeyEvent* event) {
  if (!model_) return event->ignore();
  switch (event->key()) {
    case Qt::Key_Left:
      return model_->setSlice(model_->slice() - 1);
    case Qt::Key_Right:
      return model_->setSlice(model_->slice() + 1);
    case Qt::Key_Up:
      return model_->setSlice(model_->slice() - perRow());
    case Qt::Key_Down:
      return model_->setSlice(model_->slice() + perRow());
    default:
      event->ignore();
  }
}

void KernelStrip::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void KernelStrip::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  update();
}

void KernelStrip::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  refresh();
}

}  // namespace fovea
