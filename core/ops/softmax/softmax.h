#pragma once

#include "core/ops/operator.h"

namespace fovea::ops {

struct SoftmaxSettings {
  std::int64_t axis = -1;
  bool flattens = false;  ///< before opset 13: over all axes from `axis` on together
};

/// The input as [outer, extent, inner]; the softmax runs along `extent`.
struct SoftmaxGeometry {
  std::int64_t outer = 1, extent = 1, inner = 1;
  SoftmaxGeometry(const SoftmaxSettings& settings, const Shape& input);
};

void softmax_cpu(const CpuCall&);
extern const BatchKernels softmax_batch;

}  // namespace fovea::ops
