#include "ui/plots/matrix_plot.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <QQuickWindow>
#include <algorithm>
#include <cmath>
#include <utility>

#include "core/figure/color_map.h"
#include "ui/controls/number_text.h"
#include "ui/network/lens_marks.h"
#include "ui/plots/diverging.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr qreal k_numbered = 26;       // pixels of a cell that has its number
constexpr double k_names_share = 0.3;  // of the room, that names take at most
constexpr QPoint k_none{-1, -1};

QString percent_text(double share) {
  const double percent = share * 100;
  const int decimals = percent >= 9.95 || percent == 0 ? 0 : 1;
  return number_string(percent, decimals);
}

qreal widest(const QStringList& texts, const QFontMetricsF& metrics) {
  qreal most = 0;
  for (const QString& text : texts) most = std::max(most, metrics.horizontalAdvance(text));
  return std::ceil(most);
}

}  // namespace

MatrixPlot::MatrixPlot(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setAcceptHoverEvents(true);
  setActiveFocusOnTab(true);
  connect(this, &MatrixPlot::lookChanged, this, [this] {
    update();
    emit scaleChanged();
  });
}

void MatrixPlot::setCounts(const QList<qreal>& counts) {
  if (counts == counts_) return;
  counts_ = counts;
  recount();
}

void MatrixPlot::setClasses(const QStringList& classes) {
  if (classes == classes_) return;
  classes_ = classes;
  choose(-1, -1);
  point(k_none);
  recount();
}

void MatrixPlot::recount() {
  most_ = 0;
  if (!isEmpty()) most_ = std::max(0.0, *std::ranges::max_element(counts_));
  update();
  emit countsChanged();
  emit scaleChanged();
  emit pointedChanged();
}

bool MatrixPlot::isEmpty() const {
  return size() == 0 || counts_.size() != qsizetype{size()} * size();
}

double MatrixPlot::examplesOf(int truth) const {
  double sum = 0;
  for (int prediction = 0; prediction < size(); ++prediction) sum += count(truth, prediction);
  return sum;
}

double MatrixPlot::level(int truth, int prediction) const {
  const double value = count(truth, prediction);
  if (!(value > 0)) return 0;
  switch (scaling_) {
    case Scaling::Rows:
      return value / examplesOf(truth);
    case Scaling::Log:
      return std::log1p(value) / std::log1p(most_);
    default:
      return value / most_;
  }
}

QString MatrixPlot::leastText() const {
  return scaling_ == Scaling::Rows ? QStringLiteral("0\u202f%") : QStringLiteral("0");
}

QString MatrixPlot::mostText() const {
  return scaling_ == Scaling::Rows ? QStringLiteral("100\u202f%") : count_text(std::llround(most_));
}

QString MatrixPlot::cellText(int truth, int prediction) const {
  if (isEmpty() || std::min(truth, prediction) < 0 || std::max(truth, prediction) >= size())
    return {};
  const double examples = examplesOf(truth);
  if (!(examples > 0)) return tr("There are no examples of %1").arg(classes_[truth]);
  const double value = count(truth, prediction);
  const QString start = tr("%1 of %2 %3")
                            .arg(count_text(std::llround(value)),
                                 count_text(std::llround(examples)), classes_[truth]);
  const QString share = number_string(value / examples * 100, 1);
  return truth == prediction
             ? tr("%1 were recognised (%2\u202f%)").arg(start, share)
             : tr("%1 were taken for %2 (%3\u202f%)").arg(start, classes_[prediction], share);
}

QString MatrixPlot::pointedText() const {
  if (isEmpty() || pointed_ == k_none) return {};
  if (pointed_.y() < 0) return tr("true class: %1").arg(classes_[pointed_.x()]);
  if (pointed_.x() < 0) return tr("predicted class: %1").arg(classes_[pointed_.y()]);
  return cellText(pointed_.x(), pointed_.y());
}

MatrixPlot::Layout MatrixPlot::layout() const {
  Layout at;
  at.font = QFont(QStringLiteral("Inter"));
  at.font.setPixelSize(font_size_);
  const QFontMetricsF metrics(at.font);
  const qreal title = std::ceil(metrics.height() * 1.25), gap = 6;
  const qreal name = widest(classes_, metrics);
  const auto place = [&](qreal across, qreal down) {
    const double ratio = window() ? window()->effectiveDevicePixelRatio() : 1;
    const qreal room = std::min(width() - across - 3, height() - down - 3) / size();
    at.pitch = room * ratio >= 1 ? std::floor(room * ratio) / ratio : std::max(room, 0.1);
    at.cells = {std::round(across), std::round(down), at.pitch * size(), at.pitch * size()};
  };
  at.names = std::min(name, std::floor(width() * k_names_share));
  const qreal upright = std::min(name, std::floor(height() * k_names_share));
  at.rotated = true;
  place(title + at.names + gap, title + upright + gap);
  if (at.pitch >= metrics.height() - 1) return at;
  at.rotated = false;
  at.names = std::min(name + widest({QString::number(size() - 1)}, metrics) + 6,
                      std::floor(width() * k_names_share));
  place(title + at.names + gap, title + metrics.height() + gap);
  return at;
}

QRectF MatrixPlot::rectOf(const Layout& at, QPoint cell) const {
  return {at.cells.left() + cell.y() * at.pitch, at.cells.top() + cell.x() * at.pitch, at.pitch,
          at.pitch};
}

QRectF MatrixPlot::cellRect(int truth, int prediction) const {
  return isEmpty() ? QRectF() : rectOf(layout(), {truth, prediction});
}

QPoint MatrixPlot::cellAt(const QPointF& place) const {
  if (isEmpty()) return k_none;
  const Layout at = layout();
  const auto index = [&](qreal from) { return static_cast<int>(std::floor(from / at.pitch)); };
  const int row = index(place.y() - at.cells.top()), column = index(place.x() - at.cells.left());
  const bool in_rows = row >= 0 && row < size(), in_columns = column >= 0 && column < size();
  if (in_rows && in_columns) return {row, column};
  if (in_rows && column < 0 && place.x() >= at.cells.left() - at.names - 6) return {row, -1};
  if (in_columns && row < 0 && place.y() > QFontMetricsF(at.font).height()) return {-1, column};
  return k_none;
}

QColor MatrixPlot::colorOf(double level) const {
  return color_of(color_map(Palette::sequential, dark_ ? Theme::dark : Theme::light)
                      .at(static_cast<float>(level)));
}

QString MatrixPlot::numberOf(int truth, int prediction) const {
  const double value = count(truth, prediction);
  if (!(value > 0)) return {};
  return scaling_ == Scaling::Rows ? percent_text(level(truth, prediction))
                                   : count_text(std::llround(value));
}

void MatrixPlot::paintCells(QPainter* painter, const Layout& at) const {
  QFont font = at.font;
  font.setPixelSize(std::max(9, font_size_ - 1));
  for (int row = 0; row < size(); ++row) {
    for (int column = 0; column < size(); ++column) {
      const QRectF rect = rectOf(at, {row, column});
      const QColor color = colorOf(level(row, column));
      painter->fillRect(rect, color);
      if (at.pitch < k_numbered) continue;
      const QString text = numberOf(row, column);
      if (number_width(text, font) > at.pitch - 2) continue;
      painter->setPen(ink_on(color));
      draw_number_in(painter, rect, text, font);
    }
  }
  painter->setPen(QPen(line_, 1));
  painter->drawRect(at.cells.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void MatrixPlot::paintNames(QPainter* painter, const Layout& at) const {
  const QFontMetricsF metrics(at.font);
  painter->setFont(at.font);
  painter->setPen(ink_);
  painter->drawText(QRectF(at.cells.left(), 0, at.cells.width(), metrics.height()), Qt::AlignCenter,
                    tr("predicted"));
  painter->save();
  painter->translate(0, at.cells.bottom());
  painter->rotate(-90);
  painter->drawText(QRectF(0, 0, at.cells.height(), metrics.height()), Qt::AlignCenter, tr("true"));
  painter->restore();
  // Where names would overlap, every so many is written.
  const int every = std::max(1, static_cast<int>(std::ceil((metrics.height() - 1) / at.pitch)));
  const qreal number = widest({QString::number(size() - 1)}, metrics) + 4;
  const int every_number = std::max(1, static_cast<int>(std::ceil(number / at.pitch)));
  for (int i = 0; i < size(); ++i) {
    const QString name =
        at.rotated ? classes_[i] : QStringLiteral("%1  %2").arg(i).arg(classes_[i]);
    const QRectF row(at.cells.left() - 6 - at.names, rectOf(at, {i, 0}).center().y() - 20, at.names,
                     40);
    if (i % every == 0)
      painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                        metrics.elidedText(name, Qt::ElideRight, at.names));
    const qreal middle = rectOf(at, {0, i}).center().x();
    if (!at.rotated) {
      if (i % every_number == 0)
        painter->drawText(
            QRectF(middle - 40, at.cells.top() - 5 - metrics.height(), 80, metrics.height()),
            Qt::AlignCenter, QString::number(i));
      continue;
    }
    const qreal room = at.cells.top() - 6 - metrics.height() * 1.25;
    painter->save();
    painter->translate(middle, at.cells.top() - 6);
    painter->rotate(-90);
    painter->drawText(QRectF(0, -20, room, 40), Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(classes_[i], Qt::ElideRight, room));
    painter->restore();
  }
}

void MatrixPlot::paint(QPainter* painter) {
  if (isEmpty() || width() < 40 || height() < 40) return;
  const Layout at = layout();
  painter->setRenderHint(QPainter::Antialiasing, false);
  paintCells(painter, at);
  painter->setRenderHint(QPainter::Antialiasing);
  paintNames(painter, at);
  const LensMarks marks(*painter, inner_, outer_);
  if (chosen_ != k_none) marks.outline(rectOf(at, chosen_));
  const bool on_cell = std::min(pointed_.x(), pointed_.y()) >= 0;
  if (on_cell && pointed_ != chosen_) marks.framed(rectOf(at, pointed_));
}

void MatrixPlot::point(QPoint cell) {
  if (cell == pointed_) return;
  pointed_ = cell;
  update();
  emit pointedChanged();
}

void MatrixPlot::choose(int truth, int prediction) {
  const bool exists = std::min(truth, prediction) >= 0 && std::max(truth, prediction) < size();
  const QPoint cell = exists ? QPoint(truth, prediction) : k_none;
  if (cell == chosen_) return;
  chosen_ = cell;
  update();
  emit chosenChanged();
}

void MatrixPlot::take(QPoint cell) {
  if (std::min(cell.x(), cell.y()) < 0) return;
  choose(cell.x(), cell.y());
  emit cellChosen(cell.x(), cell.y());
}

void MatrixPlot::hoverEnterEvent(QHoverEvent* event) { hoverMoveEvent(event); }
void MatrixPlot::hoverMoveEvent(QHoverEvent* event) { point(cellAt(event->position())); }
void MatrixPlot::hoverLeaveEvent(QHoverEvent*) { point(k_none); }

void MatrixPlot::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  pressed_ = cellAt(event->position());
}

void MatrixPlot::mouseReleaseEvent(QMouseEvent* event) {
  const QPoint cell = cellAt(event->position());
  if (cell == std::exchange(pressed_, k_none)) take(cell);
}

void MatrixPlot::keyPressEvent(QKeyEvent* event) {
  if (isEmpty()) return event->ignore();
  const bool started = std::min(pointed_.x(), pointed_.y()) >= 0;
  const QPoint now = started ? pointed_ : chosen_ != k_none ? chosen_ : QPoint(0, 0);
  const auto go = [&](int down, int right) {
    point(started ? QPoint(std::clamp(now.x() + down, 0, size() - 1),
                           std::clamp(now.y() + right, 0, size() - 1))
                  : now);
  };
  switch (event->key()) {
    case Qt::Key_Up:
      return go(-1, 0);
    case Qt::Key_Down:
      return go(1, 0);
    case Qt::Key_Left:
      return go(0, -1);
    case Qt::Key_Right:
      return go(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      return take(now);
    default:
      event->ignore();
  }
}

void MatrixPlot::focusInEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusInEvent(event);
  update();
}

void MatrixPlot::focusOutEvent(QFocusEvent* event) {
  QQuickPaintedItem::focusOutEvent(event);
  point(k_none);
}

}  // namespace fovea
