#include "ui/inspector/cell_grid.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/controls/number_text.h"
#include "ui/plots/diverging.h"

namespace fovea {
namespace {

constexpr qreal k_fine = 0.1;          // share of a step with Shift
constexpr qreal k_drag_threshold = 3;  // pixels before a press becomes a drag
constexpr int k_notch = 5;             // steps of a wheel's notch
constexpr int k_most_decimals = 7;

/// The cells' numbers are right up to this many digits after the point, and the largest of them has
/// `digits` digits that count.
int decimals_for(double largest, int digits) {
  if (!(largest > 0) || !std::isfinite(largest)) return digits - 1;
  return std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(largest))), 0,
                    k_most_decimals);
}

}  // namespace

QStringList cell_texts(std::span<const float> values, qreal room, const QFont& font) {
  double largest = 0;
  for (const float value : values) largest = std::max(largest, std::abs(double{value}));
  const int least = largest > 0 ? decimals_for(largest, 1) : 0;
  for (int decimals = decimals_for(largest, 3); decimals >= least; --decimals) {
    QStringList texts;
    for (const float value : values) texts << number_string(value, decimals);
    if (std::ranges::all_of(texts, [&](auto& it) { return number_width(it, font) <= room; }))
      return texts;
  }
  return {};
}

CellGrid::CellGrid(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
  setAntialiasing(false);
}

void CellGrid::setModel(InspectorModel* model) {
  if (model == model_) return;
  if (model_) model_->disconnect(this);
  model_ = model;
  if (model_) connect(model_, &InspectorModel::changed, this, &CellGrid::refresh);
  emit modelChanged();
  refresh();
}

void CellGrid::refresh() {
  if (model_) setCurrent(std::min(current_, std::max(model_->rows() * model_->columns() - 1, 0)));
  // Another unit's cells may have come under a pointer that rests.
  if (told_ >= 0) pointAt(told_);
  update();
}

void CellGrid::pointAt(int cell) {
  told_ = cell;
  if (model_) model_->pointAt(cell);
}

void CellGrid::setDark(bool dark) {
  dark_ = dark;
  update();
  emit lookChanged();
}

void CellGrid::setLine(const QColor& line) {
  line_ = line;
  update();
  emit lookChanged();
}

void CellGrid::setFontSize(int size) {
  font_size_ = size;
  update();
  emit lookChanged();
}

void CellGrid::setCurrent(int cell) {
  if (cell == current_) return;
  current_ = cell;
  update();
  emit currentChanged();
}

QRectF CellGrid::currentRect() const { return rectOf(current_); }

QRectF CellGrid::rectOf(int cell) const {
  if (!model_ || model_->columns() == 0) return {};
  const int columns = model_->columns(), rows = model_->rows();
  const int x = cell % columns, y = cell / columns;
  const qreal left = std::round(x * width() / columns),
              right = std::round((x + 1) * width() / columns);
  const qreal top = std::round(y * height() / rows), bottom = std::round((y + 1) * height() / rows);
  return {left, top, right - left, bottom - top};
}

int CellGrid::cellAt(const QPointF& point) const {
  if (!model_ || !contains(point)) return -1;
  const int x =
      std::min(static_cast<int>(point.x() / width() * model_->columns()), model_->columns() - 1);
  const int y =
      std::min(static_cast<int>(point.y() / height() * model_->rows()), model_->rows() - 1);
  return y * model_->columns() + x;
}

void CellGrid::paintCell(QPainter* painter, int cell, const QColor& ground, const QString& text,
                         const QFont& font) const {
  const QRectF rect = rectOf(cell);
  painter->fillRect(rect, ground);
  if (text.isEmpty() || font_size_ + 2 > rect.height()) return;
  painter->setPen(ink_on(ground));
  draw_number_in(painter, rect, text, font);
}

void CellGrid::paint(QPainter* painter) {
  if (!model_ || model_->rows() == 0) return;
  const Tensor kernel = model_->cells(model_->slice());
  const float scale = model_->scale();
  const auto values = kernel.floats();
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const QStringList texts = cell_texts(values, std::floor(width() / model_->columns()) - 4, font);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto cell = static_cast<int>(i);
    paintCell(painter, cell, diverging(values[i] / scale, dark_), texts.value(cell), font);
  }
  painter->setPen(QPen(line_, 1));
  for (std::size_t i = 0; i < values.size(); ++i)
    painter->drawRect(rectOf(static_cast<int>(i)).adjusted(0, 0, -1, -1).translated(0.5, 0.5));
  if (hasActiveFocus()) {
    const QRectF rect = currentRect().adjusted(1.5, 1.5, -1.5, -1.5);
    painter->setPen(QPen(QColor(0x14, 0x16, 0x1a), 3));
    painter->drawRect(rect);
    painter->setPen(QPen(Qt::white, 1.4));
    painter->drawRect(rect);
  }
}

void CellGrid::mousePressEvent(QMouseEvent* event) {
  const int cell = cellAt(event->position());
  if (cell < 0) return event->ignore();
  forceActiveFocus(Qt::MouseFocusReason);
  setCurrent(cell);
  dragging_ = true;
  moved_ = false;
  start_ = event->position();
  start_value_ = model_->cell(cell);
  setKeepMouseGrab(true);
}

void CellGrid::mouseMoveEvent(QMouseEvent* event) {
  if (!dragging_) return;
  const QPointF way = event->position() - start_;
  const qreal distance = way.x() - way.y();
  if (!moved_ && std::abs(distance) < k_drag_threshold) return;
  moved_ = true;
  const qreal fine = event->modifiers() & Qt::ShiftModifier ? k_fine : 1;
  model_->setCell(current_, start_value_ + distance * model_->step() * fine);
}

void CellGrid::endDrag() {
  if (dragging_ && moved_) model_->endGesture();
  if (dragging_ && !pointed_) pointAt(-1);
  dragging_ = false;
  setKeepMouseGrab(false);
}

void CellGrid::mouseReleaseEvent(QMouseEvent*) { endDrag(); }
void CellGrid::mouseUngrabEvent() { endDrag(); }

void CellGrid::mouseDoubleClickEvent(QMouseEvent*) {
  model_->setCell(current_, model_->originalCell(current_));
  model_->endGesture();
}

void CellGrid::nudge(qreal steps, bool fine) {
  model_->setCell(current_, model_->cell(current_) + steps * model_->step() * (fine ? k_fine : 1));
}

void CellGrid::wheelEvent(QWheelEvent* event) {
  // While the panel scrolls, cells come under a pointer that rests: nobody means to change those.
  if (!pointed_ && !hasActiveFocus()) return event->ignore();
  const int cell = cellAt(event->position());
  if (cell < 0) return event->ignore();
  if (cell != current_) model_->endGesture();
  setCurrent(cell);
  const QPoint turned = event->angleDelta();
  nudge(k_notch * (turned.y() + turned.x()) / 120.0, event->modifiers() & Qt::ShiftModifier);
}

void CellGrid::hoverEnterEvent(QHoverEvent* event) {
  pointed_ = false;
  entered_ = event->scenePosition();
}

void CellGrid::hoverMoveEvent(QHoverEvent* event) {
  if (event->scenePosition() != entered_) pointed_ = true;
  if (model_ && pointed_ && !dragging_) pointAt(cellAt(event->position()));
}

void CellGrid::hoverLeaveEvent(QHoverEvent*) {
  if (pointed_ && model_ && !dragging_) {
    model_->endGesture();
    pointAt(-1);
  }
  pointed_ = false;
}

void CellGrid::keyPressEvent(QKeyEvent* event) {
  if (!model_ || model_->rows() == 0) return event->ignore();
  const int columns = model_->columns(), last = model_->rows() * columns - 1;
  const bool fine = event->modifiers() & Qt::ShiftModifier;
  const auto walk = [&](int by, bool inside) {
    model_->endGesture();
    if (inside) setCurrent(std::clamp(current_ + by, 0, last));
    pointAt(current_);
  };
  switch (event->key()) {
    case Qt::Key_Left:
      return walk(-1, current_ % columns > 0);
    case Qt::Key_Right:
      return walk(1, current_ % columns < columns - 1);
    case Qt::Key_Up:
      return walk(-columns, current_ >= columns);
    case Qt::Key_Down:
      return walk(columns, current_ + columns <= last);
    case Qt::Key_PageUp:
    case Qt::Key_Plus:
      return nudge(k_notch, fine);
    case Qt::Key_PageDown:
      return nudge(-k_notch, fine);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F2:
      emit typing({});
      return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      model_->setCell(current_, model_->originalCell(current_));
      return model_->endGesture();
    default:
      break;
  }
  const QString text = event->text();
  const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
  if (plain && text.size() == 1 &&
      (text[0].isDigit() || text == u"-" || text == u"." || text == u","))
    return emit typing(text);
  event->ignore();
}

void CellGrid::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void CellGrid::focusOutEvent(QFocusEvent* event) {
  if (model_) {
    model_->endGesture();
    if (!pointed_) pointAt(-1);
  }
  QQuickPaintedItem::focusOutEvent(event);
  update();
}

void CellGrid::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  update();
  emit currentChanged();
}

}  // namespace fovea
