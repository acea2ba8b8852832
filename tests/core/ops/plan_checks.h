#pragma once

#include "tests/core/ops/op_cases.h"

namespace fovea::testing {

/// What is wrong with the Vulkan plan of the case, looked at as data: a shader that is not there, a
/// group or grid beyond the limits, too few specialization constants, a binding to nothing; empty
/// where nothing is. "there is no plan" where the operator leaves the case to the CPU.
std::string plan_failure_of(const OpCase& c, const VulkanLimits& limits = {});

/// What is wrong with a plan's dispatches, as above; `kept`: buffers that the pass before kept.
std::string dispatch_failure_of(const VulkanPlan& plan, const OpCase& c, const VulkanLimits& limits,
                                std::size_t kept = 0);

/// The plan itself; nothing where there is none.
std::optional<VulkanPlan> plan_of(const OpCase& c, const VulkanLimits& limits = {});

}  // namespace fovea::testing
