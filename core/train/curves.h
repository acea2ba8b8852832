#pragma once

#include <vector>

#include "core/train/trainer.h"

namespace fovea {

/// What was measured on validation examples after a step.
struct ValidationPoint {
  std::int64_t step = 0;
  double epoch = 0;
  double loss = 0;
  double accuracy = 0;        ///< 0 to 1
  std::int64_t examples = 0;  ///< how many were looked at
  bool is_whole = true;       ///< all that validation has; else a fixed part, to see early
  friend bool operator==(const ValidationPoint&, const ValidationPoint&) = default;
};

/// What one epoch did.
struct EpochPoint {
  std::int64_t step = 0;  ///< its last
  double epoch = 0;       ///< 1 is the first
  double loss = 0;        ///< mean over its steps
  double accuracy = 0;    ///< of training, mean over its steps, 0 to 1
  double learning_rate = 0;
  double images_per_second = 0;  ///< of the steps alone
  friend bool operator==(const EpochPoint&, const EpochPoint&) = default;
};

/// All that is drawn of a run over time; ascending steps.
struct Curves {
  std::vector<StepMetrics> steps;  ///< without their `weights`
  std::vector<ValidationPoint> validation;
  std::vector<EpochPoint> epochs;

  void append(const Curves& later) {
    steps.insert(steps.end(), later.steps.begin(), later.steps.end());
    validation.insert(validation.end(), later.validation.begin(), later.validation.end());
    epochs.insert(epochs.end(), later.epochs.begin(), later.epochs.end());
  }
  void cut_after(std::int64_t step) {
    const auto is_later = [step](const auto& row) { return row.step > step; };
    std::erase_if(steps, is_later);
    std::erase_if(validation, is_later);
    std::erase_if(epochs, is_later);
  }
};

}  // namespace fovea
