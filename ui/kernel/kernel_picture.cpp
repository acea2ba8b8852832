#include "ui/kernel/kernel_picture.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/controls/number_text.h"
#include "ui/inspector/cell_grid.h"
#include "ui/plots/diverging.h"

namespace fovea {

KernelPicture::KernelPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAntialiasing(false);
}

void KernelPicture::setCells(const QList<qreal>& cells) {
  if (cells == cells_) return;
  cells_ = cells;
  update();
  emit cellsChanged();
}

/// Square cells of whole pixels, in the middle.
QRectF KernelPicture::rectOf(int row, int column, int rows) const {
  const qreal fits = std::min(width() / columns_, height() / rows);
  const qreal side = fits > 1 ? std::floor(fits) : fits;
  return {std::floor((width() - side * columns_) / 2) + column * side,
          std::floor((height() - side * rows) / 2) + row * side, side, side};
}

void KernelPicture::paint(QPainter* painter) {
  if (columns_ < 1 || cells_.isEmpty()) return;
  const int rows = static_cast<int>(cells_.size()) / columns_;
  qreal scale = scale_;
  for (const qreal cell : scale_ > 0 ? QList<qreal>() : cells_)
    scale = std::max(scale, std::abs(cell));
  if (scale <= 0) scale = 1;
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(std::max(font_size_, 1));
  const QFontMetricsF metrics(font);
  const qreal side = rectOf(0, 0, rows).width();
  const std::vector<float> values(cells_.begin(), cells_.end());
  const bool has_room = font_size_ > 0 && side > font_size_ + 2;
  const QStringList texts = has_room ? cell_texts(values, side - 4, font) : QStringList();
  for (int i = 0; i < rows * columns_; ++i) {
    const QRectF rect = rectOf(i / columns_, i % columns_, rows);
    const QColor ground = diverging(cells_[i] / scale, dark_);
    painter->fillRect(rect, ground);
    if (side >= 6) {
      painter->setPen(QPen(line_, 1));
      painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (texts.isEmpty()) continue;
    painter->setPen(ink_on(ground));
    draw_number(painter,
                {rect.center().x() - number_width(texts[i], font) / 2,
                 rect.center().y() + (metrics.ascent() - metrics.descent()) / 2},
                texts[i], font);
  }
}

}  // namespace fovea
