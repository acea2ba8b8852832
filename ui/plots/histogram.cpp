#include "ui/plots/histogram.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace fovea {

Histogram::Histogram(QQuickItem* parent) : QQuickPaintedItem(parent) {}

void Histogram::paint(QPainter* painter) {
  if (counts_.isEmpty() || !(to_ > from_)) return;
  const qreal most = *std::ranges::max_element(counts_);
  const qreal base = height() - 1;
  const qreal bar = width() / static_cast<qreal>(counts_.size());
  const qreal zero = -from_ / (to_ - from_) * width();
  for (qsizetype i = 0; i < counts_.size() && most > 0; ++i) {
    if (counts_[i] <= 0) continue;
    const qreal left = static_cast<qreal>(i) * bar;
    const qreal high = std::max(1.0, std::sqrt(counts_[i] / most) * base);
    painter->fillRect(QRectF(left, base - high, std::max(bar, 1.0), high),
                      left + bar / 2 < zero ? negative_ : positive_);
  }
  painter->fillRect(QRectF(0, base, width(), 1), line_);
  if (zero > 0 && zero < width()) painter->fillRect(QRectF(std::floor(zero), 0, 1, base), line_);
}

}  // namespace fovea
