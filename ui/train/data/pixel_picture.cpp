#include "ui/train/data/pixel_picture.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace fovea {

PixelPicture::PixelPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(false);
  connect(this, &PixelPicture::changed, this, [this] { update(); });
}

void PixelPicture::setImage(const QVariant& image) {
  image_ = image.value<QImage>();
  emit changed();
}

void PixelPicture::paint(QPainter* painter) {
  const double ratio = painter->device()->devicePixelRatioF();
  const QSize room = (size() * ratio).toSize();
  if (image_.isNull() || room.isEmpty()) return;
  const int times = std::min(room.width() / image_.width(), room.height() / image_.height());
  const QSize drawn = times > 0
                          ? image_.size() * times
                          : image_.size().scaled(room, Qt::KeepAspectRatio).expandedTo({1, 1});
  const QPoint corner((room.width() - drawn.width()) / 2, (room.height() - drawn.height()) / 2);
  const QRectF place(QPointF(corner) / ratio, QSizeF(drawn) / ratio);
  painter->setRenderHint(QPainter::SmoothPixmapTransform, times == 0);
  painter->drawImage(place, image_);
  if (frame_.alpha() == 0) return;
  painter->setPen(QPen(frame_, 1));
  painter->drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace fovea
