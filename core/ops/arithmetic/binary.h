#pragma once

#include "core/ops/arithmetic/broadcast.h"
#include "core/ops/operator.h"
#include "shaders/params.h"

namespace fovea::ops {

/// What Add and Mul share: two inputs, numpy's broadcasting.
enum class Arithmetic { add, multiply };

struct BinarySettings {
  Arithmetic arithmetic = Arithmetic::add;
};

/// The walk for shaders, whose missing axes come first with one position; nothing where it has
/// more axes than they have.
std::optional<BinaryParams> shader_walk(const BroadcastWalk& walk);

std::vector<ValueType> infer_binary(const Params&, std::span<const InferInput> inputs,
                                    std::size_t outputs);

/// For operators whose Params are BinarySettings.
void binary_reference(const ReferenceCall&);
void binary_gradient(const GradientCall&);
void binary_cpu(const CpuCall&);
extern const BatchKernels binary_batch;
std::optional<VulkanPlan> plan_binary(const PlanContext&);
std::optional<VulkanPlan> plan_binary_gradient(const TrainingPlanContext&);

}  // namespace fovea::ops
