#include "core/figure/run_curves.h"

#include <algorithm>
#include <cmath>

namespace fovea {
namespace {

template <typename Row>
RunPanel::Series series_of(const std::vector<Row>& rows, double Row::*value, double factor,
                           bool faint = false) {
  RunPanel::Series series{.points = {}, .faint = faint};
  for (const Row& row : rows) {
    const double y = factor * row.*value;
    series.points.emplace_back(row.epoch, std::isfinite(y) ? y : std::nan(""));
  }
  return series;
}

/// All that is finite, from 0 up: losses and shares have that end.
AxisScale axis_over(const std::vector<RunPanel::Series>& all) {
  double high = 0;
  for (const RunPanel::Series& series : all)
    for (const QPointF& point : series.points)
      if (std::isfinite(point.y())) high = std::max(high, point.y());
  return widened({0, high > 0 ? high : 1}, 5);
}

}  // namespace

double last_epoch(const Curves& curves) {
  double last = 0;
  if (!curves.steps.empty()) last = std::max(last, curves.steps.back().epoch);
  if (!curves.validation.empty()) last = std::max(last, curves.validation.back().epoch);
  if (!curves.epochs.empty()) last = std::max(last, curves.epochs.back().epoch);
  return last;
}

std::vector<RunPanel> run_panels(const Curves& curves) {
  std::vector<RunPanel> panels{
      {.name = QStringLiteral("loss"),
       .series = {series_of(curves.steps, &StepMetrics::loss, 1, true),
                  series_of(curves.epochs, &EpochPoint::loss, 1),
                  series_of(curves.validation, &ValidationPoint::loss, 1)}},
      {.name = QStringLiteral("accuracy, %"),
       .series = {series_of(curves.steps, &StepMetrics::accuracy, 100, true),
                  series_of(curves.epochs, &EpochPoint::accuracy, 100),
                  series_of(curves.validation, &ValidationPoint::accuracy, 100)}}};
  for (RunPanel& panel : panels) panel.axis = axis_over(panel.series);
  return panels;
}

QStringList run_curve_names() {
  return {QStringLiteral("training, mean of the epoch"), QStringLiteral("validation")};
}

QRectF draw_panel(FigurePage& page, const QRectF& place, const RunPanel& panel,
                  const RunPanelOptions& options) {
  Chart chart(page, place,
              {.x = {0, options.last},
               .y = panel.axis,
               .x_name = options.is_named ? QStringLiteral("epoch") : QString(),
               .y_name = panel.name});
  int index = 0;
  for (const RunPanel::Series& series : panel.series) {
    const auto end = std::ranges::upper_bound(series.points, options.until, {}, &QPointF::x);
    chart.curve(std::span(series.points.begin(), end), series.faint ? 0 : index, series.faint);
    if (!series.faint) ++index;
  }
  return chart.plot();
}

}  // namespace fovea
