#include "core/train/backpropagation.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/graph/shaped_graph.h"

namespace fovea {
namespace {

std::size_t index_of(ValueId id) { return static_cast<std::size_t>(id); }

Tensor widened(const Tensor& tensor) {
  const bool narrow = !tensor.empty() && tensor.type() == ElementType::float32;
  return narrow ? tensor.to(ElementType::float64) : tensor;
}

/// Values and gradients in double are four times what the values are in float32.
void check_budget(const ShapedGraph& shaped) {
  const std::int64_t bytes = checked_multiply(shaped.total.bytes, 4);
  if (bytes <= memory_budget()) return;
  throw Error{
      fmt::format("all values and their gradients in double precision take {}", human_bytes(bytes)),
      {},
      "Choose a smaller input"};
}

std::shared_ptr<const ShapedGraph> shaped_for(const Graph& graph, std::span<const Tensor> inputs) {
  std::vector<Shape> shapes;
  for (const Tensor& input : inputs) shapes.push_back(input.shape());
  auto shaped = shape_graph(graph, shapes);
  check_budget(*shaped);
  return shaped;
}

std::vector<Tensor> inputs_of(const Node& node, const WideValues& values) {
  std::vector<Tensor> inputs;
  for (const ValueId id : node.inputs) {
    inputs.push_back(id == k_no_value ? Tensor{} : values[index_of(id)]);
  }
  return inputs;
}

void run_node(const ShapedGraph& shaped, const Node& node, WideValues& values, TrainingMode mode) {
  std::vector<Tensor> outputs;
  for (const ValueId id : node.outputs) {
    if (id == k_no_value) throw Error{"an output that nobody reads is not supported here"};
    const auto& [shape, type] = shaped.types[index_of(id)];
    outputs.emplace_back(shape, type == ElementType::float32 ? ElementType::float64 : type);
  }
  node.op->reference(
      {.params = node.params, .inputs = inputs_of(node, values), .outputs = outputs, .mode = mode});
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    values[index_of(node.outputs[i])] = std::move(outputs[i]);
  }
}

void add_to(Tensor& sum, Tensor term) {
  if (sum.empty()) {
    sum = std::move(term);
    return;
  }
  const std::span<double> into = sum.mutable_values<double>();
  const std::span<const double> from = term.values<double>();
  for (std::size_t i = 0; i < into.size(); ++i) into[i] += from[i];
}

std::vector<Tensor> zeros_like(std::span<const Tensor> inputs) {
  std::vector<Tensor> zeros;
  for (const Tensor& input : inputs) {
    const bool is_float = !input.empty() && input.type() == ElementType::float64;
    zeros.push_back(is_float ? Tensor::filled<double>(input.shape(), 0) : Tensor{});
  }
  return zeros;
}

void derive_node(const Node& node, const WideValues& values, WideValues& gradients,
                 TrainingMode mode) {
  if (node.op->gradient == nullptr) throw Error{"it has no derivative to learn by"};
  const std::vector<Tensor> inputs = inputs_of(node, values);
  std::vector<Tensor> outputs, output_gradients, input_gradients = zeros_like(inputs);
  for (const ValueId id : node.outputs) {
    outputs.push_back(values[index_of(id)]);
    output_gradients.push_back(gradients[index_of(id)]);
  }
  node.op->gradient({.params = node.params,
                     .inputs = inputs,
                     .outputs = outputs,
                     .output_gradients = output_gradients,
                     .input_gradients = input_gradients,
                     .mode = mode});
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (input_gradients[i].empty()) continue;
    add_to(gradients[index_of(node.inputs[i])], std::move(input_gradients[i]));
  }
}

}  // namespace

WideValues wide_weights(const Graph& graph) {
  WideValues weights;
  for (const Tensor& weight : graph.weights()) weights.push_back(widened(weight));
  return weights;
}

WideValues run_reference(const Graph& graph, std::span<const Tensor> inputs, WideValues weights,
                         TrainingMode mode, const CancelToken& cancel) {
  const auto shaped = shaped_for(graph, inputs);
  WideValues values = std::move(weights);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    values[index_of(graph.structure().inputs[i].value)] = widened(inputs[i]);
  }
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    cancel.throw_if_cancelled();
    try {
      run_node(*shaped, graph.nodes()[i], values, mode.of_node(i));
    } catch (const Error& error) {
      throw error.at(describe(graph.nodes()[i]));
    }
  }
  return values;
}

WideValues backpropagate(const Graph& graph, const WideValues& values, const GradientSeed& seed,
                         TrainingMode mode, const CancelToken& cancel) {
  assert(seed.gradient.shape() == values[index_of(seed.value)].shape());
  WideValues gradients(graph.value_count());
  gradients[index_of(seed.value)] = seed.gradient.clone();
  for (std::size_t i = graph.nodes().size(); i-- > 0;) {
    const Node& node = graph.nodes()[i];
    if (node.inputs.empty() || gradients[index_of(node.outputs[0])].empty()) continue;
    cancel.throw_if_cancelled();
    try {
      derive_node(node, values, gradients, mode.of_node(i));
    } catch (const Error& error) {
      throw error.at(describe(node));
    }
  }
  return gradients;
}

}  // namespace fovea
