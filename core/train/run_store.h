#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/onnx/model.h"
#include "core/train/checkpoint.h"
#include "core/train/run_log.h"
#include "core/train/run_record.h"

namespace fovea {

/// A run's folder, which it can go on from after the program has ended in whatever way:
///
///     run.json                 the record
///     architecture.onnx        the network as it was at the start, with its metadata
///     log.csv                  the curves
///     checkpoint-<step>.fvc    the newest two moments to go on from (core/train/checkpoint_file.h)
///     best.fvc                 the moment of the lowest validation loss, where somebody wants it
///     timeline/                for a Timeline
///
/// Each file is written under another name and renamed, the log appended to. Used by one thread.
class RunStore {
 public:
  struct Resumed {
    Model model;  ///< as it was at the start
    Checkpoint checkpoint;
    std::optional<Checkpoint> best;  ///< absent where there is none or it is damaged
    Curves curves;                   ///< up to the checkpoint
    std::string notice;  ///< one sentence where the newest checkpoint was damaged; else empty
  };

  /// Makes the folder, with those above it. Throws Error: it holds a run already, it cannot be
  /// written, the disk is full.
  static RunStore create(const std::filesystem::path& folder, RunRecord record, const Model& model,
                         const Checkpoint& first);

  /// The newest moment that is whole. Throws Error (where: the file) where there is none.
  static RunStore resume(const std::filesystem::path& folder, Resumed& resumed);

  static bool is_run(const std::filesystem::path& folder);
  /// The step of a checkpoint by its file's name; nothing for other names.
  static std::optional<std::int64_t> step_of(std::string_view file);

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path timeline_folder() const { return folder_ / "timeline"; }
  const RunRecord& record() const { return record_; }

  /// Takes effect on the disk with the next `save`.
  template <typename Row>
  void log(const Row& row) {
    log_.add(row);
  }

  /// Writes log and checkpoint, and deletes all but the two newest. Throws Error where the disk is
  /// full or gone; what was there before stays, and the next call writes what this one could not.
  void save(const Checkpoint& checkpoint);
  /// Forgets rows and checkpoints that are later than the step. Throws Error.
  void cut_after(std::int64_t step);

  void save_best(const Checkpoint& checkpoint);

  /// Throws Error; the record in memory is the new one then too.
  void update(RunRecord record);

 private:
  RunStore(std::filesystem::path folder, RunRecord record, RunLog log)
      : folder_(std::move(folder)), record_(std::move(record)), log_(std::move(log)) {}

  std::filesystem::path folder_;
  RunRecord record_;
  RunLog log_;
};

}  // namespace fovea
