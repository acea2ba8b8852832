#include "ui/controls/number_text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

constexpr QChar k_minus(0x2212);

/// The widest digit's advance: the width of every cell.
qreal cell_width(const QFontMetricsF& metrics) {
  qreal widest = 0;
  for (char digit = '0'; digit <= '9'; ++digit)
    widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
  return widest;
}

/// Signs take a digit's cell too, so that −0.5 and +0.5 line up.
bool has_cell(QChar c) { return c.isDigit() || c == k_minus || c == QLatin1Char('+'); }

/// Calls `place(c, x, advance)` for each character and returns the end.
template <typename Place>
qreal lay_out(const QString& text, const QFontMetricsF& metrics, Place place) {
  const qreal cell = cell_width(metrics);
  qreal x = 0;
  for (const QChar c : text) {
    const qreal own = metrics.horizontalAdvance(c);
    const qreal advance = has_cell(c) ? std::max(cell, own) : own;
    place(c, x + (advance - own) / 2);
    x += advance;
  }
  return x;
}

QString with_minus_signs(QString text) {
  for (qsizetype i = 0; i + 1 < text.size(); ++i)
    if (text[i] == QLatin1Char('-') && text[i + 1].isDigit()) text[i] = k_minus;
  return text;
}

}  // namespace

qreal number_width(const QString& text, const QFont& font) {
  return lay_out(text, QFontMetricsF(font), [](QChar, qreal) {});
}

void draw_number(QPainter* painter, const QPointF& origin, const QString& text, const QFont& font) {
  painter->setFont(font);
  lay_out(text, QFontMetricsF(font),
          [&](QChar c, qreal x) { painter->drawText(origin + QPointF(x, 0), QString(c)); });
}

void draw_number_in(QPainter* painter, const QRectF& rect, const QString& text, const QFont& font) {
  const QFontMetricsF metrics(font);
  draw_number(painter,
              {rect.center().x() - number_width(text, font) / 2,
               rect.center().y() + (metrics.ascent() - metrics.descent()) / 2},
              text, font);
}

QString number_string(double value, int decimals) {
  if (std::isnan(value)) return QStringLiteral("NaN");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  QString text = QString::number(std::abs(value), 'f', decimals);
  const bool is_zero = std::ranges::all_of(text, [](QChar c) { return c == u'0' || c == u'.'; });
  return value < 0 && !is_zero ? k_minus + text : text;
}

NumberText::NumberText(QQuickItem* parent) : QQuickPaintedItem(parent) {
  font_.setFamily(QStringLiteral("Inter"));
  font_.setPixelSize(13);
  font_.setHintingPreference(QFont::PreferNoHinting);
  setAntialiasing(true);
  measure();
}

void NumberText::setText(const QString& text) {
  const QString shown = with_minus_signs(text);
  if (shown == text_) return;
  text_ = shown;
  measure();
  emit textChanged();
}

void NumberText::setColor(const QColor& color) {
  if (color == color_) return;
  color_ = color;
  update();
  emit colorChanged();
}

void NumberText::setFamily(const QString& family) {
  QFont font = font_;
  font.setFamily(family);
  changeFont(font);
}

void NumberText::setPixelSize(int size) {
  QFont font = font_;
  font.setPixelSize(std::max(size, 1));
  changeFont(font);
}

void NumberText::setStrong(bool strong) {
  QFont font = font_;
  font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
  changeFont(font);
}

void NumberText::setAlignment(Qt::Alignment alignment) {
  if (alignment == alignment_) return;
  alignment_ = alignment;
  update();
  emit alignmentChanged();
}

void NumberText::changeFont(const QFont& font) {
  if (font == font_) return;
  font_ = font;
  measure();
  emit fontChanged();
}

void NumberText::measure() {
  const QFontMetricsF metrics(font_);
  setImplicitSize(std::ceil(number_width(text_, font_)), std::ceil(metrics.height()));
  setBaselineOffset(metrics.ascent());
  update();
}

void NumberText::paint(QPainter* painter) {
  const QFontMetricsF metrics(font_);
  const qreal spare = width() - number_width(text_, font_);
  const qreal x = alignment_ & Qt::AlignRight     ? spare
                  : alignment_ & Qt::AlignHCenter ? spare / 2
                                                  : 0;
  const qreal y = (height() - metrics.height()) / 2 + metrics.ascent();
  painter->setPen(color_);
  draw_number(painter, {std::max(x, 0.0), y}, text_, font_);
}

}  // namespace fovea
