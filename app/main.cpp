#include "app/cli/cli.h"
#include "app/window.h"

int main(int argc, char** argv) {
  using namespace fovea::app;
  const Call call = parse_call(argc, argv);
  if (std::holds_alternative<WindowCall>(call)) return run_window(argc, argv);
  return run_command(call);
}
