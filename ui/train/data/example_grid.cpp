#include "ui/train/data/example_grid.h"

#include <QKeyEvent>
#include <QPainter>
#include <QQuickWindow>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/network/lens_marks.h"
#include "ui/train/data/example_image.h"

namespace fovea {
namespace {

constexpr int k_gap = 6, k_margin = 5;  // pixels between examples, and around all: room for marks

}  // namespace

ExampleGrid::ExampleGrid(QQuickItem* parent) : QQuickPaintedItem(parent) {
  setAcceptedMouseButtons(Qt::LeftButton);
  setActiveFocusOnTab(true);
  connect(this, &ExampleGrid::lookChanged, this, &ExampleGrid::refresh);
}

void ExampleGrid::setModel(DataModel* model) {
  if (model == model_) return;
  if (model_) model_->disconnect(this);
  model_ = model;
  if (model_) {
    connect(model_, &DataModel::foundChanged, this, &ExampleGrid::refresh);
    connect(model_, &DataModel::settingsChanged, this, [this] { update(); });
  }
  emit modelChanged();
  refresh();
}

void ExampleGrid::refresh() {
  if (indexOf(chosen_) < 0) choose(-1);
  update();
  emit layoutChanged();
}

void ExampleGrid::setScrollY(qreal y) {
  if (y == scroll_y_) return;
  scroll_y_ = y;
  update();
  emit scrolled();
}

void ExampleGrid::geometryChange(const QRectF& now, const QRectF& before) {
  QQuickPaintedItem::geometryChange(now, before);
  if (now.size() != before.size()) emit layoutChanged();
}

ExampleGrid::Pitch ExampleGrid::pitch() const {
  Pitch pitch{.ratio = window() ? window()->effectiveDevicePixelRatio() : 1};
  const auto set = model_ ? model_->data() : nullptr;
  if (!set) return pitch;
  const double room = std::max(8, side_) * pitch.ratio;
  const auto longer = static_cast<double>(std::max(set->width, set->height));
  // Whole enlargements only; a picture that is larger than its room is reduced to it.
  const double times = longer <= room ? std::floor(room / longer) : room / longer;
  const auto scaled = [times](std::int64_t pixels) {
    return std::max(1, static_cast<int>(std::lround(static_cast<double>(pixels) * times)));
  };
  const int gap = static_cast<int>(std::lround(k_gap * pitch.ratio));
  pitch.width = scaled(set->width);
  pitch.height = scaled(set->height);
  pitch.step_x = pitch.width + gap;
  pitch.step_y = pitch.height + gap;
  return pitch;
}

int ExampleGrid::columns() const {
  const Pitch at = pitch();
  const double room = (width() - 2 * k_margin + k_gap) * at.ratio;
  return std::max(1, static_cast<int>(room / at.step_x));
}

int ExampleGrid::rows() const {
  const int count = model_ ? model_->foundCount() : 0;
  return (count + columns() - 1) / columns();
}

qreal ExampleGrid::contentHeight() const {
  const Pitch at = pitch();
  return rows() == 0 ? 0 : rows() * at.step_y / at.ratio - k_gap + 2 * k_margin;
}

std::pair<int, int> ExampleGrid::rowsInView() const {
  const double step = pitch().step_y / pitch().ratio;
  const int first = static_cast<int>(std::floor((scroll_y_ - k_margin) / step));
  const int last = static_cast<int>(std::ceil((scroll_y_ + height()) / step));
  return {std::clamp(first, 0, rows()), std::clamp(last, 0, rows())};
}

int ExampleGrid::indexOf(int example) const {
  if (!model_ || example < 0) return -1;
  const auto& found = model_->found();
  const auto at = std::ranges::lower_bound(found, example);
  return at != found.end() && *at == example ? static_cast<int>(at - found.begin()) : -1;
}

QRectF ExampleGrid::placeOf(int example) const {
  const int index = indexOf(example);
  if (index < 0) return {};
  const Pitch at = pitch();
  const double margin = std::round(k_margin * at.ratio);
  const double scrolled = std::round(scroll_y_ * at.ratio);
  return {(margin + index % columns() * at.step_x) / at.ratio,
          (margin + static_cast<double>(index / columns()) * at.step_y - scrolled) / at.ratio,
          at.width / at.ratio, at.height / at.ratio};
}

int ExampleGrid::exampleAt(qreal x, qreal y) const {
  if (!model_ || !model_->data()) return -1;
  const Pitch at = pitch();
  const double right = (x - k_margin) * at.ratio;
  const double down = (y - k_margin + scroll_y_) * at.ratio;
  const int column = static_cast<int>(std::floor(right / at.step_x));
  const int row = static_cast<int>(std::floor(down / at.step_y));
  const bool on_picture =
      right - column * at.step_x < at.width && down - row * at.step_y < at.height;
  const int index = row * columns() + column;
  if (column < 0 || column >= columns() || row < 0 || !on_picture || index >= model_->foundCount())
    return -1;
  return model_->found()[static_cast<std::size_t>(index)];
}

void ExampleGrid::paint(QPainter* painter) {
  const auto set = model_ ? model_->data() : nullptr;
  if (!set) return;
  const Pitch at = pitch();
  const bool enlarged = at.width >= set->width;
  const auto [first, last] = rowsInView();
  const int end = std::min(last * columns(), model_->foundCount());
  for (int index = first * columns(); index < end; ++index) {
    const int example = model_->found()[static_cast<std::size_t>(index)];
    const QRectF place = placeOf(example);
    painter->setRenderHint(QPainter::SmoothPixmapTransform, !enlarged);
    painter->drawImage(place, image_of_example(*set, example));
    const bool excluded = model_->isExcluded(example);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(excluded ? struck_ : frame_, excluded ? 2 : 1));
    painter->drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5));
    if (!excluded) continue;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(outer_, 4));
    painter->drawLine(place.bottomLeft(), place.topRight());
    painter->setPen(QPen(inner_, 2));
    painter->drawLine(place.bottomLeft(), place.topRight());
  }
  if (indexOf(chosen_) >= 0) LensMarks(*painter, inner_, outer_).outline(placeOf(chosen_));
}

void ExampleGrid::choose(int example) {
  if (example == chosen_) return;
  chosen_ = example;
  update();
  emit chosenChanged();
}

/// Chooses the example at a place in the list, and brings it into view.
void ExampleGrid::take(int index) {
  const int count = model_ ? model_->foundCount() : 0;
  if (count == 0) return;
  const int example = model_->found()[static_cast<std::size_t>(std::clamp(index, 0, count - 1))];
  choose(example);
  const QRectF place = placeOf(example);
  if (place.top() < k_margin)
    emit scrollWanted(std::max(0.0, scroll_y_ + place.top() - k_margin));
  else if (place.bottom() > height() - k_margin)
    emit scrollWanted(scroll_y_ + place.bottom() - height() + k_margin);
  emit exampleChosen(example);
}

void ExampleGrid::mousePressEvent(QMouseEvent* event) {
  forceActiveFocus(Qt::MouseFocusReason);
  pressed_ = exampleAt(event->position().x(), event->position().y());
}

void ExampleGrid::mouseReleaseEvent(QMouseEvent* event) {
  const int example = exampleAt(event->position().x(), event->position().y());
  if (std::exchange(pressed_, -1) != example) return;
  if (example < 0) return choose(-1);
  take(indexOf(example));
}

void ExampleGrid::keyPressEvent(QKeyEvent* event) {
  const int now = indexOf(chosen_);
  const int page = std::max(1, rowsInView().second - rowsInView().first - 1) * columns();
  const auto go = [&](int way) { take(now < 0 ? 0 : now + way); };
  switch (event->key()) {
    case Qt::Key_Left:
      return go(-1);
    case Qt::Key_Right:
      return go(1);
    case Qt::Key_Up:
      return now < columns() ? go(0) : go(-columns());
    case Qt::Key_Down:
      return go(columns());
    case Qt::Key_PageUp:
      return go(-page);
    case Qt::Key_PageDown:
      return go(page);
    case Qt::Key_Home:
      return take(0);
    case Qt::Key_End:
      return take(model_ ? model_->foundCount() - 1 : 0);
    case Qt::Key_Delete:
    case Qt::Key_X:
      if (now >= 0) emit toggleWanted(chosen_);
      return;
    default:
      event->ignore();
  }
}

}  // namespace fovea
