#include "ui/source/drawing_pad.h"

#include <QCursor>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/media/picture_image.h"

namespace fovea {
namespace {

constexpr qreal k_step = 4, k_far_step = 20;  // of an arrow key, in pixels of the pad's picture
constexpr qreal k_size_step = 4;              // of [ and ]

}  // namespace

DrawingPad::DrawingPad(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton);
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
  setCursor(Qt::CrossCursor);
}

void DrawingPad::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_)
    connect(workspace_, &Workspace::documentChanged, this, &DrawingPad::documentMoved);
  emit workspaceChanged();
  documentMoved();
}

bool DrawingPad::isDrawing() const {
  return workspace_ && workspace_->document().input->kind == Input::Kind::drawing;
}

/// Whether the pad's ground is dark: what its border is, as strokes seldom are there.
bool DrawingPad::isGroundDark() const {
  double sum = 0;
  int count = 0;
  for (int y = 0; y < image_.height(); ++y)
    for (int x = 0; x < image_.width();
         x += y == 0 || y == image_.height() - 1 ? 1 : std::max(image_.width() - 1, 1)) {
      sum += qGray(image_.pixel(x, y));
      ++count;
    }
  return sum < 128.0 * count;
}

bool DrawingPad::wantsLightOnDark() const {
  return workspace_->document().input->preprocessing.polarity == Polarity::light_on_dark;
}

void DrawingPad::documentMoved() {
  if (!workspace_ || shown_ == workspace_->document().input->picture) return;
  shown_ = workspace_->document().input->picture;
  if (isDrawing()) {
    image_ = to_image(*shown_).convertToFormat(QImage::Format_Grayscale8);
    light_pen_ = isGroundDark();
  } else {
    setPenDown(false);
  }
  emit drawingChanged();
  update();
}

QImage DrawingPad::blank() const {
  QImage image(k_side, k_side, QImage::Format_Grayscale8);
  image.fill(wantsLightOnDark() ? Qt::black : Qt::white);
  return image;
}

void DrawingPad::begin() {
  if (!workspace_) return;
  setPenDown(false);
  last_ = QPointF(k_side, k_side) / 2;
  emit penChanged();
  auto picture = std::make_shared<const Picture>(from_image(blank(), tr("drawing").toStdString()));
  workspace_->attempt([&](const Document& document) {
    return open_picture(document, picture, Input::Kind::drawing);
  });
}

void DrawingPad::clear() {
  if (!isDrawing()) return;
  workspace_->endGesture();  // else it would be part of a stroke that is being drawn
  image_ = blank();
  light_pen_ = isGroundDark();
  publish(tr("clear the drawing"));
  workspace_->endGesture();
}

void DrawingPad::setErasing(bool erasing) {
  if (erasing == erasing_) return;
  erasing_ = erasing;
  if (pen_down_) workspace_->endGesture();
  emit toolChanged();
  emit penChanged();
  update();
}

void DrawingPad::setPenSize(qreal size) {
  if (qFuzzyCompare(size, pen_size_)) return;
  pen_size_ = std::clamp(size, 2.0, 80.0);
  emit toolChanged();
  emit penChanged();
  update();
}

QString DrawingPad::penText() const {
  const QString tool = erasing_    ? (pen_down_ ? tr("Eraser down") : tr("Eraser up"))
                       : pen_down_ ? tr("Pen down")
                                   : tr("Pen up");
  return tr("%1 at (%2, %3), %4 wide")
      .arg(tool)
      .arg(std::lround(last_.x()))
      .arg(std::lround(last_.y()))
      .arg(std::lround(pen_size_));
}

QPointF DrawingPad::onPad(const QPointF& point) const {
  return {point.x() * image_.width() / width(), point.y() * image_.height() / height()};
}

void DrawingPad::mousePressEvent(QMouseEvent* event) {
  if (!isDrawing()) return event->ignore();
  forceActiveFocus(Qt::MouseFocusReason);
  setKeepMouseGrab(true);
  workspace_->endGesture();
  setPenDown(false);
  showPen(false);
  stroking_ = true;
  last_ = onPad(event->position());
  strokeTo(last_);
}

void DrawingPad::mouseMoveEvent(QMouseEvent* event) {
  if (stroking_) strokeTo(onPad(event->position()));
}

void DrawingPad::strokeTo(const QPointF& now) {
  const bool light = light_pen_ != erasing_;
  QPainter painter(&image_);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(
      QPen(light ? Qt::white : Qt::black, pen_size_, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (now == last_)
    painter.drawPoint(now);
  else
    painter.drawLine(last_, now);
  painter.end();
  last_ = now;
  publish(erasing_ ? tr("erase") : tr("draw"));
}

void DrawingPad::publish(const QString& name) {
  auto picture = std::make_shared<const Picture>(from_image(image_, shown_->name));
  shown_ = picture;
  workspace_->attempt([&](const Document& document) {
    Edit edit = redraw(document, picture);
    edit.name = name.toStdString();
    return edit;
  });
  update();
}

void DrawingPad::endStroke() {
  if (stroking_ && workspace_) workspace_->endGesture();
  stroking_ = false;
  setKeepMouseGrab(false);
}

void DrawingPad::mouseReleaseEvent(QMouseEvent*) { endStroke(); }
void DrawingPad::mouseUngrabEvent() { endStroke(); }

// The pen by keys.

void DrawingPad::hoverMoveEvent(QHoverEvent* event) {
  if (event->position() != event->oldPosF()) showPen(pen_down_);
}

void DrawingPad::keyPressEvent(QKeyEvent* event) {
  const bool command =
      event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
  if (event->isAutoRepeat() && (event->key() == Qt::Key_Space || event->key() == Qt::Key_E)) return;
  // By what they write: some keyboards have them behind AltGr.
  if (isDrawing() && (event->text() == u"[" || event->text() == u"]")) {
    setPenSize(pen_size_ + (event->text() == u"[" ? -k_size_step : k_size_step));
  } else if (!isDrawing() || command ||
             !press(event->key(), event->modifiers() & Qt::ShiftModifier)) {
    return event->ignore();
  }
  showPen(true);
}

/// False where the key means nothing here.
bool DrawingPad::press(int key, bool far) {
  const qreal step = far ? k_far_step : k_step;
  switch (key) {
    case Qt::Key_Left:
      movePen({-step, 0});
      return true;
    case Qt::Key_Right:
      movePen({step, 0});
      return true;
    case Qt::Key_Up:
      movePen({0, -step});
      return true;
    case Qt::Key_Down:
      movePen({0, step});
      return true;
    case Qt::Key_Space:
      setPenDown(!pen_down_);
      return true;
    case Qt::Key_Escape:
      if (!pen_down_) return false;
      setPenDown(false);
      return true;
    case Qt::Key_E:
      setErasing(!erasing_);
      return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      clear();
      return true;
    default:
      return false;
  }
}

void DrawingPad::setPenDown(bool down) {
  if (down == pen_down_) return;
  pen_down_ = down;
  if (workspace_) workspace_->endGesture();
  if (down) strokeTo(last_);
  emit penChanged();
  update();
}

void DrawingPad::movePen(const QPointF& way) {
  const QPointF now(std::clamp<qreal>(last_.x() + way.x(), 0, image_.width()),
                    std::clamp<qreal>(last_.y() + way.y(), 0, image_.height()));
  if (pen_down_) strokeTo(now);
  last_ = now;
  emit penChanged();
  update();
}

void DrawingPad::showPen(bool shown) {
  if (shown == pen_shown_) return;
  pen_shown_ = shown;
  update();
}

void DrawingPad::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  showPen(event->reason() != Qt::MouseFocusReason);
}

void DrawingPad::focusOutEvent(QFocusEvent* event) {
  setPenDown(false);
  showPen(false);
  QQuickPaintedItem::focusOutEvent(event);
}

void DrawingPad::paint(QPainter* painter) {
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(boundingRect(), image_);
  if (pen_shown_) paintPen(painter);
}

/// The tip as a ring of its size, seen on dark and light: whole while it is down, dashed in the
/// air.
void DrawingPad::paintPen(QPainter* painter) const {
  const qreal scale = width() / image_.width();
  const QPointF middle = last_ * scale;
  const qreal radius = std::max(pen_size_ / 2 * scale, 3.0);
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(Qt::black, 4));
  painter->drawEllipse(middle, radius, radius);
  painter->setPen(QPen(Qt::white, 2, pen_down_ ? Qt::SolidLine : Qt::DotLine));
  painter->drawEllipse(middle, radius, radius);
}

}  // namespace fovea
