#pragma once

#include <functional>
#include <nlohmann/json.hpp>

#include "app/cli/options.h"
#include "app/timed_application.h"

namespace fovea::app {

/// What measurements of the window have in common: an application on a display, and the result as
/// JSON or as `print_table` has it. What `measure` throws is told in a line. The process's exit
/// code.
int bench_on_display(const BenchCall& call, int argc, char** argv,
                     nlohmann::ordered_json (*measure)(const BenchCall&, TimedApplication&),
                     void (*print_table)(const nlohmann::ordered_json&));

}  // namespace fovea::app
