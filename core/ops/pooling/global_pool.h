#pragma once

#include "core/ops/operator.h"

namespace fovea::ops {

/// Parameters of GlobalAveragePool and GlobalMaxPool.
struct GlobalPoolSettings {
  bool average = false;  ///< otherwise the maximum
};

/// [N, C, …] to [N, C, 1, …], for operators whose Params are GlobalPoolSettings.
std::vector<ValueType> infer_global_pool(const Params&, std::span<const InferInput> inputs,
                                         std::size_t outputs);
std::vector<AxisReads> global_pool_reads(const Params&, std::size_t index,
                                         std::span<const ValueType> inputs,
                                         const ValueType& output);
void global_pool_reference(const ReferenceCall&);
/// The gradient of a maximum goes to the largest sample, the first of equals.
void global_pool_gradient(const GradientCall&);
/// Of a maximum.
std::vector<std::int64_t> global_pool_routes(const Params&, std::span<const Tensor> inputs);
void global_pool_cpu(const CpuCall&);
std::optional<VulkanPlan> plan_global_pool(const PlanContext&);
std::optional<VulkanPlan> plan_global_pool_gradient(const TrainingPlanContext&);
extern const BatchKernels global_pool_batch;

}  // namespace fovea::ops
