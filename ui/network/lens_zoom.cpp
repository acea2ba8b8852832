#include <algorithm>
#include <cmath>

#include "ui/network/lens_model.h"

// Scrolling and zooming of the lens.

namespace fovea {
namespace {

constexpr double k_largest_zoom = 64;  // pixels of the interface a value

}  // namespace

void LensModel::scrollTo(QPointF scroll) {
  const auto bounded = [](double at, double content, double room) {
    return std::round(std::clamp(at, 0.0, std::max(0.0, content - room)));
  };
  const QPointF there(bounded(scroll.x(), layout_.width, room_.width()),
                      bounded(scroll.y(), layout_.height, room_.height()));
  if (there == scroll_) return;
  scroll_ = there;
  emit scrolled();
}

void LensModel::setMapSize(double size, QPointF anchor) {
  const std::optional<LensLayout::Hit> hit = layout_.hit(anchor + scroll_);
  const QPointF relative((anchor.x() + scroll_.x()) / std::max(1.0, layout_.width),
                         (anchor.y() + scroll_.y()) / std::max(1.0, layout_.height));
  QPointF inside;
  if (hit) {
    const QRectF rect = layout_.map_rect(hit->column, hit->unit);
    const QPointF at = anchor + scroll_ - rect.topLeft();
    inside = {at.x() / rect.width(), at.y() / rect.height()};
  }
  View view = workspace_->document().view;
  const bool fits = size <= 0 || std::abs(size - layout_.fitting_size) < 1;
  view.map_pixels = fits ? 0 : static_cast<int>(std::lround(size));
  workspace_->setView(view);
  if (hit) {
    const QRectF rect = layout_.map_rect(hit->column, hit->unit);
    scrollTo(rect.topLeft() + QPointF(inside.x() * rect.width(), inside.y() * rect.height()) -
             anchor);
  } else {
    scrollTo(QPointF(relative.x() * layout_.width, relative.y() * layout_.height) - anchor);
  }
}

void LensModel::zoomBy(qreal factor, QPointF point) {
  if (!workspace_ || layout_.columns.empty()) return;
  std::int64_t longest = 1;
  for (const LensColumn& column : layout_.columns)
    longest = std::max({longest, column.view.rows, column.view.columns});
  const double most = std::max(layout_.fitting_size, k_largest_zoom * static_cast<double>(longest));
  setMapSize(std::clamp(layout_.map_size * factor, layout_.overview_size, most), point);
}

void LensModel::zoomAbout(qreal factor) {
  if (!workspace_ || layout_.columns.empty()) return;
  if (pointer_ && layout_.hit(*pointer_ + scroll_)) {
    zoomBy(factor, *pointer_);
    return;
  }
  const Selection& selection = workspace_->document().selection;
  const int column = selection.value == k_no_value
                         ? -1
                         : layout_.column_of[static_cast<std::size_t>(selection.value)];
  if (column < 0 || selection.unit < 0) {
    zoomBy(factor, {room_.width() / 2, room_.height() / 2});
    return;
  }
  reveal(column, selection.unit);
  const auto cell = [](std::int64_t at) { return Range{at, at + 1}; };
  const LensColumn& it = layout_.columns[static_cast<std::size_t>(column)];
  MapArea area{{0, it.view.rows}, {0, it.view.columns}, cell(selection.unit)};
  if (selection.pinned) {
    area.rows = cell(selection.pinned->first);
    area.columns = cell(selection.pinned->second);
  }
  zoomBy(factor, layout_.area_rect(column, selection.unit, area).center() - scroll_);
}

void LensModel::zoomToFit() { setMapSize(0, {}); }

void LensModel::zoomOut() { setMapSize(layout_.overview_size, {}); }

void LensModel::zoomOnto(QPointF point) {
  if (isZoomed()) {
    zoomToFit();
    return;
  }
  const std::optional<LensLayout::Hit> hit = layout_.hit(point + scroll_);
  if (!hit) return;
  const QRectF rect = layout_.map_rect(hit->column, hit->unit);
  const double factor =
      0.96 * std::min(room_.width() / rect.width(), room_.height() / rect.height());
  setMapSize(layout_.map_size * factor, point);
  // Sizes go in whole pixels a value: the map may have come out larger than the view.
  for (int step = 0; step < 4; ++step) {
    const QRectF large = layout_.map_rect(hit->column, hit->unit);
    const double over = std::max(large.width() / room_.width(), large.height() / room_.height());
    if (over <= 1) break;
    setMapSize(layout_.map_size * 0.98 / over, point);
  }
  const QRectF large = layout_.map_rect(hit->column, hit->unit);
  scrollTo(large.center() - QPointF(room_.width() / 2, room_.height() / 2));
}

void LensModel::zoomOntoSelection() {
  const Selection& selection = workspace_->document().selection;
  if (selection.value == k_no_value || selection.unit < 0) return;
  const int column = layout_.column_of[static_cast<std::size_t>(selection.value)];
  if (column < 0) return;
  reveal(column, selection.unit);
  zoomOnto(layout_.map_rect(column, selection.unit).center() - scroll_);
}

void LensModel::reveal(int column, std::int64_t unit) {
  const LensColumn& it = layout_.columns[static_cast<std::size_t>(column)];
  if (unit >= it.shown) showAll(column);
  const QRectF rect = layout_.map_rect(column, unit).adjusted(-30, -4, 30, 4);
  const auto moved = [](double from, double low, double high, double room) {
    if (low < from) return low;
    return high > from + room ? high - room : from;
  };
  scrollTo({moved(scroll_.x(), rect.left(), rect.right(), room_.width()),
            moved(scroll_.y(), rect.top(), rect.bottom(), room_.height())});
}

}  // namespace fovea
