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

void batch_normalization_cpu(const CpuCall&);
extern const BatchKernels batch_normalization_batch;

}  // namespace fovea::ops
