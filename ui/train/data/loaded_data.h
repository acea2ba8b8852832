#pragma once

#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/train/data/data_set.h"
#include "core/train/data/progress.h"
#include "core/train/data/split.h"
#include "core/train/data/statistics.h"

namespace fovea {

/// A data set, divided, and what follows from that.
struct LoadedData {
  std::shared_ptr<const DataSet> set;
  SplitSettings settings;
  Splits splits;
  std::vector<ClassCount> counts;  ///< one a class
  std::vector<Tensor> means;       ///< of the training examples of each class, see mean_picture
  PixelScaling scaling;            ///< of the training examples
};

/// What a worker is asked for: a set that is read, or the one there is, with another one added to
/// it where there is one to add; then divided.
struct DataJob {
  std::string source = {};  ///< for read_data_set; empty: `set` is the one
  std::shared_ptr<const DataSet> set = {};
  bool adds = false;                             ///< what is read is added to `set`
  std::shared_ptr<const DataSet> addition = {};  ///< added to `set`; null: nothing
  SplitSettings settings = {};
  std::uint64_t ticket = 0;
  CancelToken cancel = {};
};

struct DataResult {
  std::shared_ptr<const LoadedData> data;  ///< null where there is a problem, or it was cancelled
  QString problem = {};                    ///< a sentence
  std::uint64_t ticket = 0;
};

/// Catches all that a person can meet. Exclusions that the set has no example for are dropped.
DataResult load_data(const DataJob& job, const DataProgress& progress);

}  // namespace fovea
