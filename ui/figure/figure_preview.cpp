#include "ui/figure/figure_preview.h"

#include <QPainter>
#include <algorithm>

namespace fovea {
namespace {

constexpr int k_square = 8;
/// Of the room's width: a figure that would be narrower, all of it being shown, is moved.
constexpr double k_least_width = 0.35;

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
  emit placed();
}

void FigurePreview::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  emit placed();
}

QSizeF FigurePreview::shownSize() const {
  if (image_.isNull()) return {};
  const QSizeF all = QSizeF(image_.size()).scaled(size(), Qt::KeepAspectRatio);
  if (all.width() >= k_least_width * width()) return all;
  const double enlarged = std::min(width() / image_.width(), 1.0);
  const QSizeF wide = QSizeF(image_.size()) * enlarged;
  return wide.height() > all.height() ? wide : all;
}

qreal FigurePreview::overflow() const { return std::max(0.0, shownSize().height() - height()); }

void FigurePreview::paint(QPainter* painter) {
  if (image_.isNull()) return;
  QRectF place({}, shownSize());
  place.moveCenter(boundingRect().center());
  if (overflow() > 0) place.moveTop(-std::clamp(offset_, 0.0, overflow()));
  place.moveTopLeft(place.topLeft().toPoint());
  if (image_.hasAlphaChannel()) paint_chequers(painter, place);
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(place, image_);
  painter->setPen(QPen(line_, 1));
  painter->drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace fovea
