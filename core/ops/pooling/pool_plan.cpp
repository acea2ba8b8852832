#include <bit>

#include "core/base/divide_up.h"
#include "core/ops/line_dispatch.h"
#include "core/ops/pooling/pool.h"
#include "core/ops/reduction_plan.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

/// Group size and number of groups along one axis of `count` items, the size a power of two.
struct GroupAxis {
  std::uint32_t size, groups;

  GroupAxis(std::int64_t count, std::uint32_t most_size, std::uint32_t most_groups)
      : size(std::bit_floor(most_size)) {
    while (size > 1 && size / 2 >= count) size /= 2;
    groups =
        static_cast<std::uint32_t>(std::min<std::int64_t>(divide_up(count, size), most_groups));
  }
};

/// Groups over columns, rows and planes of this size, as square as those let them be.
void set_grid(Dispatch& dispatch, const PoolGeometry& pool,
              const std::array<std::int64_t, 3>& plane, const VulkanLimits& limits) {
  constexpr std::uint32_t k_invocations = 128, k_columns = 32;
  const auto& [size_x, size_y, size_z] = limits.max_group_size;
  const auto& [groups_x, groups_y, groups_z] = limits.max_group_count;
  std::uint32_t left = std::bit_floor(std::min(k_invocations, limits.max_invocations));
  const GroupAxis columns(plane[2], std::min({left, k_columns, size_x}), groups_x);
  left /= columns.size;
  const GroupAxis rows(plane[0] * plane[1], std::min(left, size_y), groups_y);
  left /= rows.size;
  const GroupAxis planes(pool.planes, std::min(left, size_z), groups_z);
  dispatch.specialization = {columns.size, rows.size, planes.size};
  dispatch.groups = {columns.groups, rows.groups, planes.groups};
}

PoolParams push_constants(const PoolGeometry& pool) {
  PoolParams params{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    params.in_dims[axis] = static_cast<int>(pool.in[axis]);
    params.out_dims[axis] = static_cast<int>(pool.out[axis]);
    params.pad_begin[axis] = static_cast<int>(pool.windows[axis].pad_begin);
    params.pad_end[axis] = static_cast<int>(pool.windows[axis].pad_end);
  }
  params.planes = static_cast<uint>(pool.planes);
  return params;
}

bool reaches(const Shape& input, const Shape& output) {
  return input.elements() >= 1 && input.elements() <= k_most_shader_elements &&
         output.elements() >= 1 && output.elements() <= k_most_shader_elements;
}

/// An invocation an element of planes of this size; bindings are left to the caller.
Dispatch pool_dispatch(std::string_view shader, const PoolSettings& settings,
                       const PoolGeometry& pool, const std::array<std::int64_t, 3>& plane,
                       const VulkanLimits& limits) {
  Dispatch dispatch{.shader = shader,
                    .specialization = {},
                    .push = push_bytes(push_constants(pool)),
                    .bindings = {}};
  set_grid(dispatch, pool, plane, limits);
  dispatch.specialization.push_back(settings.average ? 1 : 0);
  dispatch.specialization.push_back(settings.count_include_pad ? 1 : 0);
  for (const auto member : {&Window::kernel, &Window::stride, &Window::dilation}) {
    for (const Window& window : pool.windows) {
      dispatch.specialization.push_back(static_cast<std::uint32_t>(window.*member));
    }
  }
  return dispatch;
}

}  // namespace

std::optional<VulkanPlan> plan_pool(const PlanContext& context) {
  const Shape& input = context.inputs[0].shape;
  if (!reaches(input, context.outputs[0].shape)) return std::nullopt;
  const auto& settings = context.params.as<PoolSettings>();
  const PoolGeometry pool(settings, input);
  Dispatch dispatch = pool_dispatch("ops/pooling/pool", settings, pool, pool.out, context.limits);
  dispatch.bindings = {{Binding::Kind::input, 0}, {Binding::Kind::output, 0}};
  return VulkanPlan{.dispatches = {std::move(dispatch)}, .scratch_bytes = {}};
}

/// For a maximum first where each comes from, then, as for a mean, every input sample collects.
std::optional<VulkanPlan> plan_pool_gradient(const TrainingPlanContext& context) {
  const Shape &input = context.inputs[0].shape, &output = context.outputs[0].shape;
  if (!reaches(input, output)) return std::nullopt;
  const auto& settings = context.params.as<PoolSettings>();
  const PoolGeometry pool(settings, input);
  VulkanPlan plan;
  Binding routes{Binding::Kind::input, 0};
  if (!settings.average) {
    routes = add_scratch(plan, output.elements());
    plan.dispatches.push_back(
        pool_dispatch("ops/pooling/max_pool_routes", settings, pool, pool.out, context.limits));
    plan.dispatches.back().bindings = {{Binding::Kind::input, 0}, routes};
  }
  plan.dispatches.push_back(
      pool_dispatch("ops/pooling/pool_gradient", settings, pool, pool.in, context.limits));
  plan.dispatches.back().bindings = {
      {Binding::Kind::output_gradient, 0}, routes, {Binding::Kind::input_gradient, 0}};
  return plan;
}

}  // namespace fovea::ops
