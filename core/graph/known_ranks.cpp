#include "core/base/error.h"
#include "core/graph/graph.h"

namespace fovea {
namespace {

/// Stands for an extent that is free: most networks that leave one open run at it.
constexpr std::int64_t k_trial_extent = 64;

Shape trial_shape(std::span<const std::int64_t> dims) {
  Shape shape(dims);
  for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
    if (shape[axis] < 0) shape[axis] = axis == 0 ? 1 : k_trial_extent;
  }
  return shape;
}

using Types = std::vector<std::optional<ValueType>>;

/// Types of the node's outputs; none where an input is not known or does not fit at the trial's
/// extents.
std::vector<ValueType> try_infer(const Node& node, const Types& types,
                                 std::span<const Tensor> weights) {
  std::vector<InferInput> inputs;
  for (const ValueId id : node.inputs) {
    InferInput& input = inputs.emplace_back();
    input.present = id != k_no_value;
    if (!input.present) continue;
    const auto index = static_cast<std::size_t>(id);
    if (!types[index]) return {};
    input.type = *types[index];
    input.constant = weights[index];
  }
  try {
    return node.op->infer(node.params, inputs, node.outputs.size());
  } catch (const Error&) {
    return {};  // whoever runs the network says what is wrong
  }
}

}  // namespace

std::vector<int> known_ranks(const GraphStructure& structure, std::span<const Tensor> weights) {
  Types types(structure.value_names.size());
  for (std::size_t id = 0; id < types.size(); ++id) {
    if (!weights[id].empty()) types[id] = ValueType{weights[id].shape(), weights[id].type()};
  }
  for (const GraphInput& input : structure.inputs) {
    types[static_cast<std::size_t>(input.value)] = ValueType{trial_shape(input.dims)};
  }
  for (const Node& node : structure.nodes) {
    const std::vector<ValueType> outputs = try_infer(node, types, weights);
    for (std::size_t i = 0; i < std::min(outputs.size(), node.outputs.size()); ++i) {
      if (node.outputs[i] != k_no_value)
        types[static_cast<std::size_t>(node.outputs[i])] = outputs[i];
    }
  }
  std::vector<int> ranks;
  for (const auto& type : types) ranks.push_back(type ? static_cast<int>(type->shape.rank()) : -1);
  return ranks;
}

}  // namespace fovea
