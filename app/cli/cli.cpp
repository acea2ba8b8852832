#include "app/cli/cli.h"

#include <fmt/format.h>
#include <new>

#include "app/cli/commands.h"
#include "app/cli/failure.h"
#include "core/base/text.h"

namespace fovea::app {
namespace {

struct Dispatch {
  int operator()(const Answered& call) const { return call.exit_code; }
  int operator()(const RunCall& call) const { return run(call); }
  int operator()(const InfoCall& call) const { return info(call); }
  int operator()(const ConvolveCall& call) const { return convolve(call); }
  int operator()(const ConformanceCall& call) const { return conformance(call); }
  int operator()(const DevicesCall& call) const { return devices(call); }
  int operator()(const TrainCall& call) const { return train(call); }
  int operator()(const ExportCall& call) const { return export_figures(call); }
  int operator()(const BenchCall& call) const {
    if (call.suite == BenchCall::Suite::train) return bench_train(call);
    return call.suite == BenchCall::Suite::live ? bench_live(call) : bench_layers(call);
  }
  int operator()(const WindowCall&) const { return 0; }
};

void tell(const std::string& line) { fmt::print(stderr, "fovea: {}\n", printable(line)); }

}  // namespace

int run_command(const Call& call) {
  try {
    return std::visit(Dispatch{}, call);
  } catch (const FileError& error) {
    // Some errors name the file themselves; once is enough.
    const bool said = error.where() == error.file();
    tell(fmt::format("{}: {}", error.file(), said ? error.what() : error.clause()));
  } catch (const Error& error) {
    tell(error.clause());
  } catch (const std::bad_alloc&) {
    tell("there is not enough memory");
  } catch (const std::exception& error) {
    tell(error.what());
  }
  return 1;
}

}  // namespace fovea::app
