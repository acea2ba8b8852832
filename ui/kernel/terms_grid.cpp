#include "ui/kernel/terms_grid.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/explain/rounding.h"
#include "core/figure/color_map.h"
#include "ui/controls/number_text.h"
#include "ui/plots/diverging.h"

namespace fovea {
namespace {

constexpr int k_smaller = 2;              // pixels that text may lose before it is left out
constexpr qreal k_line_room = 5;          // pixels that a cell must have for lines around it
constexpr qreal k_mark_room = 14;         // and for the mark of padding in its corner
constexpr double k_padding_shade = 0.55;  // of the brightness that a padding cell keeps

QColor grey(double value) {
  return color_of(color_map(Palette::print, Theme::dark).at(static_cast<float>(value)));
}

QColor shaded(const QColor& color) {
  return QColor::fromRgbF(static_cast<float>(color.redF() * k_padding_shade),
                          static_cast<float>(color.greenF() * k_padding_shade),
                          static_cast<float>(color.blueF() * k_padding_shade));
}

/// As they are shown: the kernel in units of 10^−exponent.
Factors factors_of(const Tap& tap, int exponent) {
  return {static_cast<double>(tap.value),
          static_cast<double>(tap.weight) * std::pow(10.0, exponent)};
}

}  // namespace

TermsGrid::TermsGrid(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptHoverEvents(true);
  connect(this, &TermsGrid::lookChanged, this, [this] { update(); });
}

void TermsGrid::setModel(SlideModel* model) {
  if (model == model_) return;
  model_ = model;
  const auto renew = [this] {
    update();
    emit numbersChanged();
  };
  connect(model, &SlideModel::positionChanged, this, renew);
  connect(model, &SlideModel::pointedChanged, this, [this] { update(); });
  emit modelChanged();
}

int TermsGrid::rows() const {
  return model_ && model_->slide() ? static_cast<int>(model_->slide()->windows[0].kernel) : 0;
}

int TermsGrid::columns() const {
  return model_ && model_->slide() ? static_cast<int>(model_->slide()->windows[1].kernel) : 0;
}

QRectF TermsGrid::rectOf(int tap) const {
  const qreal wide = width() / columns(), high = height() / rows();
  const int row = tap / columns(), column = tap % columns();
  const qreal left = std::round(column * wide), top = std::round(row * high);
  return {left, top, std::round((column + 1) * wide) - left, std::round((row + 1) * high) - top};
}

QColor TermsGrid::groundOf(const Tap& tap) const {
  if (part_ == Kernel) {
    const float scale = model_->kernelScale();
    return diverging(scale > 0 ? static_cast<double>(tap.weight / scale) : 0, dark_);
  }
  if (part_ == Products)
    return diverging(tap.product() / static_cast<double>(model_->productScale()), dark_);
  const double value = static_cast<double>(tap.value);
  const QColor color = model_->isInputGrey()
                           ? grey(value)
                           : diverging(value / static_cast<double>(model_->inputScale()), dark_);
  return tap.padding ? shaded(color) : color;
}

QString TermsGrid::textOf(const Tap& tap) const {
  const int decimals = model_->decimals();
  const Factors factors = factors_of(tap, model_->exponent());
  if (part_ == Kernel) return number_string(factors.b, decimals);
  if (part_ == Input) {
    const double value = static_cast<double>(tap.value);
    return model_->showsPixels() && model_->arePixelsKnown()
               ? number_string(model_->pixelOf(value), 0)
               : number_string(value, decimals);
  }
  const QString text = number_string(factors.product(), decimals);
  return is_reproduced(factors, decimals) ? text : QStringLiteral("≈") + text;
}

void TermsGrid::paint(QPainter* painter) {
  if (!model_ || model_->taps().empty() || rows() == 0) return;
  const std::vector<Tap>& taps = model_->taps();
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const QRectF first = rectOf(0);
  QStringList texts;
  for (const Tap& tap : taps) texts << textOf(tap);
  const auto fits = [&] {
    return first.height() >= font.pixelSize() + 4 &&
           std::ranges::all_of(texts, [&](const QString& text) {
             return number_width(text, font) <= first.width() - 3;
           });
  };
  while (!fits() && font.pixelSize() > font_size_ - k_smaller)
    font.setPixelSize(font.pixelSize() - 1);
  const bool room = fits();
  for (int i = 0; i < static_cast<int>(taps.size()); ++i) {
    const QColor ground = groundOf(taps[static_cast<std::size_t>(i)]);
    const QRectF rect = rectOf(i);
    painter->fillRect(rect, ground);
    if (first.width() >= k_line_room) {
      painter->setPen(line_);
      painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (part_ == Input && taps[static_cast<std::size_t>(i)].padding &&
        first.width() > k_mark_room) {
      painter->setPen(ink_on(ground));
      painter->drawLine(rect.bottomLeft() + QPointF(2, -2), rect.bottomLeft() + QPointF(8, -8));
    }
    if (!room) continue;
    painter->setPen(ink_on(ground));
    draw_number_in(painter, rect, texts[i], font);
  }
  const int pointed = model_->pointedTap();
  if (pointed < 0 || pointed >= static_cast<int>(taps.size())) return;
  const QRectF rect = rectOf(pointed).adjusted(1.5, 1.5, -1.5, -1.5);
  painter->setPen(QPen(QColor(0x14, 0x16, 0x1a), 3));
  painter->drawRect(rect);
  painter->setPen(QPen(Qt::white, 1.4));
  painter->drawRect(rect);
}

QString TermsGrid::spoken() const {
  if (!model_) return {};
  QStringList texts;
  for (const Tap& tap : model_->taps()) texts << textOf(tap);
  return texts.join(QStringLiteral(", "));
}

void TermsGrid::hoverMoveEvent(QHoverEvent* event) {
  if (!model_ || rows() == 0) return;
  const int row =
      std::clamp(static_cast<int>(event->position().y() / height() * rows()), 0, rows() - 1);
  const int column =
      std::clamp(static_cast<int>(event->position().x() / width() * columns()), 0, columns() - 1);
  model_->setPointedTap(row * columns() + column);
}

void TermsGrid::hoverLeaveEvent(QHoverEvent*) {
  if (model_) model_->setPointedTap(-1);
}

}  // namespace fovea
