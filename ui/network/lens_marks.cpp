#include "ui/network/lens_marks.h"

#include <QPainterPath>
#include <algorithm>
#include <vector>

namespace fovea {
namespace {

/// Least side of a mark: a smaller one is not told from noise.
constexpr double k_least_box = 7;
constexpr int k_dash = 4, k_dash_gap = 3;

/// One pixel wide, along the inside of `box`: a dash at each corner and, evenly, between them.
std::vector<QRect> dashes_around(const QRect& box) {
  std::vector<QRect> dashes;
  const auto along = [](int length, const auto& add) {
    const int count = std::max(2, (length + k_dash_gap) / (k_dash + k_dash_gap));
    const int size = std::min(k_dash, (length - k_dash_gap + 1) / 2);
    for (int i = 0; i < count; ++i) add(i * (length - size) / (count - 1), size);
  };
  along(box.width(), [&](int at, int size) {
    dashes.emplace_back(box.left() + at, box.top(), size, 1);
    dashes.emplace_back(box.left() + at, box.bottom(), size, 1);
  });
  along(box.height(), [&](int at, int size) {
    dashes.emplace_back(box.left(), box.top() + at, 1, size);
    dashes.emplace_back(box.right(), box.top() + at, 1, size);
  });
  return dashes;
}

/// From so many pixels outside of `box` to so many inside.
QPainterPath ring(const QRect& box, int outside, int inside) {
  QPainterPath path;
  path.addRect(box.adjusted(-outside, -outside, outside, outside));
  path.addRect(box.adjusted(inside, inside, -inside, -inside));
  return path;
}

QRect box_around(const QRectF& rect) {
  const double grow_x = std::max(0.0, (k_least_box - rect.width()) / 2),
               grow_y = std::max(0.0, (k_least_box - rect.height()) / 2);
  return rect.adjusted(-grow_x, -grow_y, grow_x, grow_y).toAlignedRect();
}

}  // namespace

void LensMarks::outline(const QRectF& rect) const {
  painter_.setRenderHint(QPainter::Antialiasing, false);
  painter_.setBrush(Qt::NoBrush);
  painter_.setPen(QPen(outer_, 4));
  painter_.drawRect(rect.adjusted(-2, -2, 2, 2));
  painter_.setPen(QPen(inner_, 2));
  painter_.drawRect(rect.adjusted(-2, -2, 2, 2));
}

void LensMarks::dashed(const QRectF& rect) const {
  const QRect box = box_around(rect);
  painter_.fillPath(ring(box, 2, 1), outer_);
  for (const QRect& dash : dashes_around(box.adjusted(-1, -1, 1, 1)))
    painter_.fillRect(dash, inner_);
}

void LensMarks::framed(const QRectF& rect) const {
  const QRect box = box_around(rect);
  painter_.fillPath(ring(box, 2, 1), outer_);
  painter_.fillPath(ring(box, 1, 0), inner_);
}

void LensMarks::dot(const QPointF& middle) const {
  const QPoint at = middle.toPoint();
  painter_.fillRect(QRect(at - QPoint(2, 2), QSize(4, 4)), outer_);
  painter_.fillRect(QRect(at - QPoint(1, 1), QSize(2, 2)), inner_);
}

}  // namespace fovea
