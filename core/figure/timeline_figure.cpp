#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/figure/chart.h"
#include "core/figure/kinds.h"
#include "core/train/run_log.h"

namespace fovea {
namespace {

struct Series {
  std::vector<QPointF> points;
  bool faint = false;  ///< of single steps: behind the others
};

template <typename Row>
std::vector<QPointF> points_of(const std::vector<Row>& rows, double Row::*value, double factor) {
  std::vector<QPointF> points;
  for (const Row& row : rows) points.emplace_back(row.epoch, factor * row.*value);
  return points;
}

double last_epoch(const Curves& curves) {
  double last = 0;
  if (!curves.steps.empty()) last = std::max(last, curves.steps.back().epoch);
  if (!curves.validation.empty()) last = std::max(last, curves.validation.back().epoch);
  if (!curves.epochs.empty()) last = std::max(last, curves.epochs.back().epoch);
  return last;
}

/// All that is finite, from 0 up: losses and shares have that end.
AxisScale axis_over(const std::vector<Series>& all) {
  double high = 0;
  for (const Series& series : all)
    for (const QPointF& point : series.points)
      if (std::isfinite(point.y())) high = std::max(high, point.y());
  return widened({0, high > 0 ? high : 1}, 5);
}

void draw_panel(FigurePage& page, const Curves& curves, const std::vector<Series>& all,
                const QString& name, bool is_last) {
  const double height = std::min(220.0, 20 * page.body());
  Chart chart(page, QRectF(page.left(), page.y(), page.room(), height),
              {.x = {0, last_epoch(curves)},
               .y = axis_over(all),
               .x_name = is_last ? QStringLiteral("epoch") : QString(),
               .y_name = name});
  int index = 0;
  for (const Series& series : all) {
    std::vector<QPointF> points = series.points;
    for (QPointF& point : points)
      if (!std::isfinite(point.y())) point.setY(std::nan(""));
    chart.curve(points, series.faint ? 0 : index, series.faint);
    if (!series.faint) ++index;
  }
  page.move_down(height + 0.5 * page.body());
}

}  // namespace

Scene timeline_scene(const FigureSpec& spec, const FigureSource& source) {
  const Curves& curves = source.curves;
  if (!(last_epoch(curves) > 0)) throw Error{"the run has no curves yet"};
  FigurePage page(spec);
  page.heading("Training", source.input);
  series_key(page, {QStringLiteral("training, mean of the epoch"), QStringLiteral("validation")});
  draw_panel(page, curves,
             {{.points = points_of(curves.steps, &StepMetrics::loss, 1), .faint = true},
              {.points = points_of(curves.epochs, &EpochPoint::loss, 1)},
              {.points = points_of(curves.validation, &ValidationPoint::loss, 1)}},
             QStringLiteral("loss"), false);
  draw_panel(page, curves,
             {{.points = points_of(curves.steps, &StepMetrics::accuracy, 100), .faint = true},
              {.points = points_of(curves.epochs, &EpochPoint::accuracy, 100)},
              {.points = points_of(curves.validation, &ValidationPoint::accuracy, 100)}},
             QStringLiteral("accuracy, %"), true);
  if (spec.legend && !curves.steps.empty())
    page.paragraph(QStringLiteral("Thin: single steps of training."), page.small(),
                   page.colors().dim);
  return page.finish(source, {}, {});
}

FigureData timeline_data(const FigureSpec&, const FigureSource& source) {
  constexpr std::int64_t k_numbers = 6;
  const Curves& curves = source.curves;
  if (curves.steps.empty()) return {.csv = log_text(curves)};
  Tensor table(Shape{std::ssize(curves.steps), k_numbers}, ElementType::float64);
  const auto to = table.mutable_values<double>();
  std::size_t at = 0;
  for (const StepMetrics& step : curves.steps)
    for (const double number : {static_cast<double>(step.step), step.epoch, step.loss,
                                step.accuracy, step.learning_rate, step.gradient_norm})
      to[at++] = number;
  return {.csv = log_text(curves), .arrays = {std::move(table)}};
}

}  // namespace fovea
