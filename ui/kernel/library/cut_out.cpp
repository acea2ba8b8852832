#include "ui/kernel/library/cut_out.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/document/picture_filter.h"
#include "core/media/kernel_file.h"
#include "core/media/picture_image.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

constexpr int k_far = 10;  // pixels that an arrow key moves with Shift
constexpr int k_smooth_side = 1024;

/// A part of a picture that lies in it.
Picture part_of(const Picture& picture, const Patch& patch) {
  Tensor pixels(Shape{patch.rows, patch.columns, picture.channels()}, ElementType::uint8);
  auto to = pixels.mutable_values<std::uint8_t>().begin();
  for (std::int64_t row = 0; row < patch.rows; ++row) {
    const auto* from =
        picture.at(static_cast<int>(patch.column), static_cast<int>(patch.row + row));
    to = std::copy_n(from, patch.columns * picture.channels(), to);
  }
  return {pixels, picture.name, {}};
}

/// A large picture is thinned out first: filtering all of it would be felt.
QImage reduced(const QImage& image, const QSize& size) {
  const bool is_large = std::max(image.width(), image.height()) > k_smooth_side;
  const QImage thin = is_large ? image.scaled(2 * size) : image;
  return thin.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

}  // namespace

CutOut::CutOut(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setActiveFocusOnTab(true);
}

void CutOut::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  bench_ = bench;
  emit benchChanged();
}

const Picture* CutOut::picture() const {
  return bench_ && bench_->workspace() ? bench_->workspace()->document().input->picture.get()
                                       : nullptr;
}

void CutOut::setActive(bool active) {
  if (active == active_) return;
  active_ = active;
  if (active_) {
    moveTo(row_, column_);
  } else if (bench_) {
    bench_->endPreview();
  }
  emit changed();
}

void CutOut::moveTo(int row, int column) {
  const Picture* now = picture();
  if (!now) return;
  const int rows = std::min(rows_, now->height()), columns = std::min(columns_, now->width());
  if (row_ < 0) {
    row = (now->height() - rows) / 2;
    column = (now->width() - columns) / 2;
  }
  row_ = std::clamp(row, 0, now->height() - rows);
  column_ = std::clamp(column, 0, now->width() - columns);
  const Patch whole{.rows = rows, .columns = columns};
  const Picture part = part_of(*now, {row_, column_, rows, columns});
  kernel_ = kernel_from_plane(planes_of(part, false).reshaped(Shape{rows, columns}), whole,
                              zero_mean_ ? PictureCells::zero_mean : PictureCells::as_it_is);
  if (active_) preview();
  update();
  emit changed();
}

/// A network's slice keeps its size, as when the kernel is taken.
void CutOut::preview() {
  const Shape shape = bench_->kernel().shape();
  if (shape.rank() != 2) return;
  bench_->preview(bench_->isOnPicture() ? kernel_ : centred(kernel_, shape[0], shape[1]));
}

void CutOut::setRows(int rows) {
  rows_ = std::clamp(rows, 1, static_cast<int>(k_max_kernel_side));
  moveTo(row_, column_);
}

void CutOut::setColumns(int columns) {
  columns_ = std::clamp(columns, 1, static_cast<int>(k_max_kernel_side));
  moveTo(row_, column_);
}

void CutOut::setZeroMean(bool zero_mean) {
  zero_mean_ = zero_mean;
  moveTo(row_, column_);
}

QList<qreal> CutOut::cells() const {
  if (kernel_.empty()) return {};
  return {kernel_.floats().begin(), kernel_.floats().end()};
}

qreal CutOut::proportion() const {
  const Picture* now = picture();
  return now ? qreal(now->width()) / now->height() : 1;
}

QString CutOut::place() const { return tr("row %1, column %2").arg(row_).arg(column_); }

void CutOut::take() {
  if (!bench_ || kernel_.empty()) return;
  const Tensor kernel = kernel_;
  setActive(false);
  bench_->setKernel(kernel, tr("cut-out of the picture"), {}, tr("Cut-out"));
}

QRectF CutOut::frame() const {
  const Picture* now = picture();
  const qreal right = width() / now->width(), down = height() / now->height();
  return {column_ * right, row_ * down, kernel_.shape()[1] * right, kernel_.shape()[0] * down};
}

void CutOut::paint(QPainter* painter) {
  const Picture* now = picture();
  if (!now || kernel_.empty()) return;
  const QSize size(static_cast<int>(width()), static_cast<int>(height()));
  if (shown_.size() != size || !(shown_of_ == *now)) shown_ = reduced(to_image(*now), size);
  shown_of_ = *now;
  painter->drawImage(0, 0, shown_);
  const QRectF rect = frame();
  painter->setPen(QPen(QColor(0x14, 0x16, 0x1a), hasActiveFocus() ? 4 : 3));
  painter->drawRect(rect);
  painter->setPen(QPen(Qt::white, hasActiveFocus() ? 2 : 1.2));
  painter->drawRect(rect);
}

void CutOut::moveUnder(const QPointF& point) {
  const Picture* now = picture();
  if (!now) return;
  moveTo(static_cast<int>(std::lround(point.y() / height() * now->height() - rows_ / 2.0)),
         static_cast<int>(std::lround(point.x() / width() * now->width() - columns_ / 2.0)));
}

void CutOut::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  setKeepMouseGrab(true);
  moveUnder(event->position());
}

void CutOut::mouseMoveEvent(QMouseEvent* event) { moveUnder(event->position()); }

void CutOut::keyPressEvent(QKeyEvent* event) {
  const int by = event->modifiers() & Qt::ShiftModifier ? k_far : 1;
  switch (event->key()) {
    case Qt::Key_Left:
      return moveTo(row_, column_ - by);
    case Qt::Key_Right:
      return moveTo(row_, column_ + by);
    case Qt::Key_Up:
      return moveTo(row_ - by, column_);
    case Qt::Key_Down:
      return moveTo(row_ + by, column_);
    default:
      event->ignore();
  }
}

void CutOut::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void CutOut::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  update();
}

void CutOut::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  update();
}

}  // namespace fovea
