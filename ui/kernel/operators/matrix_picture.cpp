#include "ui/kernel/operators/matrix_picture.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/kernel/operators/operator_words.h"
#include "ui/plots/diverging.h"

namespace fovea {
namespace {

constexpr qreal k_largest_cell = 14;

QString extents(std::array<std::int64_t, 2> map) {
  return QStringLiteral("%1 × %2").arg(map[1]).arg(map[0]);
}

double largest_magnitude(const Tensor& tensor) {
  double most = 0;
  for (const float value : tensor.floats()) most = std::max(most, std::abs(double{value}));
  return most > 0 ? most : 1;
}

}  // namespace

MatrixPicture::MatrixPicture(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
  setAntialiasing(false);
  connect(this, &MatrixPicture::lookChanged, this, [this] { update(); });
}

void MatrixPicture::setColumn(OperatorColumn* column) {
  if (column == column_) return;
  if (column_) column_->disconnect(this);
  column_ = column;
  if (column_) connect(column_, &OperatorColumn::resultChanged, this, &MatrixPicture::refresh);
  emit columnChanged();
  refresh();
}

const explain::OperatorMatrix* MatrixPicture::matrix() const {
  return column_ ? column_->result().toy.matrix.get() : nullptr;
}

int MatrixPicture::rows() const { return matrix() ? static_cast<int>(matrix()->rows()) : 0; }
int MatrixPicture::columns() const { return matrix() ? static_cast<int>(matrix()->columns()) : 0; }

QString MatrixPicture::inputText() const {
  return matrix() ? tr("%1 inputs (%2 px)").arg(columns()).arg(extents(matrix()->input()))
                  : QString();
}

QString MatrixPicture::outputText() const {
  return matrix() ? tr("%1 outputs (%2 px)").arg(rows()).arg(extents(matrix()->output()))
                  : QString();
}

QString MatrixPicture::words() const {
  if (!matrix() || row_ < 0) return {};
  return cell_words(*matrix(), column_->result().toy.kernel, row_, at_);
}

void MatrixPicture::refresh() {
  if (row_ >= rows() || at_ >= columns()) row_ = at_ = -1;
  emit matrixChanged();
  emit pointed();
  update();
}

qreal MatrixPicture::cell() const {
  if (rows() == 0) return 0;
  const qreal room = std::min(width() / columns(), height() / rows());
  return std::clamp(std::floor(room), 1.0, k_largest_cell);
}

QRectF MatrixPicture::rectOf(int row, int column) const {
  return {column * cell(), row * cell(), cell(), cell()};
}

void MatrixPicture::paint(QPainter* painter) {
  if (!matrix()) return;
  painter->fillRect(QRectF(0, 0, columns() * cell(), rows() * cell()), ground_);
  paintBlocks(painter);
  paintCells(painter);
  paintPointed(painter);
}

/// Weights of chance have a value of their own in every cell.
void MatrixPicture::paintCells(QPainter* painter) const {
  const OperatorToy& toy = column_->result().toy;
  const bool chance = !toy.chance.empty();
  const auto values = chance ? toy.chance.floats() : toy.kernel.floats();
  const double limit = largest_magnitude(chance ? toy.chance : toy.kernel);
  const qreal gap = cell() >= 4 ? 1 : 0;
  for (int row = 0; row < rows(); ++row) {
    for (int column = 0; column < columns(); ++column) {
      const int index = chance ? row * columns() + column : matrix()->at(row, column);
      if (index < 0) continue;
      const double value = double{values[static_cast<std::size_t>(index)]} / limit;
      painter->fillRect(rectOf(row, column).adjusted(0, 0, -gap, -gap), diverging(value, dark_));
      // A weight of 0 is a weight all the same: where nothing is, no window reaches.
      if (value == 0 && gap > 0) {
        painter->setPen(line_);
        painter->drawRect(rectOf(row, column).adjusted(0.5, 0.5, -gap - 0.5, -gap - 0.5));
      }
    }
  }
}

/// Lines between the rows of the input's and the output's maps.
void MatrixPicture::paintBlocks(QPainter* painter) const {
  painter->setPen(line_);
  const qreal right = columns() * cell(), bottom = rows() * cell();
  for (int column = 0; column <= columns(); column += static_cast<int>(matrix()->input()[1]))
    painter->drawLine(QPointF(column * cell() - 0.5, 0), QPointF(column * cell() - 0.5, bottom));
  for (int row = 0; row <= rows(); row += static_cast<int>(matrix()->output()[1]))
    painter->drawLine(QPointF(0, row * cell() - 0.5), QPointF(right, row * cell() - 0.5));
}

void MatrixPicture::paintPointed(QPainter* painter) const {
  if (row_ < 0) return;
  const int tap = column_->result().toy.chance.empty() ? matrix()->at(row_, at_) : -1;
  const QColor light = dark_ ? Qt::white : Qt::black;
  painter->setPen(QPen(light, 1));
  for (int row = 0; tap >= 0 && row < rows(); ++row)
    for (int column = 0; column < columns(); ++column)
      if (matrix()->at(row, column) == tap)
        painter->drawRect(rectOf(row, column).adjusted(-0.5, -0.5, -0.5, -0.5));
  painter->setPen(QPen(ground_, 4));
  painter->drawRect(rectOf(row_, at_).adjusted(-1.5, -1.5, 0.5, 0.5));
  painter->setPen(QPen(light, 2));
  painter->drawRect(rectOf(row_, at_).adjusted(-1.5, -1.5, 0.5, 0.5));
}

void MatrixPicture::pointAt(int row, int column) {
  const bool inside = row >= 0 && row < rows() && column >= 0 && column < columns();
  row_ = inside ? row : -1;
  at_ = inside ? column : -1;
  emit pointed();
  update();
}

void MatrixPicture::hoverMoveEvent(QHoverEvent* event) {
  if (cell() > 0)
    pointAt(static_cast<int>(std::floor(event->position().y() / cell())),
            static_cast<int>(std::floor(event->position().x() / cell())));
}

void MatrixPicture::hoverLeaveEvent(QHoverEvent*) {
  if (!hasActiveFocus()) pointAt(-1, -1);
}

void MatrixPicture::keyPressEvent(QKeyEvent* event) {
  const auto walk = [this](int down, int right) {
    pointAt(std::clamp(row_ + down, 0, rows() - 1), std::clamp(at_ + right, 0, columns() - 1));
  };
  switch (event->key()) {
    case Qt::Key_Left:
      return walk(0, -1);
    case Qt::Key_Right:
      return walk(0, 1);
    case Qt::Key_Up:
      return walk(-1, 0);
    case Qt::Key_Down:
      return walk(1, 0);
    default:
      event->ignore();
  }
}

void MatrixPicture::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  if (rows() > 0) pointAt(std::max(row_, 0), std::max(at_, 0));
}

void MatrixPicture::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  pointAt(-1, -1);
}

}  // namespace fovea
