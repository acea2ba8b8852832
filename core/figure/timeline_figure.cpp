#include <algorithm>

#include "core/base/error.h"
#include "core/figure/chart.h"
#include "core/figure/kinds.h"
#include "core/figure/run_curves.h"
#include "core/train/run_log.h"

namespace fovea {

Scene timeline_scene(const FigureSpec& spec, const FigureSource& source) {
  const Curves& curves = source.curves;
  if (!(last_epoch(curves) > 0)) throw Error{"the run has no curves yet"};
  FigurePage page(spec);
  page.heading("Training", source.input);
  series_key(page, run_curve_names());
  const double height = std::min(220.0, 20 * page.body());
  const std::vector<RunPanel> panels = run_panels(curves);
  for (const RunPanel& panel : panels) {
    draw_panel(page, QRectF(page.left(), page.y(), page.room(), height), panel,
               {.last = last_epoch(curves), .is_named = &panel == &panels.back()});
    page.move_down(height + 0.5 * page.body());
  }
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
