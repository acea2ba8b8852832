#pragma once

#include "core/figure/figure_spec.h"
#include "core/figure/scene.h"

namespace fovea {

/// The scene in the middle of a sheet from its top, at its own size; turned to landscape where only
/// that is wide enough, and on as many sheets as it takes, parted where nothing is cut. Throws
/// Error where it is too wide, or a part of it too high.
Scene on_paper(Scene scene, Paper paper);

}  // namespace fovea
