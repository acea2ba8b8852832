#pragma once

#include "core/ops/operator.h"

namespace fovea::ops {

/// The functions of one number that activations are made of. The numbers are also those of
/// shaders/ops/activation/elementwise.comp.
enum class Function : std::uint32_t { relu = 0, leaky_relu = 1, sigmoid = 2, tanh = 3, clip = 4 };

/// A function with its settings: what every activation's parameters are.
struct Activation {
  Function function = Function::relu;
  float slope = 0;           ///< LeakyRelu: factor of negative inputs
  double low = 0, high = 0;  ///< Clip: bounds; where low > high, high wins
};

/// The function itself, in double: the truth.
double evaluate(const Activation& activation, double x);

/// Its derivative at x. At a corner, where there is none: that of the negative side for relu and
/// leaky_relu, 0 for clip, as in PyTorch's ReLU, LeakyReLU and ReLU6.
double derivative(const Activation& activation, double x);

/// The output has the input's type; only float32.
std::vector<ValueType> infer_elementwise(const Params&, std::span<const InferInput> inputs,
                                         std::size_t outputs);

/// For operators whose Params are an Activation.
void elementwise_reference(const ReferenceCall&);
void elementwise_gradient(const GradientCall&);
void elementwise_cpu(const CpuCall&);
std::optional<VulkanPlan> plan_elementwise(const PlanContext&);
std::optional<VulkanPlan> plan_elementwise_gradient(const TrainingPlanContext&);

/// outputs[0] = activation(inputs[0]) with double elements, its gradient, and with float32 ones.
void apply_reference(const Activation& activation, const ReferenceCall& call);
void apply_gradient(const Activation& activation, const GradientCall& call);
/// Of a function that lets an element through or holds it back.
std::vector<std::int64_t> routes_of(const Activation& activation, const Tensor& input);
void apply_cpu(const Activation& activation, const CpuCall& call);

/// Both passes over batch-last values; the backward one from the output alone.
void apply_batch(const Activation& activation, const BatchForward& call);
void gradient_batch(const Activation& activation, const BatchBackward& call);
extern const BatchKernels elementwise_batch, leaky_batch;

}  // namespace fovea::ops
