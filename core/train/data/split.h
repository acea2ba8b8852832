#pragma once

#include <set>

#include "core/train/data/data_set.h"

namespace fovea {

struct SplitSettings {
  double validation = 0.1;  ///< share of what is not test, 0 to 0.9
  double test = 0.1;        ///< share of all, where the set has no test examples of its own
  std::uint64_t seed = 42;
  std::set<std::int64_t> excluded = {};  ///< examples that a person has taken out
  friend bool operator==(const SplitSettings&, const SplitSettings&) = default;
};

/// Indices of examples, ascending, disjoint. Curves, early stopping, scrubbing and forks see
/// training and validation alone; test is looked at on demand.
struct Splits {
  std::vector<std::int32_t> training, validation, test;
};

/// The same for the same seed everywhere, class by class, so that each split has its share of every
/// class. Throws Error where nothing is left to train on.
Splits split(const DataSet& set, const SplitSettings& settings);

}  // namespace fovea
