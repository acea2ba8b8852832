#include "ui/figure/figure_preview.h"

#include <QPainter>

namespace fovea {
namespace {

constexpr int k_square = 8;

void paint_chequers(QPainter* painter, const QRectF& place) {
  painter->save();
  painter->setClipRect(place);
  for (int row = 0; row * k_square < place.height(); ++row) {
    for (int column = 0; column * k_square < place.width(); ++column) {
      const QRectF square(place.x() + column * k_square, place.y() + row * k_square, k_square,
                          k_square);
      painter->fillRect(
          square, (row + column) % 2 == 0 ? QColor(0xff, 0xff, 0xff) : QColor(0xdd, 0xdd, 0xdd));
    }
  }
  painter->restore();
}

}  // namespace

FigurePreview::FigurePreview(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &FigurePreview::changed, this, [this] { update(); });
}

void FigurePreview::setImage(const QVariant& image) {
  image_ = image.value<QImage>();
  emit changed();
}

void FigurePreview::paint(QPainter* painter) {
  if (image_.isNull()) return;
  const QSizeF size = QSizeF(image_.size()).scaled(this->size(), Qt::KeepAspectRatio);
  QRectF place({}, size);
  place.moveCenter(boundingRect().center());
  place.moveTopLeft(place.topLeft().toPoint());
  if (image_.hasAlphaChannel()) paint_chequers(painter, place);
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(place, image_);
  painter->setPen(QPen(line_, 1));
  painter->drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace fovea
