#pragma once

#include <functional>

#include "core/base/cancel.h"
#include "core/graph/graph.h"
#include "core/train/loss.h"

namespace fovea {

/// Some samples of a batch, side by side.
struct BatchPart {
  std::int64_t first = 0, samples = 0;  ///< in the batch
  std::int64_t lanes = 0;
};

/// The weights of a network as they learn, and what runs batches of examples with them: the CPU
/// (BatchMachine) or a Vulkan device (VulkanMachine). Used by one thread, which may join others.
class TrainingMachine {
 public:
  /// Fills [features, lanes] with the samples of a part, 0 beyond them; called on several threads.
  using Fill = std::function<void(const BatchPart&, float* to)>;

  struct Batch {
    std::int64_t samples = 0;  ///< at most the program's batch
    std::span<const std::int32_t> labels = {};
    const Fill& fill;
    const LossSettings& loss;
    std::uint64_t seed = 0;  ///< what dropout draws from
  };

  virtual ~TrainingMachine() = default;

  /// All float32 weights as they are now. By value; empty where it is none.
  std::span<float> weight(ValueId value) { return weights_[static_cast<std::size_t>(value)]; }
  std::span<const float> weight(ValueId value) const {
    return weights_[static_cast<std::size_t>(value)];
  }
  /// What the weights' changed from without this: to be called before the next batch.
  virtual void weights_changed() = 0;
  /// The program's graph with the weights as they are (copied).
  Graph graph() const;

  /// Forward and backward; the gradient is then in `gradient()`. Throws Cancelled, DeviceLost.
  virtual LossSum differentiate(const Batch& batch, const CancelToken& cancel) = 0;
  /// Of the mean loss, flat as the program lists what learns. Made ready by `sum_gradient`, on any
  /// thread, piece by piece.
  std::span<float> gradient() { return gradient_; }
  virtual void sum_gradient(std::int64_t first, std::int64_t count) = 0;
  /// What learns without gradients: running statistics, by the batch that went through last.
  virtual void update_statistics(std::int64_t samples) = 0;

  /// Samples that `infer` takes.
  virtual std::int64_t at_once() const = 0;
  /// In inference mode: logits [samples, classes] to `logits`. Throws Cancelled, DeviceLost.
  virtual void infer(std::int64_t samples, const Fill& fill, std::span<float> logits,
                     const CancelToken& cancel) = 0;

  /// The first node, in the order of the graph, whose output is not finite for this batch;
  /// k_no_node where all are. Throws DeviceLost.
  virtual NodeId first_not_finite(const Batch& batch) = 0;

 protected:
  TrainingMachine(Graph graph, std::int64_t learned_floats);
  /// By input of a node: its weights; null where it is none.
  std::vector<float*> weights_of(const Node& node);

  std::vector<float> gradient_;

 private:
  Graph graph_;                              // with the weights that it began with
  std::vector<std::vector<float>> weights_;  // by value
};

}  // namespace fovea
