#pragma once

namespace fovea::app {

/// Opens the window and runs until it is closed; the process's exit code. Without a display it says
/// so on standard error and returns 1.
int run_window(int argc, char** argv);

}  // namespace fovea::app
