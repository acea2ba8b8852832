#include "ui/kernel/kernel_canvas.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/controls/number_text.h"
#include "ui/inspector/cell_grid.h"
#include "ui/plots/diverging.h"

namespace fovea {
namespace {

constexpr qreal k_drag_threshold = 3;  // pixels before a press becomes a drag
constexpr float k_fine = 0.1F;         // share of a step with Shift
constexpr qreal k_line_room = 5;       // pixels that a cell must have for lines around it

float largest_magnitude(const Tensor& kernel) {
  float largest = 0;
  for (const float cell : kernel.floats()) largest = std::max(largest, std::abs(cell));
  return largest;
}

/// A hundredth of the largest cell, rounded down to 1, 2 or 5 times a power of ten.
float step_for(const Tensor& kernel) {
  const float largest = largest_magnitude(kernel);
  const double wanted = (largest > 0 ? static_cast<double>(largest) : 1.0) / 100;
  const double power = std::pow(10.0, std::floor(std::log10(wanted)));
  const double times = wanted / power;
  return static_cast<float>((times >= 5 ? 5 : times >= 2 ? 2 : 1) * power);
}

}  // namespace

KernelCanvas::KernelCanvas(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
  setAntialiasing(false);
  connect(this, &KernelCanvas::lookChanged, this, [this] { update(); });
}

void KernelCanvas::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) {
    connect(bench_, &KernelBench::changed, this, [this] {
      current_ = std::clamp(current_, 0, std::max(0, bench_->rows() * bench_->columns() - 1));
      update();
      emit currentChanged();
    });
  }
  emit benchChanged();
  update();
}

void KernelCanvas::setCurrent(int cell) {
  if (cell == current_) return;
  current_ = cell;
  update();
  emit currentChanged();
}

qreal KernelCanvas::currentValue() const {
  const Tensor kernel = bench_ ? bench_->shown() : Tensor{};
  const bool there = !kernel.empty() && current_ >= 0 && current_ < kernel.elements();
  return there ? static_cast<qreal>(kernel.floats()[static_cast<std::size_t>(current_)]) : 0;
}

KernelCell KernelCanvas::cellOf(int cell) const {
  const int columns = std::max(1, bench_->columns());
  return {cell / columns, cell % columns};
}

QRectF KernelCanvas::rectOf(int cell) const {
  if (!bench_ || bench_->columns() == 0) return {};
  const KernelCell at = cellOf(cell);
  const qreal wide = width() / bench_->columns(), high = height() / bench_->rows();
  const qreal left = std::round(static_cast<qreal>(at.column) * wide);
  const qreal top = std::round(static_cast<qreal>(at.row) * high);
  return {left, top, std::round(static_cast<qreal>(at.column + 1) * wide) - left,
          std::round(static_cast<qreal>(at.row + 1) * high) - top};
}

int KernelCanvas::cellAt(const QPointF& point) const {
  if (!bench_ || bench_->columns() == 0 || width() <= 0 || height() <= 0) return -1;
  const auto index = [](qreal at, qreal extent, int cells) {
    return std::clamp(static_cast<int>(std::floor(at / extent * cells)), 0, cells - 1);
  };
  return index(point.y(), height(), bench_->rows()) * bench_->columns() +
         index(point.x(), width(), bench_->columns());
}

void KernelCanvas::paint(QPainter* painter) {
  const Tensor kernel = bench_ ? bench_->shown() : Tensor{};
  if (kernel.empty()) return;
  const float largest = largest_magnitude(kernel);
  const auto cells = kernel.floats();
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(font_size_);
  const QRectF first = rectOf(0);
  const bool high = first.height() >= font_size_ + 4;
  const QStringList texts = high ? cell_texts(cells, first.width() - 8, font) : QStringList{};
  for (int i = 0; i < static_cast<int>(cells.size()); ++i) {
    const float value = cells[static_cast<std::size_t>(i)];
    const QColor ground = diverging(largest > 0 ? static_cast<double>(value / largest) : 0, dark_);
    const QRectF rect = rectOf(i);
    painter->fillRect(rect, ground);
    if (first.width() >= k_line_room) {
      painter->setPen(line_);
      painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (texts.isEmpty()) continue;
    painter->setPen(ink_on(ground));
    draw_number_in(painter, rect, texts[i], font);
  }
  paintMarks(*painter);
}

/// A double outline, dark and light, around the cell that the keyboard works on or that is marked.
void KernelCanvas::paintMarks(QPainter& painter) const {
  const auto outline = [&](int cell) {
    const QRectF rect = rectOf(cell);
    painter.setPen(QPen(QColor(0x14, 0x16, 0x1a), 3));
    painter.drawRect(rect.adjusted(1.5, 1.5, -1.5, -1.5));
    painter.setPen(QPen(Qt::white, 1));
    painter.drawRect(rect.adjusted(1.5, 1.5, -1.5, -1.5));
  };
  if (hasActiveFocus()) outline(current_);
  if (marked_ >= 0 && marked_ < bench_->rows() * bench_->columns()) outline(marked_);
  if (hovered_ >= 0 && hovered_ != marked_) outline(hovered_);
}

void KernelCanvas::setHovered(int cell) {
  if (cell == hovered_) return;
  hovered_ = cell;
  update();
  emit hoveredChanged();
}

void KernelCanvas::setCell(int cell, qreal value) {
  paintCells({cellOf(cell)}, static_cast<float>(value));
}

void KernelCanvas::paintCells(const std::vector<KernelCell>& cells, float value) {
  const Tensor before = pressed_ && tool_ == Line ? start_kernel_ : bench_->kernel();
  if (before.empty()) return;
  Tensor kernel = before.clone();
  const std::int64_t rows = kernel.shape()[0], columns = kernel.shape()[1];
  const auto values = kernel.mutable_values<float>();
  for (const KernelCell& cell : cells)
    for (const KernelCell& at :
         painted_cells(cell, rows, columns, {mirror_horizontal_, mirror_vertical_, rotational_}))
      values[static_cast<std::size_t>(at.row * columns + at.column)] = value;
  if (std::ranges::equal(kernel.floats(), bench_->kernel().floats())) return;
  const bool one = tool_ == Values;
  bench_->setKernel(kernel,
                    one ? tr("set cell (%1, %2)").arg(cells[0].row).arg(cells[0].column)
                        : tr("draw on the kernel"),
                    one ? QStringLiteral("cell %1 %2").arg(cells[0].row).arg(cells[0].column)
                        : QStringLiteral("draw on the kernel"),
                    tr("drawn"));
}

void KernelCanvas::mousePressEvent(QMouseEvent* event) {
  if (!bench_ || !bench_->hasKernel()) return event->ignore();
  forceActiveFocus(Qt::MouseFocusReason);
  bench_->endPreview();
  bench_->endGesture();
  start_ = event->position();
  start_cell_ = last_cell_ = cellAt(start_);
  setCurrent(start_cell_);
  start_kernel_ = bench_->kernel();
  start_value_ = start_kernel_.floats()[static_cast<std::size_t>(start_cell_)];
  step_ = step_for(start_kernel_);
  pressed_ = true;
  moved_ = false;
  if (tool_ != Values) strokeTo(start_cell_);
}

void KernelCanvas::mouseMoveEvent(QMouseEvent* event) {
  if (!pressed_) return;
  if (tool_ == Values) return scrub(*event);
  strokeTo(cellAt(event->position()));
}

void KernelCanvas::scrub(const QMouseEvent& event) {
  const QPointF way = event.position() - start_;
  const qreal pixels = way.x() - way.y();
  if (!moved_ && std::abs(way.x()) + std::abs(way.y()) < k_drag_threshold) return;
  moved_ = true;
  const float step = event.modifiers() & Qt::ShiftModifier ? step_ * k_fine : step_;
  paintCells({cellOf(start_cell_)}, start_value_ + step * static_cast<float>(pixels));
}

void KernelCanvas::strokeTo(int cell) {
  const float value = tool_ == Erase ? 0.0F : static_cast<float>(brush_value_);
  const KernelCell from = cellOf(tool_ == Line ? start_cell_ : last_cell_);
  paintCells(line_cells(from, cellOf(cell)), value);
  last_cell_ = cell;
  setCurrent(cell);
}

void KernelCanvas::endStroke() {
  if (!pressed_) return;
  pressed_ = false;
  start_kernel_ = {};
  if (bench_) bench_->endGesture();
}

void KernelCanvas::mouseReleaseEvent(QMouseEvent*) { endStroke(); }
void KernelCanvas::mouseUngrabEvent() { endStroke(); }

void KernelCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  setCurrent(cellAt(event->position()));
  if (tool_ == Values) emit typing({});
}

void KernelCanvas::hoverMoveEvent(QHoverEvent* event) { setHovered(cellAt(event->position())); }
void KernelCanvas::hoverLeaveEvent(QHoverEvent*) { setHovered(-1); }

void KernelCanvas::nudge(qreal steps) {
  const Tensor kernel = bench_->kernel();
  if (kernel.empty()) return;
  setCell(current_, currentValue() + steps * static_cast<qreal>(step_for(kernel)));
}

void KernelCanvas::keyPressEvent(QKeyEvent* event) {
  if (!bench_ || !bench_->hasKernel()) return event->ignore();
  const int columns = bench_->columns(), cells = bench_->rows() * columns;
  const bool typed = !event->text().isEmpty() && !(event->modifiers() & Qt::ControlModifier) &&
                     QStringLiteral("0123456789.,").contains(event->text());
  switch (event->key()) {
    case Qt::Key_Left:
      return setCurrent(std::max(0, current_ - 1));
    case Qt::Key_Right:
      return setCurrent(std::min(cells - 1, current_ + 1));
    case Qt::Key_Up:
      return current_ >= columns ? setCurrent(current_ - columns) : event->ignore();
    case Qt::Key_Down:
      return current_ + columns < cells ? setCurrent(current_ + columns) : event->ignore();
    case Qt::Key_Plus:
      return nudge(1);
    case Qt::Key_Minus:
      return nudge(-1);
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      return setCell(current_, 0);
    case Qt::Key_B:
      return setCell(current_, brush_value_);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      emit typing({});
      return;
    default:
      if (typed)
        emit typing(event->text());
      else
        event->ignore();
  }
}

void KernelCanvas::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void KernelCanvas::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  update();
}

}  // namespace fovea
