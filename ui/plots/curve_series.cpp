#include "ui/plots/curve_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fovea {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

void CurveSeries::append(std::span<const QPointF> points) {
  const std::size_t before = raw_.size();
  for (const QPointF& point : points) {
    if (!std::isfinite(point.x()) || (!raw_.empty() && point.x() <= raw_.back().x())) continue;
    raw_.emplace_back(point.x(), std::isfinite(point.y()) ? point.y() : k_nan);
  }
  if (raw_.size() == before) return;
  smoothFrom(before);
  tell();
}

void CurveSeries::cutAfter(qreal x) {
  const auto end = std::ranges::upper_bound(raw_, x, {}, &QPointF::x);
  if (end == raw_.end()) return;
  raw_.erase(end, raw_.end());
  smoothFrom(0);
  tell();
}

void CurveSeries::clear() {
  if (raw_.empty()) return;
  raw_.clear();
  smoothFrom(0);
  tell();
}

void CurveSeries::setSmoothing(qreal smoothing) {
  smoothing = std::isfinite(smoothing) ? std::clamp(smoothing, 0.0, 0.99) : 0;
  if (smoothing == smoothing_) return;
  smoothing_ = smoothing;
  smoothFrom(0);
  emit smoothingChanged();
  tell();
}

void CurveSeries::smoothFrom(std::size_t first) {
  if (first == 0) {
    mean_ = weight_ = 0;
    newest_ = k_nan;
  }
  smoothed_.resize(first);
  smoothed_.reserve(raw_.size());
  for (std::size_t i = first; i < raw_.size(); ++i) {
    const double y = raw_[i].y();
    if (!std::isnan(y)) {
      mean_ = smoothing_ * mean_ + (1 - smoothing_) * y;
      weight_ = smoothing_ * weight_ + (1 - smoothing_);
      newest_ = mean_ / weight_;
    }
    smoothed_.emplace_back(raw_[i].x(), std::isnan(y) ? k_nan : newest_);
  }
}

qreal CurveSeries::valueAt(qreal x) const {
  if (smoothed_.empty() || !(x >= smoothed_.front().x()) || x > smoothed_.back().x()) return k_nan;
  const auto after = std::ranges::lower_bound(smoothed_, x, {}, &QPointF::x);
  if (after == smoothed_.begin()) return after->y();
  const auto before = after - 1;
  return x - before->x() < after->x() - x ? before->y() : after->y();
}

void CurveSeries::tell() {
  if (telling_) return;
  telling_ = true;
  QMetaObject::invokeMethod(
      this,
      [this] {
        telling_ = false;
        emit changed();
      },
      Qt::QueuedConnection);
}

}  // namespace fovea
