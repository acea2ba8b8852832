#include "ui/plots/cell_field.h"

#include <QFontMetricsF>
#include <QPainter>

#include "ui/controls/number_text.h"
#include "ui/inspector/cell_grid.h"
#include "ui/plots/diverging.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr qreal k_least_lined = 6;  // pixels: in smaller cells, lines would hide the colours

/// Decimals at which no cell is rounded by more than a fortieth of the largest; 8 where there are
/// none.
int honest_decimals(const CellBlock& cells) {
  const double allowed = cells.largest() / 40;
  int decimals = 0;
  for (double unit = 1; decimals < 8; ++decimals, unit /= 10) {
    if (std::ranges::all_of(cells.values(), [&](double value) {
          return std::abs(std::round(value / unit) * unit - value) <= allowed;
        }))
      break;
  }
  return decimals;
}

/// The cells as text; nothing where there is only room for digits that say something else.
QStringList honest_texts(const CellBlock& cells, qreal room, const QFont& font) {
  const int decimals = honest_decimals(cells);
  const auto [least, most] = std::ranges::minmax(cells.values());
  for (const double widest : {double{least}, double{most}})
    if (number_width(number_string(widest, decimals), font) > room) return {};
  return cell_texts(cells.values(), room, font);
}

QImage image_of(const CellBlock& cells, double scale, bool dark) {
  QImage image(cells.columns(), cells.rows(), QImage::Format_RGB32);
  for (int y = 0; y < cells.rows(); ++y)
    for (int x = 0; x < cells.columns(); ++x)
      image.setPixelColor(
          x, y,
          diverging(
              double{cells.values()[static_cast<std::size_t>(y * cells.columns() + x)]} / scale,
              dark));
  return image;
}

}  // namespace

CellField::CellField(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptHoverEvents(true);
  connect(this, &CellField::lookChanged, this, [this] { update(); });
}

void CellField::setCells(const CellBlock& cells) {
  if (cells == cells_) return;
  cells_ = cells;
  if (pointed_ >= std::ssize(cells_.values())) pointed_ = -1;
  update();
  emit cellsChanged();
  emit pointedChanged();
}

void CellField::setScale(qreal scale) {
  if (scale == scale_) return;
  scale_ = scale;
  update();
  emit cellsChanged();
}

QRectF CellField::rectOf(int cell) const {
  const int columns = cells_.columns(), rows = cells_.rows();
  const int x = cell % columns, y = cell / columns;
  const qreal left = std::round(x * width() / columns),
              right = std::round((x + 1) * width() / columns);
  const qreal top = std::round(y * height() / rows), bottom = std::round((y + 1) * height() / rows);
  return {left, top, right - left, bottom - top};
}

void CellField::paint(QPainter* painter) {
  if (cells_.empty()) return;
  const auto values = cells_.values();
  const qreal own = cells_.largest();
  const qreal scale = scale_ > 0 ? scale_ : own > 0 ? own : 1;
  const qreal wide = width() / cells_.columns(), high = height() / cells_.rows();
  if (std::min(wide, high) < k_least_lined) {
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    return painter->drawImage(QRectF(0, 0, width(), height()), image_of(cells_, scale, dark_));
  }
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const QFontMetricsF metrics(font);
  const QStringList texts =
      high >= font_size_ + 4 ? honest_texts(cells_, std::floor(wide) - 4, font) : QStringList{};
  for (int cell = 0; cell < std::ssize(values); ++cell) {
    const QRectF rect = rectOf(cell);
    const QColor ground = diverging(values[static_cast<std::size_t>(cell)] / scale, dark_);
    painter->fillRect(rect, ground);
    painter->setPen(QPen(line_, 1));
    painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    if (texts.isEmpty()) continue;
    painter->setPen(ink_on(ground));
    draw_number(painter,
                {rect.center().x() - number_width(texts[cell], font) / 2,
                 rect.center().y() + (metrics.ascent() - metrics.descent()) / 2},
                texts[cell], font);
  }
}

QString CellField::pointed() const {
  if (pointed_ < 0) return {};
  return tr("row %1, column %2: %3")
      .arg(pointed_ / cells_.columns())
      .arg(pointed_ % cells_.columns())
      .arg(number_text(cells_.values()[static_cast<std::size_t>(pointed_)], 3));
}

void CellField::point(int cell) {
  if (cell == pointed_) return;
  pointed_ = cell;
  emit pointedChanged();
}

void CellField::hoverEnterEvent(QHoverEvent* event) { hoverMoveEvent(event); }

void CellField::hoverMoveEvent(QHoverEvent* event) {
  if (cells_.empty() || !contains(event->position())) return point(-1);
  const auto index = [](qreal at, qreal extent, int count) {
    return std::clamp(static_cast<int>(at / extent * count), 0, count - 1);
  };
  point(index(event->position().y(), height(), cells_.rows()) * cells_.columns() +
        index(event->position().x(), width(), cells_.columns()));
}

void CellField::hoverLeaveEvent(QHoverEvent*) { point(-1); }

}  // namespace fovea
