#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "app/cli/figure_targets.h"

namespace fovea::app {

/// What a batch has finished, in a file beside its figures: a line a figure, the digest of its
/// recipe and inputs, that of the figure, and its name; a later line of a name counts. A line is
/// added after its figure, so that what it names is whole. Several batches may share a folder.
class FinishedFigures {
 public:
  explicit FinishedFigures(std::filesystem::path folder);

  /// Whether the figure is there as this batch would make it.
  bool holds(const FigureTarget& target) const;
  /// One thread at a time. Throws Error.
  void add(const FigureTarget& target);

 private:
  struct Entry {
    std::string recipe, figure;
  };
  std::filesystem::path path_;
  std::map<std::string, Entry> entries_;
  bool is_cut_ = false;  ///< the last line has no end
};

}  // namespace fovea::app
