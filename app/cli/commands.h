#pragma once

#include "app/cli/options.h"

namespace fovea::app {

/// Each returns the exit code of `cli.md`, 0 or 1, or throws FileError or Error.
int run(const RunCall&);
int info(const InfoCall&);
int convolve(const ConvolveCall&);
int conformance(const ConformanceCall&);
int devices(const DevicesCall&);
int train(const TrainCall&);
int export_figures(const ExportCall&);
int bench_layers(const BenchCall&);
int bench_train(const BenchCall&);
int bench_live(const BenchCall&);

}  // namespace fovea::app
