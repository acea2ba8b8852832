#pragma once

#include "app/cli/options.h"

namespace fovea::app {

/// Does what the call asks, but for opening the window, and returns its exit code. Whatever fails
/// is told in one line on standard error.
int run_command(const Call& call);

}  // namespace fovea::app
