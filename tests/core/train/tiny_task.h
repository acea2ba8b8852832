#pragma once

#include "core/train/random.h"
#include "core/train/trainer.h"

namespace fovea::testing {

/// Noisy 8 × 8 pictures of three classes, told apart by which third of the columns is bright: what
/// any network learns in a few epochs. Class by class in turn; the last fifth is test.
inline TrainingTask tiny_task(std::int64_t count = 240) {
  auto data = std::make_shared<DataSet>();
  data->name = "bright thirds";
  data->height = data->width = 8;
  data->classes = {"left", "middle", "right"};
  data->fingerprint = static_cast<std::uint64_t>(count);
  Random random(11);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto label = static_cast<std::int32_t>(i % 3);
    data->labels.push_back(label);
    for (std::int64_t pixel = 0; pixel < 64; ++pixel) {
      const bool is_bright = pixel % 8 * 3 / 8 == label;
      data->pixels.push_back(static_cast<std::uint8_t>(random.below(120) + (is_bright ? 100 : 0)));
    }
  }
  data->first_test = count * 4 / 5;
  TrainingTask task{.data = data,
                    .splits = {},
                    .scaling = {.scale = 1.0 / 255, .mean = {0.4}, .deviation = {0.3}}};
  for (std::int32_t i = 0; i < count; ++i) {
    const bool is_test = i >= data->first_test;
    auto& split =
        is_test ? task.splits.test : (i % 5 == 0 ? task.splits.validation : task.splits.training);
    split.push_back(i);
  }
  return task;
}

inline TrainingSettings tiny_settings() {
  return {.epochs = 4, .batch = 16, .learning_rate = 0.05, .seed = 3};
}

}  // namespace fovea::testing
