#include "ui/plots/curve_plot.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/controls/number_text.h"
#include "ui/window/numbers.h"

namespace fovea {

CurvePlot::CurvePlot(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptHoverEvents(true);
  setAntialiasing(true);
  connect(this, &CurvePlot::lookChanged, this, [this] { update(); });
  connect(this, &CurvePlot::rangeChanged, this, [this] { update(); });
  connect(this, &CurvePlot::valuesChanged, this, [this] {
    if (pointed_ >= values_.size()) pointed_ = -1;
    update();
    emit pointedChanged();
  });
}

qreal CurvePlot::least() const {
  return values_.isEmpty() ? 0 : std::min(0.0, *std::ranges::min_element(values_));
}

qreal CurvePlot::most() const {
  const qreal largest = values_.isEmpty() ? 0 : std::max(0.0, *std::ranges::max_element(values_));
  return largest == 0 && least() == 0 ? 1 : largest;
}

QRectF CurvePlot::area() const {
  return QRectF(0, 0, width(), height())
      .adjusted(3.6 * font_size_, font_size_ / 2.0, -font_size_, -1.7 * font_size_);
}

qreal CurvePlot::heightOf(qreal value) const {
  const QRectF in = area();
  return in.bottom() - (value - least()) / (most() - least()) * in.height();
}

QPointF CurvePlot::pointOf(qsizetype index) const {
  const QRectF in = area();
  const qreal share =
      static_cast<qreal>(index) / static_cast<qreal>(std::max<qsizetype>(values_.size() - 1, 1));
  return {in.left() + share * in.width(), heightOf(values_[index])};
}

void CurvePlot::paintAxes(QPainter* painter) const {
  const QRectF in = area();
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const QFontMetricsF metrics(font);
  const qreal lift = (metrics.ascent() - metrics.descent()) / 2;
  QList<qreal> levels{0};
  if (least() < 0) levels << least();
  if (most() > 0) levels << most();
  for (const qreal value : levels) {
    const qreal y = heightOf(value);
    const bool crowded = value != 0 && std::abs(y - heightOf(0)) < metrics.height();
    painter->fillRect(QRectF(in.left(), std::round(y), in.width(), 1), line_);
    if (crowded) continue;
    const QString text = number_text(value, 2);
    painter->setPen(ink_);
    draw_number(painter, {in.left() - 5 - number_width(text, font), y + lift}, text, font);
  }
  for (int n = 0; from_ + n * tick_ <= to_ * (1 + 1e-9); ++n) {
    const qreal value = from_ + n * tick_;
    const qreal x = in.left() + (value - from_) / (to_ - from_) * in.width();
    painter->fillRect(QRectF(std::round(x), in.bottom(), 1, 4), line_);
    const QString text = number_string(value, n > 0 && tick_ < 1 ? 1 : 0);
    painter->setPen(ink_);
    draw_number(painter, {x - number_width(text, font) / 2, in.bottom() + 5 + metrics.ascent()},
                text, font);
  }
}

void CurvePlot::paintCurve(QPainter* painter) const {
  const QRectF in = area();
  const qreal zero = heightOf(0);
  QPainterPath curve(pointOf(0));
  for (qsizetype i = 1; i < values_.size(); ++i) curve.lineTo(pointOf(i));
  QPainterPath ground(curve);
  ground.lineTo(pointOf(values_.size() - 1).x(), zero);
  ground.lineTo(in.left(), zero);
  for (const bool above : {true, false}) {
    constexpr qreal k_stroke = 1.8;
    QColor color = above ? positive_ : negative_;
    painter->setClipRect(above ? QRectF(0, 0, width(), zero + k_stroke / 2)
                               : QRectF(0, zero + k_stroke / 2, width(), height() - zero));
    painter->setPen(QPen(color, k_stroke));
    painter->drawPath(curve);
    color.setAlphaF(0.25F);
    painter->fillPath(ground, color);
  }
  painter->setClipping(false);
}

void CurvePlot::paint(QPainter* painter) {
  if (values_.size() < 2 || !(to_ > from_)) return;
  paintAxes(painter);
  paintCurve(painter);
  if (pointed_ < 0) return;
  const QPointF at = pointOf(pointed_);
  painter->fillRect(QRectF(std::round(at.x()), area().top(), 1, area().height()), ink_);
  painter->setPen(Qt::NoPen);
  painter->setBrush(ink_);
  painter->drawEllipse(at, 3.5, 3.5);
}

qreal CurvePlot::pointedX() const {
  if (pointed_ < 0 || values_.size() < 2) return 0;
  return from_ + (to_ - from_) * pointed_ / static_cast<qreal>(values_.size() - 1);
}

QString CurvePlot::pointedText() const {
  return pointed_ < 0 ? QString{} : number_text(values_.value(pointed_), 3);
}

void CurvePlot::point(int index) {
  if (index == pointed_) return;
  pointed_ = index;
  update();
  emit pointedChanged();
}

void CurvePlot::hoverEnterEvent(QHoverEvent* event) { hoverMoveEvent(event); }

void CurvePlot::hoverMoveEvent(QHoverEvent* event) {
  const QRectF in = area();
  if (values_.size() < 2 || !contains(event->position())) return point(-1);
  const qreal share = std::clamp((event->position().x() - in.left()) / in.width(), 0.0, 1.0);
  point(static_cast<int>(std::round(share * static_cast<qreal>(values_.size() - 1))));
}

void CurvePlot::hoverLeaveEvent(QHoverEvent*) { point(-1); }

}  // namespace fovea
