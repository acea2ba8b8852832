#pragma once

#include <optional>

#include "core/train/batch_program.h"

namespace fovea {

/// What a network does to a batch of so many samples on a Vulkan device, as pure data: dispatches
/// in order, and the buffers that they bind, by number. Values, gradients and weights lie as the
/// graph has them; everything is added up in an order that follows from shapes and limits alone.
struct VulkanProgram {
  using BufferId = std::size_t;

  struct Step {
    NodeId node = k_no_node;
    Dispatch dispatch = {};
    std::vector<BufferId> buffers = {};  ///< by binding
    std::int64_t work = 0;               ///< multiply-accumulates or the like, roughly
  };
  struct Seed {
    NodeId node = k_no_node;
    BufferId buffer = 0;  ///< TrainingMode::seed of the node in this step
  };
  struct Statistics {
    NodeId node = k_no_node;
    std::vector<ValueType> inputs = {};
    std::vector<BufferId> kept = {};  ///< for Operator::after_vulkan_step
  };

  std::int64_t samples = 0;
  /// By buffer. Weights come first: they have the same numbers whatever the samples.
  std::vector<std::int64_t> buffer_bytes = {};
  std::vector<Step> forward = {};    ///< of training, up to the logits
  std::vector<Step> backward = {};   ///< from the logits' gradient on
  std::vector<Step> inference = {};  ///< forward in inference mode

  BufferId input = 0, logits = 0, inferred_logits = 0, logits_gradient = 0;
  BufferId labels = 0;                                  ///< int32 [samples]
  BufferId losses = 0;                                  ///< [samples, 2]: loss, 1 where right
  std::vector<std::optional<BufferId>> weights = {};    ///< by value
  std::vector<std::optional<BufferId>> gradients = {};  ///< by weight that learns; none: it is 0
  std::vector<std::optional<BufferId>> inferred_values = {};  ///< by value, in inference mode
  std::vector<Seed> seeds = {};
  std::vector<Statistics> statistics = {};

  std::int64_t total_bytes() const;
};

/// Throws Error, naming the node, where an operator has no plan for this device.
VulkanProgram make_vulkan_program(const BatchProgram& program, std::int64_t samples,
                                  const VulkanLimits& limits);

/// Softmax with cross-entropy over `program`'s logits: writes their gradient, times 1 / samples,
/// and the losses.
VulkanProgram::Step cross_entropy_step(const VulkanProgram& program, std::int64_t classes,
                                       double smoothing, const VulkanLimits& limits);

}  // namespace fovea
