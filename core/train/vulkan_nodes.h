#pragma once

#include <optional>

#include "core/train/batch_program.h"

namespace fovea {

/// A node of a network that a Vulkan device trains.
struct VulkanNode {
  NodeId id = k_no_node;
  const Node* node = nullptr;
  std::vector<ValueType> inputs = {}, outputs = {};
  std::vector<Tensor> weights = {};        ///< by input
  std::vector<std::int64_t> learned = {};  ///< by input: index among those that learn, or -1
  bool trains = true;                      ///< not frozen
  bool is_view = false;                    ///< in training: its output is its input's memory
  // What VulkanProgram's making adds.
  bool differentiates = false;           ///< something before it, or of it, learns
  std::vector<std::size_t> kept = {};    ///< buffers that its forward plan keeps
  std::optional<std::size_t> seed = {};  ///< buffer of what it draws from
};

/// All but a Softmax at the end: the loss wants the numbers before it.
struct VulkanNodes {
  std::shared_ptr<const ShapedGraph> shaped;  ///< for so many samples
  std::vector<VulkanNode> nodes;
  /// By value: itself, or what it is a view of, in training and in inference mode.
  std::vector<ValueId> roots, inferred_roots;
};

/// `program` must outlive it.
VulkanNodes vulkan_nodes(const BatchProgram& program, std::int64_t samples);

}  // namespace fovea
