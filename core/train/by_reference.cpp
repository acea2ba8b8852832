#include "core/train/by_reference.h"

#include <algorithm>

namespace fovea {
namespace {

/// [N, …] of the samples that there are.
Shape shape_of(const BatchContext& context, const ValueType& type) {
  Shape shape = type.shape;
  shape[0] = context.samples;
  return shape;
}

Tensor to_tensor(const BatchContext& context, const ValueType& type, const float* values) {
  Tensor tensor(shape_of(context, type), ElementType::float64);
  const std::int64_t features = type.shape.elements(1, type.shape.rank());
  double* to = tensor.mutable_values<double>().data();
  for (std::int64_t n = 0; n < context.samples; ++n) {
    for (std::int64_t f = 0; f < features; ++f) *to++ = values[f * context.lanes + n];
  }
  return tensor;
}

/// Lanes beyond the samples become 0.
void from_tensor(const BatchContext& context, const Tensor& tensor, float* to) {
  const std::span<const double> values = tensor.values<double>();
  const auto features = static_cast<std::int64_t>(values.size()) / context.samples;
  std::fill_n(to, features * context.lanes, 0.0F);
  for (std::int64_t n = 0; n < context.samples; ++n) {
    for (std::int64_t f = 0; f < features; ++f) {
      to[f * context.lanes + n] =
          static_cast<float>(values[static_cast<std::size_t>(n * features + f)]);
    }
  }
}

Tensor weight_tensor(const ValueType& type, const float* values) {
  Tensor tensor(type.shape, ElementType::float64);
  std::copy_n(values, tensor.elements(), tensor.mutable_values<double>().begin());
  return tensor;
}

template <class Call>
std::vector<Tensor> inputs_of(const Graph& graph, const Node& node, const Call& call) {
  std::vector<Tensor> tensors;
  const BatchContext& context = call.context;
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    if (node.inputs[i] == k_no_value) {
      tensors.emplace_back();
    } else if (context.is_weight[i] && context.inputs[i].type != ElementType::float32) {
      tensors.push_back(graph.weight(node.inputs[i]));
    } else if (context.is_weight[i]) {
      tensors.push_back(weight_tensor(context.inputs[i], call.inputs[i]));
    } else {
      tensors.push_back(to_tensor(context, context.inputs[i], call.inputs[i]));
    }
  }
  return tensors;
}

}  // namespace

void forward_by_reference(const Graph& graph, const Node& node, const BatchForward& call) {
  const BatchContext& context = call.context;
  const std::vector<Tensor> inputs = inputs_of(graph, node, call);
  std::vector<Tensor> outputs;
  for (const ValueType& type : context.outputs) {
    outputs.emplace_back(shape_of(context, type), ElementType::float64);
  }
  node.op->reference(
      {.params = node.params, .inputs = inputs, .outputs = outputs, .mode = context.mode});
  for (std::size_t i = 0; i < outputs.size(); ++i)
    from_tensor(context, outputs[i], call.outputs[i]);
}

void backward_by_reference(const Graph& graph, const Node& node, const BatchBackward& call) {
  const BatchContext& context = call.context;
  const std::vector<Tensor> inputs = inputs_of(graph, node, call);
  std::vector<Tensor> outputs, output_gradients(context.outputs.size()), gradients(inputs.size());
  for (std::size_t i = 0; i < context.outputs.size(); ++i) {
    outputs.push_back(to_tensor(context, context.outputs[i], call.outputs[i]));
  }
  output_gradients[0] = to_tensor(context, context.outputs[0], call.output_gradient);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (call.input_gradients[i] != nullptr) {
      gradients[i] = Tensor::filled(inputs[i].shape(), 0.0);
    }
  }
  node.op->gradient({.params = node.params,
                     .inputs = inputs,
                     .outputs = outputs,
                     .output_gradients = output_gradients,
                     .input_gradients = gradients,
                     .mode = context.mode});
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (call.input_gradients[i] == nullptr) continue;
    if (context.is_weight[i]) {
      std::ranges::copy(gradients[i].values<double>(), call.input_gradients[i]);
    } else {
      from_tensor(context, gradients[i], call.input_gradients[i]);
    }
  }
}

}  // namespace fovea
