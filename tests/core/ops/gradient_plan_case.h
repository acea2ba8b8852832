#pragma once

#include "tests/core/ops/op_cases.h"

namespace fovea::testing {

/// A case whose gradients a Vulkan device computes.
struct GradientPlanCase {
  OpCase op;
  std::vector<std::size_t> wanted = {};  ///< inputs; empty: all float ones
  TrainingMode mode = {.trains = true, .seed = 0x123456789ABCDEF1U};
};

/// What is wrong with the plans of both passes, looked at as data, for the inputs that are wanted
/// together and each by itself; empty where nothing is. "there is no plan" where the operator
/// leaves the case to the CPU.
std::string training_plan_failure_of(const GradientPlanCase& c, const VulkanLimits& limits = {});

/// Runs both passes on this machine's first Vulkan device, under the validation layer, with plans
/// for devices of its own size and for one that wants to be kept busy; compares output and
/// gradients with the reference's in double (the case's tolerance), two runs with each other, and
/// gradients that come alone with those that come together, both bit for bit. Says why on standard
/// error and returns nothing where there is no Vulkan.
std::string gradient_plan_failure_of(const GradientPlanCase& c);

}  // namespace fovea::testing
