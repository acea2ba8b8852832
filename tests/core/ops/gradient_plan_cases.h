#pragma once

#include "tests/core/ops/gradient_plan_case.h"

namespace fovea::testing {

struct GradientPlanFamily {
  const char* name;
  std::vector<GradientPlanCase> cases;
};

/// Sweeps over every operator that a Vulkan device differentiates.
std::vector<GradientPlanFamily> gradient_plan_families();

}  // namespace fovea::testing
