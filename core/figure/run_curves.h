#pragma once

#include <limits>

#include "core/figure/chart.h"
#include "core/train/curves.h"

namespace fovea {

/// One plot of a run's curves over epochs.
struct RunPanel {
  struct Series {
    std::vector<QPointF> points;
    bool faint = false;  ///< of single steps: behind the others
  };
  QString name = {};
  std::vector<Series> series = {};
  AxisScale axis = {};  ///< over all that is finite, from 0 up
};

/// Loss, and accuracy in per cent.
std::vector<RunPanel> run_panels(const Curves& curves);
/// Of the series that are not faint, in their order.
QStringList run_curve_names();
/// 0 where there are no curves.
double last_epoch(const Curves& curves);

struct RunPanelOptions {
  double last = 1;                                         ///< epoch at the end of the axis
  double until = std::numeric_limits<double>::infinity();  ///< later points are not drawn
  bool is_named = false;                                   ///< "epoch" stands under the axis
};
/// Draws it over `place`, its labels included; returns where within it the plot itself is.
QRectF draw_panel(FigurePage& page, const QRectF& place, const RunPanel& panel,
                  const RunPanelOptions& options);

}  // namespace fovea
