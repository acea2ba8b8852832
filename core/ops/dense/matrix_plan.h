#pragma once

#include "core/ops/operator.h"
#include "shaders/params.h"

namespace fovea {

/// Plan of the matrix product that `product` describes: input 0 times input 1, plus input 2 where
/// `has_c`. Nothing where it is larger than the device's groups allow.
std::optional<VulkanPlan> matrix_plan(const MatrixConstants& product, bool has_c,
                                      const VulkanLimits& limits);

}  // namespace fovea
