#pragma once

#include <QString>
#include <vector>

#include "ui/train/run_setup.h"

namespace fovea {

/// What one run has otherwise than another one: "learning rate", "0.05", "0.1".
struct RunDifference {
  QString what, from, to;
};

/// In the order in which a person thinks of them: network and data, then how it learns.
std::vector<RunDifference> run_differences(const RunSummary& from, const RunSummary& to);

/// With no more digits than it has, at most 5: "0.05", "4", "1e−8".
QString setting_text(double value);

/// "learning rate 0.05 → 0.1"
QString difference_text(const RunDifference& difference);

}  // namespace fovea
