#pragma once

#include <span>
#include <vector>

#include "core/train/data/augment.h"
#include "core/train/trainer.h"
#include "core/train/training_machine.h"

namespace fovea {

/// Which examples a step shows, and as what numbers: a pure function of the seed and the step.
class BatchSource {
 public:
  BatchSource(const TrainingTask& task, std::uint64_t seed, std::int64_t batch);

  std::int64_t steps_in_epoch() const;
  /// Examples of step `step`, 0 the first; the last of an epoch may be fewer than a batch. Every
  /// epoch shows every training example once, in an order of its own.
  std::span<const std::int32_t> examples_of(std::int64_t step);
  std::vector<std::int32_t> labels_of(std::span<const std::int32_t> examples) const;

  /// Fills parts with examples as they are, or changed as `augment` says for that step.
  TrainingMachine::Fill fill(std::span<const std::int32_t> examples) const;
  TrainingMachine::Fill fill(std::span<const std::int32_t> examples, const AugmentSettings& augment,
                             std::int64_t step) const;

 private:
  void put(std::span<const std::uint8_t> pixels, std::int64_t lanes, float* to) const;
  void put(std::span<const float> pixels, std::int64_t lanes, float* to) const;

  const TrainingTask& task_;
  ExampleShape shape_;
  std::uint64_t seed_;
  std::int64_t batch_;
  std::vector<float> factors_, offsets_;  // by channel: value = pixel · factor + offset
  std::int64_t epoch_ = -1;
  std::vector<std::int32_t> order_;  // of the epoch
};

}  // namespace fovea
