#include "ui/plots/reliability_bars.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/controls/number_text.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

QString percent(double share, int decimals) {
  return number_string(share * 100, decimals) + QStringLiteral("\u202f%");
}

}  // namespace

ReliabilityBars::ReliabilityBars(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
  connect(this, &ReliabilityBars::lookChanged, this, [this] { update(); });
}

QVariantList ReliabilityBars::bins() const {
  QVariantList result;
  for (const Bin& bin : bins_)
    result << QVariantMap{{QStringLiteral("from"), bin.from},
                          {QStringLiteral("to"), bin.to},
                          {QStringLiteral("count"), bin.count},
                          {QStringLiteral("confidence"), bin.confidence},
                          {QStringLiteral("accuracy"), bin.accuracy}};
  return result;
}

void ReliabilityBars::setBins(const QVariantList& bins) {
  bins_.clear();
  total_ = difference_ = expected_error_ = 0;
  for (const QVariant& item : bins) {
    const QVariantMap map = item.toMap();
    const auto number = [&map](const char* key) {
      return map.value(QString::fromLatin1(key)).toDouble();
    };
    bins_.push_back({number("from"), number("to"), std::max(0.0, number("count")),
                     number("confidence"), number("accuracy")});
    total_ += bins_.back().count;
  }
  for (const Bin& bin : bins_) {
    if (!(bin.count > 0)) continue;
    difference_ += bin.count / total_ * (bin.accuracy - bin.confidence);
    expected_error_ += bin.count / total_ * std::abs(bin.accuracy - bin.confidence);
  }
  if (pointed_ >= std::ssize(bins_)) pointed_ = -1;
  update();
  emit binsChanged();
  emit pointedChanged();
}

QString ReliabilityBars::pointedText() const {
  if (pointed_ < 0) return {};
  const Bin& bin = bins_[static_cast<std::size_t>(pointed_)];
  const QString range = tr("Between %1 and %2 sure").arg(percent(bin.from, 0), percent(bin.to, 0));
  if (!(bin.count > 0)) return tr("%1: never").arg(range);
  return tr("%1: right %2 of %3 times")
      .arg(range, percent(bin.accuracy, 1), count_text(std::llround(bin.count)));
}

QRectF ReliabilityBars::area() const {
  return QRectF(
      QPointF(std::round(4.6 * font_size_), std::round(font_size_ / 2.0)),
      QPointF(std::round(width() - 1.6 * font_size_), std::round(height() - 3.0 * font_size_)));
}

void ReliabilityBars::paintAxes(QPainter* painter, const QRectF& in) const {
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const QFontMetricsF metrics(font);
  const int steps = in.height() > 150 ? 5 : 2;
  for (int i = 0; i <= steps; ++i) {
    const double share = static_cast<double>(i) / steps;
    const QString text = percent(share, 0);
    const qreal y = std::round(in.bottom() - share * in.height());
    const qreal x = std::round(in.left() + share * in.width());
    if (i == 0 || !isEmpty()) painter->fillRect(QRectF(in.left(), y, in.width(), 1), line_);
    painter->fillRect(QRectF(x, in.bottom(), 1, 4), line_);
    painter->setPen(ink_);
    if (!isEmpty())
      draw_number(painter,
                  {in.left() - 6 - number_width(text, font),
                   y + (metrics.ascent() - metrics.descent()) / 2},
                  text, font);
    draw_number(painter, {x - number_width(text, font) / 2, in.bottom() + 5 + metrics.ascent()},
                text, font);
  }
  painter->setFont(font);
  painter->drawText(
      QRectF(in.left(), in.bottom() + 5 + metrics.height(), in.width(), metrics.height() + 2),
      Qt::AlignHCenter | Qt::AlignTop, tr("confidence"));
  painter->save();
  painter->translate(0, in.bottom());
  painter->rotate(-90);
  painter->drawText(QRectF(0, 0, in.height(), metrics.height()), Qt::AlignCenter, tr("accuracy"));
  painter->restore();
}

/// The share of all examples faintly, the accuracy as a bar, and a line to where it would be as
/// sure as right.
void ReliabilityBars::paintBin(QPainter* painter, const QRectF& in, const Bin& bin,
                               double most) const {
  if (!(bin.count > 0)) return;
  const qreal left = std::round(in.left() + bin.from * in.width()) + 1;
  const qreal wide = std::round(in.left() + bin.to * in.width()) - left - 1;
  const auto y_of = [&](double share) {
    return std::round(in.bottom() - std::clamp(share, 0.0, 1.0) * in.height());
  };
  QColor faint = ink_;
  faint.setAlphaF(0.3F);
  const qreal counted = y_of(bin.count / most);
  painter->fillRect(QRectF(left, counted, wide, in.bottom() - counted), faint);
  const qreal top = y_of(bin.accuracy), sure = y_of(bin.confidence), inset = std::floor(wide / 5);
  painter->fillRect(QRectF(left + inset, top, wide - 2 * inset, std::max(1.0, in.bottom() - top)),
                    bar_);
  painter->fillRect(QRectF(left, sure - 1, wide, 2), gap_);
}

void ReliabilityBars::paint(QPainter* painter) {
  const QRectF in = area();
  if (in.width() < 20 || in.height() < 20) return;
  painter->setRenderHint(QPainter::Antialiasing);
  paintAxes(painter, in);
  if (isEmpty()) return;
  double most = 1;
  for (const Bin& bin : bins_) most = std::max(most, bin.count);
  for (const Bin& bin : bins_) paintBin(painter, in, bin, most);
  painter->setPen(QPen(strong_, 1, Qt::DashLine));
  painter->drawLine(in.bottomLeft(), in.topRight());
  if (pointed_ < 0) return;
  const Bin& bin = bins_[static_cast<std::size_t>(pointed_)];
  const qreal left = std::round(in.left() + bin.from * in.width());
  painter->setPen(QPen(strong_, 1));
  painter->setBrush(Qt::NoBrush);
  painter->drawRect(QRectF(left + 0.5, in.top() + 0.5,
                           std::round(in.left() + bin.to * in.width()) - left - 1,
                           in.height() - 1));
}

void ReliabilityBars::point(int bin) {
  if (bin == pointed_) return;
  pointed_ = bin;
  update();
  emit pointedChanged();
}

void ReliabilityBars::hoverEnterEvent(QHoverEvent* event) { hoverMoveEvent(event); }

void ReliabilityBars::hoverMoveEvent(QHoverEvent* event) {
  const QRectF in = area();
  const double share = (event->position().x() - in.left()) / std::max(1.0, in.width());
  const auto found = std::ranges::find_if(
      bins_, [share](const Bin& bin) { return share >= bin.from && share < bin.to; });
  const bool inside = in.contains(event->position()) && found != bins_.end();
  point(inside ? static_cast<int>(found - bins_.begin()) : -1);
}

void ReliabilityBars::hoverLeaveEvent(QHoverEvent*) { point(-1); }

void ReliabilityBars::keyPressEvent(QKeyEvent* event) {
  const int way = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
  if (way == 0 || isEmpty()) return event->ignore();
  const int last = static_cast<int>(bins_.size()) - 1;
  point(pointed_ < 0 ? (way > 0 ? 0 : last) : std::clamp(pointed_ + way, 0, last));
}

void ReliabilityBars::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  point(-1);
}

}  // namespace fovea
