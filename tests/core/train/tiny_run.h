#pragma once

#include "core/onnx/model.h"
#include "core/train/checkpoint.h"

namespace fovea::testing {

/// A network of one convolution and one matrix; its weights follow from `step`.
inline Graph tiny_graph(std::int64_t step = 0) {
  const auto filled = [&](const Shape& shape, float offset) {
    Tensor tensor(shape);
    float value = offset + static_cast<float>(step) * 1.25F;
    for (float& x : tensor.mutable_values<float>()) x = value += 0.1F;
    return tensor;
  };
  GraphBuilder builder;
  builder.add_input("input", {-1, 1, 4, 4});
  builder.add_weight("conv.weight", filled({2, 1, 3, 3}, 1));
  builder.add_weight("conv.bias", filled({2}, 2));
  builder.add_weight("fc.weight", filled({3, 8}, 3));
  builder.add_node("Conv", "conv", {}, {"input", "conv.weight", "conv.bias"}, {"conv"});
  builder.add_node("Flatten", "flatten", {}, {"conv"}, {"flat"});
  builder.add_node("Gemm", "fc", {{"transB", std::int64_t{1}}}, {"flat", "fc.weight"}, {"logits"});
  builder.add_output("logits");
  return builder.build();
}

/// `graph` with the weights that `tiny_graph(step)` has, so that its structure is shared.
inline Graph at_step(Graph graph, std::int64_t step) {
  const Graph other = tiny_graph(step);
  for (std::size_t i = 0; i < graph.value_count(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (!graph.is_weight(id)) continue;
    graph = graph.with_weight(id, other.weight(other.find_value(graph.name_of(id))));
  }
  return graph;
}

inline Checkpoint checkpoint_at(const Graph& graph, std::int64_t step) {
  const auto number = static_cast<float>(step);
  return {.state = {.graph = at_step(graph, step),
                    .step = step,
                    .moments = {std::vector<float>(18, number), std::vector<float>(2, -number)}},
          .metrics = {.step = step,
                      .epoch = static_cast<double>(step) / 100,
                      .loss = 1.0 / (1 + static_cast<double>(step))}};
}

inline Model model_of(const Graph& graph) {
  return {.graph = graph,
          .metadata = {{"fovea.classes", "[\"a\",\"b\",\"c\"]"}},
          .name = "tiny",
          .producer = {},
          .outputs = {}};
}

/// Names and bytes of the weights, in their order.
inline std::vector<std::pair<std::string, std::vector<std::uint8_t>>> weight_bytes(
    const Graph& graph) {
  std::vector<std::pair<std::string, std::vector<std::uint8_t>>> weights;
  for (std::size_t i = 0; i < graph.value_count(); ++i) {
    const auto id = static_cast<ValueId>(i);
    if (!graph.is_weight(id)) continue;
    const auto* begin = static_cast<const std::uint8_t*>(graph.weight(id).data());
    weights.push_back({graph.name_of(id), {begin, begin + graph.weight(id).bytes()}});
  }
  return weights;
}

/// Whether both go on in the same way, to the last bit.
inline bool same_state(const TrainerState& a, const TrainerState& b) {
  return a.step == b.step && a.moments == b.moments &&
         weight_bytes(a.graph) == weight_bytes(b.graph);
}

}  // namespace fovea::testing
