#pragma once

#include <filesystem>
#include <mutex>

#include "core/train/checkpoint.h"

namespace fovea {

/// The checkpoints of a run, to walk through. One thread adds; any thread looks.
///
/// Their number is bounded by thinning. With s(x) = x / last + log(1 + x) / log(1 + last), half of
/// an even spread over the run and half of a logarithmic one, the checkpoint goes whose neighbours
/// are nearest to each other in s; of two, the earlier. The first and the last always stay. What is
/// kept follows from the steps alone.
///
/// Beyond `memory_bytes` the oldest checkpoints in memory are written into `folder` and read back
/// when asked for; without a folder, or where it cannot be written, the timeline is thinned further
/// instead.
class Timeline {
 public:
  struct Options {
    std::size_t most = 256;  ///< checkpoints, at least 2
    std::int64_t memory_bytes = std::int64_t{64} << 20;
    std::filesystem::path folder = {};  ///< made when needed; empty: none
  };

  explicit Timeline(Options options);
  /// Goes on with what an earlier timeline left in the folder, up to `last_step`; what is later,
  /// cannot be read or is of another network than `graph` is deleted.
  Timeline(Options options, const Graph& graph, std::int64_t last_step);

  /// Its step is that of the last one, which it replaces, or a later one.
  void add(Checkpoint checkpoint);

  /// Forgets what is later than the step: the run went on from there in another way.
  void cut_after(std::int64_t step);

  /// The nearest checkpoint at or before the step; the first one where there is none before. Null
  /// while there is none at all. Reads a file where it was spilled; throws Error where that is
  /// damaged or gone.
  std::shared_ptr<const Checkpoint> at(std::int64_t step) const;

  /// What is kept, ascending; never waits for a file.
  std::vector<RunMetrics> moments() const;
  std::vector<std::int64_t> steps() const;
  std::int64_t memory_bytes() const;

  /// Writes all that is in memory into the folder too, so that a later timeline finds it.
  void store();

  /// Why nothing is spilled though there is a folder; empty where all is well.
  std::string notice() const;

 private:
  struct Entry {
    RunMetrics metrics;
    std::int64_t bytes = 0;
    std::shared_ptr<const Checkpoint> held;  ///< null where it was spilled
    bool is_stored = false;
  };

  std::filesystem::path file_of(std::int64_t step) const;
  std::size_t thinnest(bool in_memory) const;
  void drop(std::size_t index);
  void fit_into_memory(std::unique_lock<std::mutex>& lock);
  bool write(std::size_t index, std::unique_lock<std::mutex>& lock);
  std::int64_t held_bytes() const;

  const Options options_;
  mutable std::mutex mutex_;    // guards the three below; not held while a file is read or written
  std::vector<Entry> entries_;  // ascending steps; only the adding thread changes it
  Graph graph_;                 // for its structure, which files do not hold
  std::string notice_;
};

}  // namespace fovea
