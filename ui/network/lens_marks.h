#pragma once

#include <QColor>
#include <QPainter>

namespace fovea {

/// The marks that stand over maps: light on dark, so that they are seen on any of them, and outside
/// of what they mark, whose colours stay as they are.
class LensMarks {
 public:
  LensMarks(QPainter& painter, const QColor& inner, const QColor& outer)
      : painter_(painter), inner_(inner), outer_(outer) {}

  /// A double line: what is selected.
  void outline(const QRectF& rect) const;
  /// Dashes: what a value was computed from, or what a weight multiplies.
  void dashed(const QRectF& rect) const;
  /// A thin line: what a value reaches.
  void framed(const QRectF& rect) const;
  /// A dot: one value among others.
  void dot(const QPointF& middle) const;

 private:
  QPainter& painter_;
  QColor inner_, outer_;
};

}  // namespace fovea
