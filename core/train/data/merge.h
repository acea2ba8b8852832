#pragma once

#include "core/train/data/data_set.h"

namespace fovea {

/// The examples of both, in this order: a's, b's, then a's own test examples and b's. Classes are
/// matched by their names; those that only b has come after a's. Examples without a source are said
/// to come from their set. Throws Error where the sizes of the pictures differ, or both together
/// exceed `memory_budget()`.
std::shared_ptr<const DataSet> merge(const DataSet& a, const DataSet& b);

}  // namespace fovea
