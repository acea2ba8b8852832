#include "app/bench_train_window.h"
#include "app/bench_window.h"
#include "app/cli/cli.h"
#include "app/window.h"

int main(int argc, char** argv) {
  using namespace fovea::app;
  const Call call = parse_call(argc, argv);
  if (const auto* window = std::get_if<WindowCall>(&call)) return run_window(*window, argc, argv);
  const auto* bench = std::get_if<BenchCall>(&call);
  if (bench != nullptr && bench->suite == BenchCall::Suite::window)
    return bench_window(*bench, argc, argv);
  if (bench != nullptr && bench->suite == BenchCall::Suite::train_window)
    return bench_train_window(*bench, argc, argv);
  return run_command(call);
}
