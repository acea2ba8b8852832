#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/figure/motion/clip_page.h"
#include "core/figure/motion/clip_script.h"
#include "core/figure/run_curves.h"

namespace fovea {
namespace {

/// What all frames share.
struct TrainingShow {
  ClipSpec spec;
  ClipClock clock;
  ClipWords words;
  RunMoments run;
  Scale scale;  ///< of the kernels at all moments
  Palette palette = Palette::diverging;
  std::vector<RunPanel> panels;
  double last = 1;  ///< epoch

  /// Every moment is shown as long as any other.
  std::size_t moment(std::int64_t frame) const {
    const auto count = static_cast<double>(run.moments.size());
    return static_cast<std::size_t>(std::min(count - 1, clock.share(frame) * count));
  }
  double epoch(std::int64_t frame) const {
    if (run.moments.empty()) return clock.share(frame) * last;
    return run.moments[moment(frame)].metrics.epoch;
  }
};

QString percent(double share) {
  return QStringLiteral("%1 %").arg(QString::number(100 * share, 'f', 1));
}

QString moment_words(const TrainingShow& show, std::int64_t frame) {
  if (show.run.moments.empty())
    return QStringLiteral("epoch %1").arg(QString::number(show.epoch(frame), 'f', 2));
  const RunMetrics& now = show.run.moments[show.moment(frame)].metrics;
  QString words = QStringLiteral("step %1 · epoch %2")
                      .arg(figure_count(now.step), QString::number(now.epoch, 'f', 2));
  if (std::isfinite(now.loss)) words += QStringLiteral(" · loss %1").arg(figure_number(now.loss));
  if (std::isfinite(now.training_accuracy))
    words += QStringLiteral(" · training %1").arg(percent(now.training_accuracy));
  if (std::isfinite(now.validation_accuracy))
    words += QStringLiteral(" · validation %1").arg(percent(now.validation_accuracy));
  return words;
}

void draw_kernels(FigurePage& page, const TrainingShow& show, std::int64_t frame,
                  const QRectF& area) {
  const Tensor& kernels = show.run.moments[show.moment(frame)].kernels;
  const Shape& shape = kernels.shape();
  const auto count = static_cast<std::size_t>(shape[0]);
  const auto cells = static_cast<std::size_t>(shape[1] * shape[2]);
  const std::vector<QRectF> places = tile_places(count, shape[1], shape[2], area, tile_label(page));
  for (std::size_t i = 0; i < count; ++i)
    draw_tile(page,
              {.values = kernels,
               .map = kernels.floats().subspan(i * cells, cells),
               .rows = shape[1],
               .columns = shape[2],
               .scale = show.scale,
               .palette = show.palette,
               .label = QString::fromStdString(show.run.labels[i])},
              places[i]);
}

/// The curves as far as they are, and a line where the run is.
void draw_curves(FigurePage& page, const TrainingShow& show, std::int64_t frame,
                 const QRectF& area) {
  const double height = area.height() / static_cast<double>(show.panels.size());
  const double now = show.epoch(frame);
  for (std::size_t i = 0; i < show.panels.size(); ++i) {
    const QRectF place(area.left(), area.top() + static_cast<double>(i) * height, area.width(),
                       height - 4);
    const QRectF plot =
        draw_panel(page, place, show.panels[i],
                   {.last = show.last, .until = now, .is_named = i + 1 == show.panels.size()});
    const double x = plot.left() + std::min(1.0, now / show.last) * plot.width();
    page.add(Scene::Line{{{x, plot.top()}, {x, plot.bottom()}}, page.colors().text, 1});
  }
}

Scene training_scene(const TrainingShow& show, std::int64_t frame) {
  ClipPage clip(show.spec, show.words);
  FigurePage& page = clip.page();
  QRectF area = clip.area();
  series_key(page, run_curve_names());
  area.setTop(page.y() + 2);
  if (!show.run.moments.empty()) {
    QRectF left = area;
    left.setWidth(std::floor(0.52 * area.width()));
    draw_kernels(page, show, frame, left);
    area.setLeft(left.right() + page.body());
  }
  draw_curves(page, show, frame, area);
  return clip.finish(moment_words(show, frame));
}

/// Over all moments: what grows is seen to grow.
Scale scale_over_run(const ClipSpec& spec, const RunMoments& run, Palette palette,
                     const CancelToken& cancel) {
  float least = 0, most = 0;
  for (const RunMoments::Moment& moment : run.moments) {
    cancel.throw_if_cancelled();
    const Statistics found = statistics(moment.kernels.floats());
    if (found.finite() == 0) continue;
    least = std::min(least, found.min);
    most = std::max(most, found.max);
  }
  return scale_over(spec.figure, palette, std::array{least, most});
}

std::string detail_of(const RunMoments& run) {
  if (run.moments.empty()) return {};
  std::string words =
      fmt::format("kernels of {} at {} moments of the run", run.layer, run.moments.size());
  if (run.left_out > 0) words += fmt::format("; {} more are not shown", run.left_out);
  return words;
}

}  // namespace

ClipScript training_clip(const ClipSpec& spec, const ClipSource& source,
                         const CancelToken& cancel) {
  const Curves& curves = source.figure.curves;
  const double last =
      std::max(last_epoch(curves),
               source.run.moments.empty() ? 0.0 : source.run.moments.back().metrics.epoch);
  if (!(last > 0)) throw Error{"the run has no curves yet"};
  // The run's own network is shown, not one that was edited.
  FigureSource named = source.figure;
  named.network.graph = named.network.origin ? named.network.origin->model.graph : Graph{};
  named.network.muted.clear();
  const Palette palette = spec.figure.palette.value_or(Palette::diverging);
  const bool has_kernels = !source.run.moments.empty();
  const std::string words = "one scale for all kernels at all moments";
  auto show = std::make_shared<TrainingShow>(TrainingShow{
      .spec = spec,
      .clock = ClipClock(spec, usual_seconds(has_kernels ? std::ssize(source.run.moments) : 40)),
      .words = clip_words(spec, named, "Training", detail_of(source.run), source.run.layer,
                          has_kernels ? words : std::string()),
      .run = source.run,
      .scale = scale_over_run(spec, source.run, palette, cancel),
      .palette = palette,
      .panels = run_panels(curves),
      .last = last});
  if (has_kernels) set_legend(show->words, spec, palette, show->scale, words);
  return {.frames = show->clock.frames(),
          .title = has_kernels ? "Training, " + source.run.layer : "Training",
          .scene = [show](std::int64_t frame) { return training_scene(*show, frame); }};
}

}  // namespace fovea
