#include "core/ops/arithmetic/binary.h"
#include "core/ops/line_dispatch.h"
#include "core/ops/reduction_plan.h"

namespace fovea::ops {
namespace {

/// Of input `index`, in a walk that has it as its first: `b` is the other.
bool add_gradient(VulkanPlan& plan, const BinaryParams& walk, bool multiplies, std::uint32_t index,
                  const VulkanLimits& limits) {
  const Binding slopes{Binding::Kind::output_gradient, 0};
  const Binding other{Binding::Kind::input, 1 - index};
  const Binding to{Binding::Kind::input_gradient, index};
  Reduction reduction;
  reduction.term = multiplies ? ReductionTerm::product : ReductionTerm::value;
  bool stretched = false;
  for (std::size_t axis = 0; axis < 4; ++axis) {
    reduction.dims[axis] = walk.dims[axis];
    reduction.kept[axis] = walk.a_strides[axis] != 0;
    reduction.factor_strides[axis] = walk.b_strides[axis];
    stretched = stretched || (walk.dims[axis] > 1 && !reduction.kept[axis]);
  }
  if (stretched) {
    reduction.values = slopes;
    reduction.factors = other;
    reduction.sums = to;
    return add_reduction(plan, reduction, limits);
  }
  std::optional<Dispatch> dispatch =
      line_dispatch("ops/arithmetic/product_gradient", walk.count, limits);
  if (!dispatch) return false;
  dispatch->specialization.push_back(multiplies ? 1 : 0);
  dispatch->push = push_bytes(walk);
  dispatch->bindings = {slopes, other, to};
  plan.dispatches.push_back(std::move(*dispatch));
  return true;
}

}  // namespace

std::optional<VulkanPlan> plan_binary_gradient(const TrainingPlanContext& context) {
  const Shape& output = context.outputs[0].shape;
  if (output.elements() > k_most_shader_elements) return std::nullopt;
  const bool multiplies = context.params.as<BinarySettings>().arithmetic == Arithmetic::multiply;
  VulkanPlan plan;
  for (std::uint32_t i = 0; i < 2; ++i) {
    if (!context.wants(i)) continue;
    const BroadcastWalk steps(context.inputs[i].shape, context.inputs[1 - i].shape, output);
    const std::optional<BinaryParams> walk = shader_walk(steps);
    if (!walk || !add_gradient(plan, *walk, multiplies, i, context.limits)) return std::nullopt;
  }
  return plan;
}

}  // namespace fovea::ops
