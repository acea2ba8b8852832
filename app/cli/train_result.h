#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "app/cli/options.h"
#include "core/onnx/model.h"
#include "core/train/training_run.h"

namespace fovea::app {

/// The network that a run begins with.
struct Start {
  Model model;                        ///< with its classes and preprocessing as metadata
  std::set<std::string> frozen = {};  ///< under a new head: the layers of the body
};

/// The network that the call starts from; sets the task's scaling: the network's own where it has
/// one, else from the training examples. Throws Error.
Start start_model(const TrainCall& call, TrainingTask& task);

struct TrainResult {
  std::optional<double> test_accuracy;  ///< absent where there are no test examples
};

/// Looks at the test examples, once, and writes the network: normalisations folded in, with what
/// made it as `fovea.training`. Throws FileError; Cancelled, with nothing written.
TrainResult test_and_save(const TrainCall& call, TrainingRun& run,
                          std::map<std::string, std::string> metadata, const std::string& command,
                          const CancelToken& cancel);

}  // namespace fovea::app
