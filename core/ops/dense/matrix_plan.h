#pragma once

#include "core/ops/operator.h"
#include "shaders/params.h"

namespace fovea {

/// The matrix product that `product` describes; bindings (A, B, Y, C) are left to the caller.
/// Nothing where it is larger than the device's groups allow.
std::optional<Dispatch> matrix_dispatch(const MatrixConstants& product, bool has_c,
                                        const VulkanLimits& limits);

/// Plan of the matrix product that `product` describes: input 0 times input 1, plus input 2 where
/// `has_c`. Nothing where it is larger than the device's groups allow.
std::optional<VulkanPlan> matrix_plan(const MatrixConstants& product, bool has_c,
                                      const VulkanLimits& limits);

}  // namespace fovea
