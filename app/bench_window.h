#pragma once

#include "app/cli/options.h"

namespace fovea::app {

/// Opens the window at 1440 × 900 and measures it as a person meets it: from the process's start to
/// the first maps, memory, an idle window, kernel cells dragged until their maps are on the screen,
/// a picture of 24 megapixels opened. Needs a display. The process's exit code.
int bench_window(const BenchCall& call, int argc, char** argv);

}  // namespace fovea::app
