#pragma once

#include "app/cli/options.h"

namespace fovea::app {

/// Opens the Train lens at 1440 × 900, presses play and measures the window while LeNet-5 learns
/// Fashion-MNIST with the settings that the lens has: how soon validation accuracy is 89 %, frames,
/// how soon a curve answers to the pointer, memory above the data. Needs a display and the data.
/// The process's exit code.
int bench_train_window(const BenchCall& call, int argc, char** argv);

}  // namespace fovea::app
