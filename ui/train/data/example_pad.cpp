#include "ui/train/data/example_pad.h"

#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

constexpr qreal k_step = 4, k_far_step = 20;  // of an arrow key, in pixels of the picture
constexpr qreal k_size_step = 4;              // of [ and ]

QImage black() {
  QImage image(ExamplePad::k_side, ExamplePad::k_side, QImage::Format_Grayscale8);
  image.fill(Qt::black);
  return image;
}

}  // namespace

ExamplePad::ExamplePad(QQuickItem* parent) : QQuickPaintedItem(parent), image_(black()) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setActiveFocusOnTab(true);
  setCursor(Qt::CrossCursor);
}

void ExamplePad::clear() { put(black()); }

void ExamplePad::put(const QImage& image) {
  if (image.size() != image_.size()) return;
  setPenDown(false);
  image_ = image.convertToFormat(QImage::Format_Grayscale8);
  blank_ = image_ == black();
  update();
  emit drawn();
}

void ExamplePad::setErasing(bool erasing) {
  if (erasing == erasing_) return;
  erasing_ = erasing;
  emit toolChanged();
  emit penChanged();
}

void ExamplePad::setPenSize(qreal size) {
  size = std::clamp(size, 2.0, 80.0);
  if (qFuzzyCompare(size, pen_size_)) return;
  pen_size_ = size;
  update();
  emit toolChanged();
  emit penChanged();
}

QString ExamplePad::penText() const {
  const QString tool = erasing_    ? (pen_down_ ? tr("Eraser down") : tr("Eraser up"))
                       : pen_down_ ? tr("Pen down")
                                   : tr("Pen up");
  return tr("%1 at (%2, %3), %4 wide")
      .arg(tool)
      .arg(std::lround(pen_.x()))
      .arg(std::lround(pen_.y()))
      .arg(std::lround(pen_size_));
}

QPointF ExamplePad::onPad(const QPointF& point) const {
  return {point.x() * k_side / std::max(1.0, width()),
          point.y() * k_side / std::max(1.0, height())};
}

void ExamplePad::strokeTo(const QPointF& now) {
  QPainter painter(&image_);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(erasing_ ? Qt::black : Qt::white, pen_size_, Qt::SolidLine, Qt::RoundCap,
                      Qt::RoundJoin));
  if (now == pen_)
    painter.drawPoint(now);
  else
    painter.drawLine(pen_, now);
  painter.end();
  pen_ = now;
  blank_ = erasing_ ? image_ == black() : false;
  update();
  emit drawn();
}

void ExamplePad::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  setKeepMouseGrab(true);
  setPenDown(false);
  showPen(false);
  stroking_ = true;
  pen_ = onPad(event->position());
  strokeTo(pen_);
}

void ExamplePad::mouseMoveEvent(QMouseEvent* event) {
  if (stroking_) strokeTo(onPad(event->position()));
}

void ExamplePad::mouseReleaseEvent(QMouseEvent*) {
  stroking_ = false;
  setKeepMouseGrab(false);
}

// The pen by keys.

void ExamplePad::keyPressEvent(QKeyEvent* event) {
  const bool command =
      event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
  const qreal step = event->modifiers() & Qt::ShiftModifier ? k_far_step : k_step;
  // By what they write: some keyboards have them behind AltGr.
  if (event->text() == u"[" || event->text() == u"]")
    return setPenSize(pen_size_ + (event->text() == u"[" ? -k_size_step : k_size_step));
  if (command) return event->ignore();
  switch (event->key()) {
    case Qt::Key_Left:
      return movePen({-step, 0});
    case Qt::Key_Right:
      return movePen({step, 0});
    case Qt::Key_Up:
      return movePen({0, -step});
    case Qt::Key_Down:
      return movePen({0, step});
    case Qt::Key_Space:
      if (!event->isAutoRepeat()) setPenDown(!pen_down_);
      return;
    case Qt::Key_E:
      if (!event->isAutoRepeat()) setErasing(!erasing_);
      return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      return clear();
    default:
      event->ignore();
  }
}

void ExamplePad::movePen(const QPointF& way) {
  const QPointF now(std::clamp<qreal>(pen_.x() + way.x(), 0, k_side),
                    std::clamp<qreal>(pen_.y() + way.y(), 0, k_side));
  if (pen_down_) strokeTo(now);
  pen_ = now;
  pen_shown_ = true;
  update();
  emit penChanged();
}

void ExamplePad::setPenDown(bool down) {
  if (down == pen_down_) return;
  pen_down_ = down;
  if (down) strokeTo(pen_);
  update();
  emit penChanged();
}

void ExamplePad::showPen(bool shown) {
  if (shown == pen_shown_) return;
  pen_shown_ = shown;
  update();
}

void ExamplePad::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  showPen(event->reason() != Qt::MouseFocusReason);
}

void ExamplePad::focusOutEvent(QFocusEvent* event) {
  setPenDown(false);
  showPen(false);
  QQuickPaintedItem::focusOutEvent(event);
}

void ExamplePad::paint(QPainter* painter) {
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(boundingRect(), image_);
  if (!pen_shown_) return;
  // A ring of the pen's size, seen on dark and light: whole while it is down, dashed in the air.
  const qreal scale = width() / k_side, radius = std::max(pen_size_ / 2 * scale, 3.0);
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(Qt::black, 4));
  painter->drawEllipse(pen_ * scale, radius, radius);
  painter->setPen(QPen(Qt::white, 2, pen_down_ ? Qt::SolidLine : Qt::DotLine));
  painter->drawEllipse(pen_ * scale, radius, radius);
}

}  // namespace fovea
