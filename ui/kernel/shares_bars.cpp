#include "ui/kernel/shares_bars.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/controls/number_text.h"

namespace fovea {
namespace {

constexpr qreal k_widest = 64;  // pixels a bar and its gap take at most
constexpr qreal k_gap_share = 0.16;

}  // namespace

SharesBars::SharesBars(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setActiveFocusOnTab(true);
  connect(this, &SharesBars::lookChanged, this, [this] { update(); });
}

void SharesBars::setModel(SlideModel* model) {
  if (model == model_) return;
  model_ = model;
  connect(model, &SlideModel::positionChanged, this, [this] { update(); });
  connect(model, &SlideModel::changed, this, [this] { update(); });
  emit modelChanged();
}

qreal SharesBars::pitch() const {
  const auto count = static_cast<qreal>(std::max<std::size_t>(1, model_->sum().shares.size()));
  return std::min(k_widest, width() / count);
}

void SharesBars::paint(QPainter* painter) {
  if (!model_ || model_->sum().shares.empty()) return;
  const std::vector<double>& shares = model_->sum().shares;
  double largest = 1e-12;
  for (const double share : shares) largest = std::max(largest, std::abs(share));
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const qreal words = font_size_ + 3, room = (height() - 2 * words) / 2, middle = words + room;
  const qreal gap = std::min(6.0, pitch() * k_gap_share);
  painter->setPen(line_);
  painter->drawLine(QPointF(0, middle),
                    QPointF(pitch() * static_cast<qreal>(shares.size()), middle));
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const qreal left = static_cast<qreal>(i) * pitch(), high = std::abs(shares[i]) / largest * room;
    const QRectF bar(left + gap / 2, shares[i] < 0 ? middle : middle - high,
                     std::max(1.0, pitch() - gap), std::max(1.0, high));
    painter->fillRect(bar, shares[i] < 0 ? negative_ : positive_);
    const bool chosen = static_cast<int>(i) == model_->read();
    const QRectF frame(left + 0.5, 0.5, std::max(2.0, pitch() - 1), height() - 1);
    if (chosen) {
      painter->setPen(QPen(text_, hasActiveFocus() ? 2 : 1));
      painter->drawRect(frame);
    }
    const QString text = number_string(shares[i], model_->sumDecimals());
    if (number_width(text, font) > pitch() - 4) continue;
    painter->setPen(text_);
    draw_number_in(painter,
                   shares[i] < 0 ? QRectF(left, bar.bottom(), pitch(), words)
                                 : QRectF(left, bar.top() - words, pitch(), words),
                   text, font);
  }
}

void SharesBars::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  choose(event->position().x());
}

void SharesBars::choose(qreal x) {
  if (model_) model_->setRead(static_cast<int>(x / pitch()));
}

void SharesBars::keyPressEvent(QKeyEvent* event) {
  if (!model_) return event->ignore();
  if (event->key() == Qt::Key_Left) return model_->setRead(model_->read() - 1);
  if (event->key() == Qt::Key_Right) return model_->setRead(model_->read() + 1);
  event->ignore();
}

void SharesBars::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void SharesBars::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  update();
}

}  // namespace fovea
