#pragma once

#include "core/figure/figure_spec.h"
#include "core/figure/scene.h"

namespace fovea {

/// The scene in the middle of the top of a sheet, at its own size; turned to landscape where only
/// that has room. Throws Error where no way round has.
Scene on_paper(Scene scene, Paper paper);

}  // namespace fovea
