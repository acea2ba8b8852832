#include "tests/core/ops/plan_checks.h"

#include <filesystem>
#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea::testing {
namespace {

bool is_bound(const Binding& binding, const OpCase& c, const VulkanPlan& plan, std::size_t kept) {
  switch (binding.kind) {
    case Binding::Kind::input:
    case Binding::Kind::input_gradient:
      return binding.index < c.inputs.size() && !c.inputs[binding.index].empty();
    case Binding::Kind::output:
    case Binding::Kind::output_gradient:
      return binding.index < c.outputs;
    case Binding::Kind::scratch:
      return binding.index < plan.scratch_bytes.size();
    case Binding::Kind::kept:
      return binding.index < kept;
    case Binding::Kind::seed:
      return binding.index == 0;
  }
  return false;
}

std::string dispatch_failure(const Dispatch& dispatch, const OpCase& c, const VulkanPlan& plan,
                             const VulkanLimits& limits, std::size_t kept) {
  const std::filesystem::path shaders = std::filesystem::path(FOVEA_SOURCE_DIR) / "shaders";
  if (!std::filesystem::exists(shaders / (std::string(dispatch.shader) + ".comp"))) {
    return fmt::format("there is no shader {}", dispatch.shader);
  }
  if (dispatch.specialization.size() < 3) return "the group size is not specialised";
  std::uint64_t invocations = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::uint32_t size = dispatch.specialization[axis], groups = dispatch.groups[axis];
    invocations *= size;
    if (size < 1 || size > limits.max_group_size[axis]) {
      return fmt::format("group size {} along axis {}", size, axis);
    }
    if (groups < 1 || groups > limits.max_group_count[axis]) {
      return fmt::format("{} groups along axis {}", groups, axis);
    }
  }
  if (invocations > limits.max_invocations) return fmt::format("{} invocations", invocations);
  if (dispatch.push.size() > limits.max_push_bytes || dispatch.push.size() % 4 != 0) {
    return fmt::format("{} bytes of push constants", dispatch.push.size());
  }
  for (const Binding& binding : dispatch.bindings) {
    if (!is_bound(binding, c, plan, kept))
      return fmt::format("binding to buffer {}", binding.index);
  }
  return {};
}

}  // namespace

std::string dispatch_failure_of(const VulkanPlan& plan, const OpCase& c, const VulkanLimits& limits,
                                std::size_t kept) {
  for (const Dispatch& dispatch : plan.dispatches) {
    std::string failure = dispatch_failure(dispatch, c, plan, limits, kept);
    if (!failure.empty()) return failure;
  }
  return {};
}

std::optional<VulkanPlan> plan_of(const OpCase& c, const VulkanLimits& limits) {
  const PreparedCase prepared = prepare(c);
  if (prepared.op->vulkan == nullptr) return std::nullopt;
  return prepared.op->vulkan({.params = prepared.params,
                              .inputs = prepared.inputs,
                              .outputs = prepared.outputs,
                              .limits = limits});
}

std::string plan_failure_of(const OpCase& c, const VulkanLimits& limits) {
  try {
    const std::optional<VulkanPlan> plan = plan_of(c, limits);
    if (!plan) return describe(c) + "\n  there is no plan";
    if (plan->dispatches.empty()) return describe(c) + "\n  the plan does nothing";
    const std::string failure = dispatch_failure_of(*plan, c, limits);
    return failure.empty() ? failure : fmt::format("{}\n  plan: {}", describe(c), failure);
  } catch (const Error& error) {
    return fmt::format("{}\n  refused: {}", describe(c), error.sentence());
  }
}

}  // namespace fovea::testing
