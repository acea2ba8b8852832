#pragma once

#include <QImage>
#include <QString>
#include <functional>

#include "core/figure/scene.h"

namespace fovea {

/// A figure as its preview shows it.
struct DrawnFigure {
  QImage image = {};                   ///< null where there is a problem
  double width_mm = 0, height_mm = 0;  ///< of the figure
  QString problem = {};                ///< a sentence
};

/// Paints what `scene` lays out; whatever that throws is the problem. For a worker.
DrawnFigure drawn_figure(const std::function<Scene()>& scene);

}  // namespace fovea
