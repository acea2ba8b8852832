#pragma once

#include <string>
#include <string_view>

#include "core/train/data/split.h"
#include "core/train/scaling.h"
#include "core/train/settings.h"

namespace fovea {

/// The words that files and command lines have for each kind: "cross-entropy", "adamw",
/// "one-cycle".
std::string_view name_of(LossKind kind);
std::string_view name_of(OptimiserKind kind);
std::string_view name_of(ScheduleKind kind);

/// What a run remembers beside its weights: `run.json` in its folder.
struct RunRecord {
  TrainingSettings settings = {};
  std::string data = {};          ///< the data set's name
  std::string data_source = {};   ///< what it was opened from: a path, or a name
  std::uint64_t fingerprint = 0;  ///< the data set's
  SplitSettings split = {};
  PixelScaling scaling = {};
  std::string command = {};      ///< that started it; empty where it was started in the window
  std::string parent = {};       ///< the run that it was forked from; empty where it was not
  std::int64_t parent_step = 0;  ///< where
  int test_looks = 0;            ///< how often accuracy on the test split has been asked for
  std::string version = {};      ///< of the program that wrote it; filled in when it is written
  friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

std::string to_json(const RunRecord& record);

/// Throws Error, naming what is missing or wrong.
RunRecord run_record_from_json(std::string_view json);

}  // namespace fovea
