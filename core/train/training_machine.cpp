#include "core/train/training_machine.h"

namespace fovea {

TrainingMachine::TrainingMachine(Graph graph, std::int64_t learned_floats)
    : gradient_(static_cast<std::size_t>(learned_floats)), graph_(std::move(graph)) {
  weights_.resize(graph_.value_count());
  for (std::size_t id = 0; id < weights_.size(); ++id) {
    const Tensor& tensor = graph_.weight(static_cast<ValueId>(id));
    if (tensor.empty() || tensor.type() != ElementType::float32) continue;
    weights_[id].assign(tensor.floats().begin(), tensor.floats().end());
  }
}

Graph TrainingMachine::graph() const {
  Graph result = graph_;
  for (std::size_t id = 0; id < weights_.size(); ++id) {
    const auto value = static_cast<ValueId>(id);
    if (weights_[id].empty()) continue;
    result = result.with_weight(value, Tensor::of(result.weight(value).shape(), weights_[id]));
  }
  return result;
}

std::vector<float*> TrainingMachine::weights_of(const Node& node) {
  std::vector<float*> weights;
  for (const ValueId id : node.inputs) {
    const bool is_weight = id != k_no_value && graph_.is_weight(id);
    weights.push_back(is_weight ? weight(id).data() : nullptr);
  }
  return weights;
}

}  // namespace fovea
