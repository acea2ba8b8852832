#include "ui/kernel/learn/loss_curve.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

constexpr int k_least_span = 50;
constexpr int k_most_decades = 16;  // what doubles can tell apart
constexpr qreal k_foot = 1.5;       // lines of text under the curve

QString superscript(int number) {
  static const QString k_digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  QString text = number < 0 ? "⁻" : "";
  for (const QChar digit : QString::number(std::abs(number))) text += k_digits[digit.digitValue()];
  return text;
}

}  // namespace

LossCurve::LossCurve(QQuickItem* parent) : QQuickPaintedItem(parent) { setAntialiasing(true); }

int LossCurve::span() const { return std::max(k_least_span, static_cast<int>(losses_.size()) - 1); }

LossCurve::Decades LossCurve::decades() const {
  qreal least = 0, most = 0;
  for (const qreal loss : losses_) {
    if (loss > 0 && (least == 0 || loss < least)) least = loss;
    most = std::max(most, loss);
  }
  if (least == 0) return {};
  const int high = static_cast<int>(std::floor(std::log10(most))) + 1;
  const int low = std::min(static_cast<int>(std::floor(std::log10(least))), high - 2);
  return {std::max(low, high - k_most_decades), high};
}

qreal LossCurve::xOf(int step) const {
  return labelWidth() + (width() - labelWidth() - 4) * step / span();
}

qreal LossCurve::yOf(qreal loss, const Decades& decades) const {
  const qreal power = loss > 0 ? std::log10(loss) : decades.low;
  const qreal part = (decades.high - power) / (decades.high - decades.low);
  return std::clamp(part, 0.0, 1.0) * (height() - k_foot * font_size_ - 2) + 1;
}

void LossCurve::paint(QPainter* painter) {
  if (losses_.isEmpty()) return;
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  painter->setFont(font);
  const Decades shown = decades();
  paintGrid(painter, shown);
  paintBest(painter, shown);
  paintCurve(painter, shown);
}

void LossCurve::paintGrid(QPainter* painter, const Decades& decades) const {
  const qreal room = yOf(std::pow(10, decades.low), decades) / (decades.high - decades.low);
  const int every = std::max(1, static_cast<int>(std::ceil(1.8 * font_size_ / room)));
  for (int power = decades.high; power >= decades.low; --power) {
    const qreal y = std::floor(yOf(std::pow(10, power), decades)) + 0.5;
    painter->setPen(QPen(line_, 1));
    painter->drawLine(QPointF(labelWidth(), y), QPointF(width(), y));
    if ((decades.high - power) % every != 0) continue;
    painter->setPen(ink_);
    painter->drawText(QRectF(0, std::max(0.0, y - font_size_), labelWidth() - 6, 2 * font_size_),
                      Qt::AlignRight | Qt::AlignVCenter, "10" + superscript(power));
  }
  painter->setPen(ink_);
  const QRectF foot(labelWidth(), height() - k_foot * font_size_, width() - labelWidth(),
                    k_foot * font_size_);
  painter->drawText(foot, Qt::AlignLeft | Qt::AlignBottom, "0");
  painter->drawText(foot, Qt::AlignRight | Qt::AlignBottom, tr("step %1").arg(span()));
}

void LossCurve::paintBest(QPainter* painter, const Decades& decades) const {
  const bool is_below = best_ < std::pow(10, decades.low);
  const qreal y = std::floor(yOf(best_, decades)) + 0.5;
  painter->setPen(QPen(ink_, 1, Qt::DashLine));
  painter->drawLine(QPointF(labelWidth(), y), QPointF(width(), y));
  const QString words = is_below ? tr("least squares: lower still") : tr("least squares");
  painter->drawText(
      QRectF(labelWidth(), y - 1.6 * font_size_, width() - labelWidth() - 6, 1.5 * font_size_),
      Qt::AlignRight | Qt::AlignBottom, words);
}

void LossCurve::paintCurve(QPainter* painter, const Decades& decades) const {
  QPainterPath path;
  const int last = static_cast<int>(losses_.size()) - 1;
  // No more points than can be told apart.
  const int stride = std::max(1, last / std::max(1, static_cast<int>(2 * width())));
  for (int step = 0; step <= last; step += stride) {
    const QPointF point(xOf(step), yOf(losses_[step], decades));
    step == 0 ? path.moveTo(point) : path.lineTo(point);
  }
  path.lineTo(xOf(last), yOf(losses_[last], decades));
  painter->setBrush(Qt::NoBrush);
  painter->setPen(QPen(curve_, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter->drawPath(path);
  const int shown = std::clamp(position_, 0, last);
  painter->setPen(Qt::NoPen);
  painter->setBrush(curve_);
  painter->drawEllipse(QPointF(xOf(shown), yOf(losses_[shown], decades)), 4, 4);
}

}  // namespace fovea
