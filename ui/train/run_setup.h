#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/document/document.h"
#include "core/train/training_run.h"

namespace fovea {

/// The examples that runs learn from.
struct TrainingData {
  std::shared_ptr<const DataSet> set;  ///< null: none yet
  Splits splits;
  SplitSettings split;
  std::string source;  ///< what it can be opened from again, as `read_data_set` takes it
};

/// What a new run is to be.
struct RunPlan {
  enum class Body {
    architecture,  ///< random weights
    network,       ///< the document's, as it is
    new_head       ///< the document's with a new last layer, all before it frozen
  };

  TrainingData data;
  TrainingSettings settings = {};
  EngineKind engine = EngineKind::cpu;
  Body body = Body::architecture;
  std::string architecture = {};    ///< see core/train/architectures.h
  Network network = {};             ///< for the others
  std::filesystem::path runs = {};  ///< the folder of all runs; empty: nothing is written

  /// Of a fork: where it starts, what came before, and the run that it leaves.
  std::optional<Checkpoint> start = std::nullopt;
  Curves curves = {};
  std::shared_ptr<const NetworkOrigin> origin = nullptr;
  std::string parent = {};
  std::optional<PixelScaling> scaling = std::nullopt;
};

/// A run that is ready to be given to a LiveTrainer.
struct PreparedRun {
  std::string name;              ///< "LeNet-5"
  std::filesystem::path folder;  ///< empty: in memory alone
  TrainingData data;
  std::shared_ptr<const NetworkOrigin> origin;  ///< the network as it was at the run's start
  TrainingRun::Setup setup;
  std::string notice;           ///< a sentence; empty where all is well
  bool keeps_document = false;  ///< it is of a project, whose document shows what it shows
};

/// "LeNet-5" for "lenet5".
std::string architecture_title(std::string_view name);

/// Slow: reads all training examples, writes files. Throws Error. Where the folder cannot be
/// written the run is in memory alone, and the notice says why.
PreparedRun prepare_run(const RunPlan& plan);

/// A run of the folder as it was when it was left. `data` is used where it is the same; otherwise
/// the run's own is read. Throws Error.
PreparedRun resume_run(const std::filesystem::path& folder, const TrainingData& data,
                       EngineKind engine = EngineKind::cpu);

/// The same for a project whose network is the run's: where they begin alike the run goes on in the
/// network's own structure, and its weights are the network's where those are as it was left.
/// Without its examples it is there to be looked at: the setup lacks them, and says so.
PreparedRun reopen_run(const std::filesystem::path& folder, const TrainingData& data,
                       const Network& network, EngineKind engine = EngineKind::cpu);

/// Reads and divides a data set. Throws Error.
TrainingData read_training_data(const std::string& source, const SplitSettings& split = {});

/// What a list shows of a run, without its weights.
struct RunSummary {
  std::filesystem::path folder;
  std::string name;  ///< of the architecture
  TrainingSettings settings = {};
  std::string data;
  std::string parent;
  double epoch = 0;
  double accuracy = k_not_measured;  ///< the last of validation, 0 to 1
  Curves curves;
  bool is_finished() const { return epoch >= settings.epochs; }
};

/// The network of a run as it was left, without changing anything in its folder. Throws Error.
Graph newest_network(const std::filesystem::path& folder);

/// The runs in the folder, the newest first. What cannot be read is left out.
std::vector<RunSummary> list_runs(const std::filesystem::path& runs);

}  // namespace fovea
