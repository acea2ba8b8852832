#include "core/train/learning.h"

#include <optional>

namespace fovea {
namespace {

/// What input `index` of a node is to training; nothing where it does not learn.
std::optional<LearningWeight> as_learning(const Graph& graph, const Node& node, std::size_t index) {
  const ValueId id = node.inputs[index];
  if (!graph.is_weight(id) || graph.weight(id).type() != ElementType::float32) return std::nullopt;
  constexpr std::size_t k_matrices = 2, k_statistics = 3;  // inputs before; from here on
  switch (node.op->kind) {
    case LayerKind::convolution:
    case LayerKind::dense:
      return LearningWeight{id, index < k_matrices};
    case LayerKind::normalisation:
      if (index >= k_statistics) return std::nullopt;
      return LearningWeight{id, false};
    case LayerKind::arithmetic:
      if (graph.weight(id).elements() == 1) return std::nullopt;
      return LearningWeight{id, false};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<LearningWeight> learning_weights(const Graph& graph,
                                             const std::set<std::string>& frozen) {
  std::vector<std::optional<LearningWeight>> found(graph.value_count());
  std::set<ValueId> held;
  for (const Node& node : graph.nodes()) {
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      const auto weight = as_learning(graph, node, i);
      if (!weight) continue;
      if (frozen.contains(node.name)) held.insert(weight->weight);
      auto& known = found[static_cast<std::size_t>(weight->weight)];
      known = LearningWeight{weight->weight, weight->decays || (known && known->decays)};
    }
  }
  std::vector<LearningWeight> weights;
  for (const auto& weight : found) {
    if (weight && !held.contains(weight->weight)) weights.push_back(*weight);
  }
  return weights;
}

ValueId logits_of(const Graph& graph) {
  const ValueId output = graph.structure().outputs[0];
  const NodeId producer = graph.producer(output);
  const bool is_answer =
      producer != k_no_node && graph.node(producer).op->kind == LayerKind::answer;
  return is_answer ? graph.node(producer).inputs[0] : output;
}

}  // namespace fovea
