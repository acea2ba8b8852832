#pragma once

#include "app/cli/options.h"

namespace fovea::app {

/// Opens the window with the call's files in it and runs until it is closed; the process's exit
/// code. Without a display it says so on standard error and returns 1.
int run_window(const WindowCall& call, int argc, char** argv);

}  // namespace fovea::app
