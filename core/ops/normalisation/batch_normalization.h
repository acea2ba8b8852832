#pragma once

#include "core/ops/operator.h"

namespace fovea::ops {

struct BatchNormSettings {
  float epsilon = 1e-5F;
  float momentum = 0.9F;  ///< share of the running statistics that a training step keeps
};

/// [N, C, …] as samples of channels of `spatial` elements; a single axis is one channel.
struct BatchNormGeometry {
  std::int64_t samples = 0, channels = 0, spatial = 0;
  explicit BatchNormGeometry(const Shape& input);
};

/// With `mode.trains` by the batch's own statistics instead of inputs 3 and 4: the mean and the
/// biased variance of a channel over samples and positions; the gradient goes through them.
/// Source: Ioffe and Szegedy, "Batch Normalization", 2015, algorithm 1 and section 3.
void batch_normalization_reference(const ReferenceCall&);
void batch_normalization_gradient(const GradientCall&);

void batch_normalization_cpu(const CpuCall&);
extern const BatchKernels batch_normalization_batch;

std::optional<VulkanPlan> plan_batch_normalization(const PlanContext&);
/// Keeps the batch's mean and variance, both [channels].
std::optional<VulkanPlan> plan_batch_normalization_training(const TrainingPlanContext&);
std::optional<VulkanPlan> plan_batch_normalization_gradient(const TrainingPlanContext&);
void update_running_statistics(const AfterVulkanStep&);

/// A channel's running statistics after a step whose batch had this mean and biased variance over
/// `count` elements: they forget by the momentum; the variance becomes the unbiased one, as in
/// training elsewhere.
void update_running(const BatchNormSettings& settings, double batch_mean, double batch_variance,
                    double count, float& mean, float& variance);

}  // namespace fovea::ops
