#include "ui/source/drawing_pad.h"

#include <QCursor>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "core/media/picture_image.h"

namespace fovea {

DrawingPad::DrawingPad(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton);
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
  auto picture = std::make_shared<const Picture>(from_image(blank(), tr("drawing").toStdString()));
  workspace_->attempt([&](const Document& document) {
    return open_picture(document, picture, Input::Kind::drawing);
  });
}

void DrawingPad::clear() {
  if (!isDrawing()) return;
  image_ = blank();
  light_pen_ = isGroundDark();
  publish("clear the drawing");
  workspace_->endGesture();
}

void DrawingPad::setErasing(bool erasing) {
  if (erasing == erasing_) return;
  erasing_ = erasing;
  emit toolChanged();
}

void DrawingPad::setPenSize(qreal size) {
  if (qFuzzyCompare(size, pen_size_)) return;
  pen_size_ = std::clamp(size, 2.0, 80.0);
  emit toolChanged();
}

QPointF DrawingPad::onPad(const QPointF& point) const {
  return {point.x() * image_.width() / width(), point.y() * image_.height() / height()};
}

void DrawingPad::mousePressEvent(QMouseEvent* event) {
  if (!isDrawing()) return event->ignore();
  forceActiveFocus(Qt::MouseFocusReason);
  setKeepMouseGrab(true);
  workspace_->endGesture();
  stroking_ = true;
  last_ = onPad(event->position());
  strokeTo(event->position());
}

void DrawingPad::mouseMoveEvent(QMouseEvent* event) {
  if (stroking_) strokeTo(event->position());
}

void DrawingPad::strokeTo(const QPointF& point) {
  const QPointF now = onPad(point);
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
  publish(erasing_ ? "erase" : "draw");
}

void DrawingPad::publish(const std::string& name) {
  auto picture = std::make_shared<const Picture>(from_image(image_, shown_->name));
  shown_ = picture;
  workspace_->attempt([&](const Document& document) {
    Edit edit = redraw(document, picture);
    edit.name = name;
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

void DrawingPad::paint(QPainter* painter) {
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(boundingRect(), image_);
}

}  // namespace fovea
