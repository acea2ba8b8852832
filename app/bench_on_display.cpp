#include "app/bench_on_display.h"

#include <cstdio>
#include <fmt/format.h>

#include "app/cli/output.h"
#include "app/display.h"
#include "core/base/error.h"

namespace fovea::app {

int bench_on_display(const BenchCall& call, int argc, char** argv,
                     nlohmann::ordered_json (*measure)(const BenchCall&, TimedApplication&),
                     void (*print_table)(const nlohmann::ordered_json&)) {
  try {
    if (const std::string problem = display_problem(); !problem.empty()) throw Error{problem};
    TimedApplication application(argc, argv);
    const nlohmann::ordered_json json = measure(call, application);
    if (call.engine.json) {
      fmt::print("{}", text_of(json));
    } else {
      print_table(json);
    }
    return 0;
  } catch (const Error& error) {
    std::fprintf(stderr, "fovea: %s\n", error.clause().c_str());
    return 1;
  }
}

}  // namespace fovea::app
