#include "ui/figure/drawn_figure.h"

#include <algorithm>

#include "ui/train/on_worker.h"

namespace fovea {
namespace {

/// A preview is as sharp as a window can show, however large the figure is.
constexpr double k_preview_pixels = 2200;
constexpr int k_most_preview_zoom = 4;

DrawnFigure painted(const Scene& scene) {
  const double widest = std::max(scene.width, scene.height);
  const int zoom = std::clamp(static_cast<int>(k_preview_pixels / widest), 1, k_most_preview_zoom);
  return {.image = paint_scene(scene, zoom),
          .width_mm = scene.width / k_units_per_mm,
          .height_mm = scene.height / k_units_per_mm};
}

}  // namespace

DrawnFigure drawn_figure(const std::function<Scene()>& scene) {
  const Outcome<DrawnFigure> outcome = outcome_of<DrawnFigure>([&] { return painted(scene()); });
  return outcome.value.value_or(DrawnFigure{.problem = outcome.sentence});
}

}  // namespace fovea
