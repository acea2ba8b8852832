#include "ui/source/picture_view.h"

#include <QCoreApplication>
#include <QCursor>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPointer>
#include <QThreadPool>
#include <algorithm>
#include <cmath>

#include "core/media/picture_image.h"
#include "core/media/resample.h"

namespace fovea {
namespace {

constexpr int k_preview_side = 640;                  // longer side of the reduced copy, in pixels
constexpr std::int64_t k_direct_pixels = 640 * 480;  // shown as they are
constexpr qreal k_grip = 10;                         // pixels around a corner
constexpr double k_least_crop = 8;                   // picture pixels

Picture reduced(const Picture& picture) {
  const double by = double{k_preview_side} / std::max(picture.width(), picture.height());
  Resampling how;
  how.box = {0, 0, double(picture.width()), double(picture.height())};
  how.right = picture.width();
  how.bottom = picture.height();
  how.width = std::max(1, static_cast<int>(std::lround(picture.width() * by)));
  how.height = std::max(1, static_cast<int>(std::lround(picture.height() * by)));
  return {.pixels = resample(picture.pixels, how), .name = {}, .warning = {}};
}

}  // namespace

PictureView::PictureView(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
  setAntialiasing(true);
}

void PictureView::setWorkspace(Workspace* workspace) {
  if (workspace == workspace_) return;
  if (workspace_) workspace_->disconnect(this);
  workspace_ = workspace;
  if (workspace_)
    connect(workspace_, &Workspace::documentChanged, this, &PictureView::documentMoved);
  emit workspaceChanged();
  documentMoved();
}

void PictureView::documentMoved() {
  if (!workspace_ || input_ == workspace_->document().input) return;
  input_ = workspace_->document().input;
  if (!picture_ || !(*picture_ == *input_->picture)) {
    picture_ = input_->picture;
    loadPreview();
    emit pictureChanged();
  }
  emit cropChanged();
  update();
}

void PictureView::loadPreview() {
  if (std::int64_t{picture_->width()} * picture_->height() <= k_direct_pixels) {
    preview_ = to_image(*picture_);
    return;
  }
  preview_ = {};  // the picture before would be shown in this one's place
  QThreadPool::globalInstance()->start([view = QPointer(this), picture = picture_] {
    const QImage image = to_image(reduced(*picture)).copy();
    // The application outlives its thread pool's tasks; the view may not.
    QMetaObject::invokeMethod(
        qApp,
        [view, picture, image] {
          if (!view || view->picture_ != picture) return;
          view->preview_ = image;
          view->update();
        },
        Qt::QueuedConnection);
  });
}

qreal PictureView::proportion() const {
  return picture_ && picture_->width() > 0 ? qreal(picture_->height()) / picture_->width() : 1;
}

bool PictureView::isCropped() const {
  if (!input_) return false;
  const Crop& crop = input_->crop;
  return crop.width < picture_->width() - 0.5 || crop.height < picture_->height() - 0.5;
}

bool PictureView::isMovable() const { return input_ && input_->preprocessing.fit == Fit::crop; }

QString PictureView::cropText() const {
  if (!input_) return {};
  const Crop& crop = input_->crop;
  return tr("%1 × %2 at (%3, %4)")
      .arg(std::lround(crop.width))
      .arg(std::lround(crop.height))
      .arg(std::lround(crop.x))
      .arg(std::lround(crop.y));
}

QRectF PictureView::pictureRect() const {
  if (!picture_ || picture_->width() == 0) return {};
  const qreal scale = std::min(width() / picture_->width(), height() / picture_->height());
  const QSizeF size(picture_->width() * scale, picture_->height() * scale);
  return {{(width() - size.width()) / 2, (height() - size.height()) / 2}, size};
}

QRectF PictureView::cropRect() const {
  const QRectF whole = pictureRect();
  const qreal scale = whole.width() / picture_->width();
  const Crop& crop = input_->crop;
  return QRectF(whole.left() + crop.x * scale, whole.top() + crop.y * scale, crop.width * scale,
                crop.height * scale)
      .intersected(whole);
}

void PictureView::paint(QPainter* painter) {
  if (!input_) return;
  const QRectF whole = pictureRect();
  if (!preview_.isNull()) {
    const bool enlarged = whole.width() > 1.5 * preview_.width();
    painter->setRenderHint(QPainter::SmoothPixmapTransform, !enlarged);
    painter->drawImage(whole, preview_);
  }
  if (isCropped()) {
    const QRectF crop = cropRect();
    QPainterPath outside;
    outside.addRect(whole);
    outside.addRect(crop);
    painter->fillPath(outside, QColor(0, 0, 0, 150));
    painter->setPen(QPen(QColor(0x14, 0x16, 0x1a), 3));
    painter->drawRect(crop.adjusted(1.5, 1.5, -1.5, -1.5));
    painter->setPen(QPen(Qt::white, 1.2));
    painter->drawRect(crop.adjusted(1.5, 1.5, -1.5, -1.5));
    painter->setPen(QPen(QColor(0x14, 0x16, 0x1a), 1));
    painter->setBrush(Qt::white);
    for (const QPointF& corner :
         {crop.topLeft(), crop.topRight(), crop.bottomLeft(), crop.bottomRight()}) {
      const QPointF inside(std::clamp(corner.x(), whole.left() + 3, whole.right() - 3),
                           std::clamp(corner.y(), whole.top() + 3, whole.bottom() - 3));
      painter->drawRect(QRectF(inside - QPointF(3, 3), QSizeF(6, 6)));
    }
    painter->setBrush(Qt::NoBrush);
  }
  if (hasActiveFocus()) {
    painter->setPen(QPen(Qt::black, 4));
    painter->drawRect(whole.adjusted(1, 1, -1, -1));
    painter->setPen(QPen(Qt::white, 2));
    painter->drawRect(whole.adjusted(1, 1, -1, -1));
  }
}

PictureView::Grip PictureView::gripAt(const QPointF& point) const {
  if (!isMovable()) return Grip::none;
  const QRectF crop = cropRect();
  const auto near = [&](const QPointF& corner) {
    return (corner - point).manhattanLength() < 1.6 * k_grip;
  };
  if (near(crop.topLeft())) return Grip::top_left;
  if (near(crop.topRight())) return Grip::top_right;
  if (near(crop.bottomLeft())) return Grip::bottom_left;
  if (near(crop.bottomRight())) return Grip::bottom_right;
  return crop.contains(point) && isCropped() ? Grip::move : Grip::none;
}

void PictureView::hoverMoveEvent(QHoverEvent* event) {
  switch (gripAt(event->position())) {
    case Grip::none:
      return unsetCursor();
    case Grip::move:
      return setCursor(Qt::SizeAllCursor);
    case Grip::top_left:
    case Grip::bottom_right:
      return setCursor(Qt::SizeFDiagCursor);
    case Grip::top_right:
    case Grip::bottom_left:
      return setCursor(Qt::SizeBDiagCursor);
  }
}

void PictureView::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  grip_ = gripAt(event->position());
  start_ = event->position();
  if (input_) start_crop_ = input_->crop;
  setKeepMouseGrab(true);
}

void PictureView::mouseMoveEvent(QMouseEvent* event) {
  if (grip_ != Grip::none) drag(event->position());
}

void PictureView::drag(const QPointF& point) {
  const qreal scale = picture_->width() / pictureRect().width();
  const QPointF way = (point - start_) * scale;
  if (grip_ == Grip::move) {
    Crop crop = start_crop_;
    crop.x += way.x();
    crop.y += way.y();
    return tryCrop(crop);
  }
  // The proportions are the network's input's, so one number says how far a corner has gone.
  const bool left = grip_ == Grip::top_left || grip_ == Grip::bottom_left;
  const bool top = grip_ == Grip::top_left || grip_ == Grip::top_right;
  const qreal ratio = start_crop_.height / start_crop_.width;
  const qreal grown = ((left ? -way.x() : way.x()) + (top ? -way.y() : way.y()) / ratio) / 2;
  const double room_x = left ? start_crop_.right() : picture_->width() - start_crop_.x;
  const double room_y = top ? start_crop_.bottom() : picture_->height() - start_crop_.y;
  const double most = std::min(room_x, room_y / ratio);
  Crop crop = start_crop_;
  crop.width = std::clamp(start_crop_.width + grown, std::min(k_least_crop, most), most);
  crop.height = crop.width * ratio;
  if (left) crop.x = start_crop_.right() - crop.width;
  if (top) crop.y = start_crop_.bottom() - crop.height;
  tryCrop(crop);
}

void PictureView::tryCrop(const Crop& crop) {
  if (workspace_)
    workspace_->attempt([&](const Document& document) {
      Edit edit = set_crop(document, crop);
      edit.gesture = "crop";
      return edit;
    });
}

void PictureView::endDrag() {
  if (grip_ != Grip::none && workspace_) workspace_->endGesture();
  grip_ = Grip::none;
  setKeepMouseGrab(false);
}

void PictureView::mouseReleaseEvent(QMouseEvent*) { endDrag(); }
void PictureView::mouseUngrabEvent() { endDrag(); }

void PictureView::resizeFrom(const Crop& start, qreal by) {
  const double ratio = start.height / start.width;
  const double most = std::min<double>(picture_->width(), picture_->height() / ratio);
  Crop crop = start;
  crop.width = std::clamp(start.width * by, std::min(k_least_crop, most), most);
  crop.height = crop.width * ratio;
  crop.x += (start.width - crop.width) / 2;
  crop.y += (start.height - crop.height) / 2;
  tryCrop(crop);
}

void PictureView::keyPressEvent(QKeyEvent* event) {
  if (!isMovable()) return event->ignore();
  const double step = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
  Crop crop = input_->crop;
  switch (event->key()) {
    case Qt::Key_Left:
      crop.x -= step;
      return tryCrop(crop);
    case Qt::Key_Right:
      crop.x += step;
      return tryCrop(crop);
    case Qt::Key_Up:
      crop.y -= step;
      return tryCrop(crop);
    case Qt::Key_Down:
      crop.y += step;
      return tryCrop(crop);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return resizeFrom(crop, 1.05);
    case Qt::Key_Minus:
      return resizeFrom(crop, 1 / 1.05);
    default:
      event->ignore();
  }
}

void PictureView::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void PictureView::focusOutEvent(QFocusEvent* event) {
  if (workspace_) workspace_->endGesture();
  QQuickPaintedItem::focusOutEvent(event);
  update();
}

}  // namespace fovea
