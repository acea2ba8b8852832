#include "ui/network/lens_marks.h"

#include <QPainterPath>
#include <algorithm>
#include <vector>

namespace fovea {
namespace {

/// Least side of a mark: a smaller one is not told from noise.
constexpr double k_least_box = 7;
constexpr int k_dash = 4, k_dash_gap = 3;
constexpr int k_longest_arm = 6;

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

/// Two arms of each corner of `box`, along its inside, so wide.
std::vector<QRect> arms_of(const QRect& box, int wide, int arm) {
  const int right = box.right() + 1 - wide, bottom = box.bottom() + 1 - wide;
  const int far_x = box.right() + 1 - arm, far_y = box.bottom() + 1 - arm;
  return {{box.left(), box.top(), arm, wide}, {box.left(), box.top(), wide, arm},
          {far_x, box.top(), arm, wide},      {right, box.top(), wide, arm},
          {box.left(), bottom, arm, wide},    {box.left(), far_y, wide, arm},
          {far_x, bottom, arm, wide},         {right, far_y, wide, arm}};
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
  QPainterPath band;
  band.addRect(box.adjusted(-2, -2, 2, 2));
  band.addRect(box.adjusted(1, 1, -1, -1));
  painter_.fillPath(band, outer_);
  for (const QRect& dash : dashes_around(box.adjusted(-1, -1, 1, 1)))
    painter_.fillRect(dash, inner_);
}

void LensMarks::corners(const QRectF& rect) const {
  const QRect box = box_around(rect).adjusted(-1, -1, 1, 1);
  const int arm = std::min({k_longest_arm, (box.width() - 2) / 3, (box.height() - 2) / 3});
  for (const QRect& part : arms_of(box.adjusted(-1, -1, 1, 1), 3, arm + 2))
    painter_.fillRect(part, outer_);
  for (const QRect& part : arms_of(box, 1, arm)) painter_.fillRect(part, inner_);
}

void LensMarks::dot(const QPointF& middle) const {
  const QPoint at = middle.toPoint();
  painter_.fillRect(QRect(at - QPoint(2, 2), QSize(4, 4)), outer_);
  painter_.fillRect(QRect(at - QPoint(1, 1), QSize(2, 2)), inner_);
}

}  // namespace fovea
