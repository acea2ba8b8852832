#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/base/cancel.h"
#include "core/engine/backend.h"
#include "core/train/data/data_set.h"
#include "core/train/data/split.h"
#include "core/train/scaling.h"
#include "core/train/settings.h"
#include "core/vulkan/device.h"

namespace fovea {

/// What one weight tensor did in a step.
struct WeightStep {
  ValueId weight = k_no_value;
  double gradient_norm = 0;  ///< Euclidean, after clipping
  double weight_norm = 0;    ///< before the step
  double update_norm = 0;
  double update_ratio() const { return weight_norm > 0 ? update_norm / weight_norm : 0; }
};

/// What one step did.
struct StepMetrics {
  std::int64_t step = 0;  ///< 1 is the first
  double epoch = 0;       ///< epochs done after it, with a fraction
  double loss = 0;        ///< mean over the batch, before the update
  double accuracy = 0;    ///< of the batch, 0 to 1
  double learning_rate = 0;
  double gradient_norm = 0;              ///< of all weights together, before clipping
  std::vector<WeightStep> weights = {};  ///< of those that learn
};

/// How a network does on a list of examples.
struct Evaluation {
  double loss = 0;      ///< mean
  double accuracy = 0;  ///< 0 to 1
  /// [examples, classes] probabilities in the order of the list (softmax of the logits).
  std::vector<float> probabilities;
};

/// All that a run needs to go on as if it had never stopped: bit for bit.
struct TrainerState {
  Graph graph;  ///< with the weights as they are
  std::int64_t step = 0;
  std::vector<std::vector<float>> moments;  ///< the optimiser's, by weight that learns and kind
};

/// What a run learns from; shared with whoever shows it.
struct TrainingTask {
  std::shared_ptr<const DataSet> data;
  Splits splits = {};
  PixelScaling scaling = {};
};

class BatchProgram;
class TrainingMachine;

/// What to train on.
struct TrainingEngine {
  EngineKind kind = EngineKind::cpu;
  VulkanChoice device = {};  ///< where the kind is Vulkan
  /// Makes what stands for the Vulkan device; null: a VulkanMachine on `device`.
  std::function<std::unique_ptr<TrainingMachine>(std::shared_ptr<const BatchProgram>)> make_vulkan =
      nullptr;

  TrainingEngine(EngineKind kind_ = EngineKind::cpu, const VulkanChoice& device_ = {})
      : kind(kind_), device(device_) {}
};

/// Trains a graph on one task, step by step. The graph has one input [N, C, H, W] and one output
/// [N, classes], logits or a Softmax of them. Everything random follows from the seed and the
/// step's number, and sums are taken in an order that does not depend on the threads: the same
/// settings make the same bits on one instruction set, or on one Vulkan device. What Vulkan cannot
/// train (an operator without a plan, no device, too little memory, a device that is lost on the
/// way) the CPU does, and `notice` says so. Used by one thread.
class Trainer {
 public:
  /// Throws Error where graph and data do not go together, or an operator has no gradient.
  Trainer(Graph graph, TrainingTask task, TrainingSettings settings, int threads,
          const TrainingEngine& engine = {});
  ~Trainer();
  Trainer(Trainer&&) noexcept;

  /// One batch forward, backward and an update. Throws Error where loss or a gradient is not
  /// finite, naming the layer; the weights are then as before the step. Throws Cancelled.
  StepMetrics step(const CancelToken& cancel);

  /// `examples` through the network as it is, in inference mode.
  Evaluation evaluate(std::span<const std::int32_t> examples, const CancelToken& cancel);

  /// Takes effect with the next step.
  void change(const TrainingSettings& settings);
  const TrainingSettings& settings() const;
  const TrainingTask& task() const;

  /// What it runs on.
  EngineKind engine() const;
  /// Why that is the CPU where Vulkan was asked for, a sentence; else empty.
  const std::string& notice() const;

  std::int64_t steps_in_epoch() const;
  std::int64_t steps_done() const;

  /// The network with its weights as they are now (copies them).
  Graph graph() const;
  TrainerState state() const;
  /// Throws Error where the state is of another graph.
  void restore(const TrainerState& state);

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace fovea
