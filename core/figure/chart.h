#pragma once

#include <QPointF>

#include "core/figure/axis_scale.h"
#include "core/figure/figure_page.h"

namespace fovea {

/// A plot on a page: axes with round numbers, curves and bars in the coordinates of its values.
class Chart {
 public:
  struct Axes {
    AxisScale x, y;
    QString x_name, y_name;
    bool whole_x = false;  ///< ticks at whole numbers alone
  };
  /// Takes `place` of the page, its labels included, and draws the axes.
  Chart(FigurePage& page, const QRectF& place, const Axes& axes);

  /// A line through the points, x ascending, gaps where y is NaN; a point without neighbours is a
  /// small square. Its dashes tell it from others
  /// where colours do not, on a page that is printed grey.
  void curve(std::span<const QPointF> points, int series, bool faint = false);
  /// A rectangle from y 0 (or the axis' lower end) to `top`.
  void bar(double from, double to, double top, int series);
  /// A thin upright line.
  void whisker(double x, double low, double high);

  const QRectF& plot() const { return plot_; }

 private:
  QPointF at(double x, double y) const;
  void draw_axes(const Axes& axes);

  FigurePage& page_;
  Axes axes_;
  QRectF plot_;
};

QColor chart_color(const FigurePage& page, int series);
std::vector<double> chart_dashes(int series);

/// A sample of each series' line with its name, beside each other where they fit.
void series_key(FigurePage& page, const QStringList& names);

}  // namespace fovea
