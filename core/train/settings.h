#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace fovea {

enum class LossKind { cross_entropy, mean_squared, mean_absolute, hinge };

struct LossSettings {
  LossKind kind = LossKind::cross_entropy;
  /// Cross-entropy: share of the target that is spread over all classes, 0 to 1.
  /// Source: Szegedy et al., "Rethinking the Inception Architecture", 2016, section 7.
  double label_smoothing = 0;
  friend bool operator==(const LossSettings&, const LossSettings&) = default;
};

enum class OptimiserKind { sgd, adam, adamw, rmsprop };

struct OptimiserSettings {
  OptimiserKind kind = OptimiserKind::sgd;
  double momentum = 0.9;              ///< SGD and RMSprop, 0 to 1
  bool nesterov = false;              ///< SGD
  double beta1 = 0.9, beta2 = 0.999;  ///< Adam and AdamW
  double alpha = 0.99;                ///< RMSprop: how slowly the mean square forgets
  double epsilon = 1e-8;              ///< Adam, AdamW, RMSprop
  double weight_decay = 0;            ///< of kernels and matrices; biases and scales have none
  double clip_norm =
      0;  ///< gradients of all weights together are scaled to this norm; 0: as they are
  friend bool operator==(const OptimiserSettings&, const OptimiserSettings&) = default;
};

enum class ScheduleKind { constant, step, cosine, one_cycle };

struct ScheduleSettings {
  ScheduleKind kind = ScheduleKind::constant;
  double warm_up = 0;       ///< epochs over which the rate rises from 0; one-cycle has its own rise
  double step_epochs = 10;  ///< step: the rate is multiplied each so many epochs
  double step_factor = 0.1;
  double rise = 0.3;  ///< one-cycle: share of the run in which the rate rises
  friend bool operator==(const ScheduleSettings&, const ScheduleSettings&) = default;
};

/// Random changes of each training example, each drawn anew every time it is shown.
struct AugmentSettings {
  double shift = 0;       ///< up to this share of the width and height, each way
  bool flip = false;      ///< left to right, every second time
  double rotate = 0;      ///< up to so many degrees, each way
  double scale = 0;       ///< by a factor between 1 - scale and 1 + scale
  double shear = 0;       ///< up to this slope, each way
  double brightness = 0;  ///< up to this share of full white is added or taken
  double noise = 0;       ///< standard deviation, as a share of full white
  double erase = 0;       ///< a rectangle of up to this share of the area is made grey
  friend bool operator==(const AugmentSettings&, const AugmentSettings&) = default;
  bool changes_nothing() const { return *this == AugmentSettings{}; }
};

/// How a network learns. All but `seed` and `batch` may change between two steps of a run.
struct TrainingSettings {
  double epochs = 10;  ///< where the schedule ends; a run may go on beyond at its last rate
  std::int64_t batch = 64;
  double learning_rate = 0.05;
  std::uint64_t seed = 42;
  LossSettings loss = {};
  OptimiserSettings optimiser = {};
  ScheduleSettings schedule = {};
  AugmentSettings augment = {};
  std::set<std::string> frozen = {};  ///< names of nodes whose weights stay as they are
  /// Of an architecture: the share of the values before its last layer that are left out at random
  /// while it learns, 0 to below 1. Stays as the run began.
  double dropout = 0;
  /// Ends the run once validation loss has not fallen for so many epochs; 0: never.
  int patience = 0;
  friend bool operator==(const TrainingSettings&, const TrainingSettings&) = default;
};

/// Of a run where nobody says otherwise: enough for LeNet-5 to learn Fashion-MNIST, few enough
/// epochs to be watched to the end.
inline TrainingSettings usual_settings() {
  TrainingSettings settings;
  settings.epochs = 4;
  settings.schedule.kind = ScheduleKind::one_cycle;
  return settings;
}

}  // namespace fovea
