#include "core/ops/line_dispatch.h"

#include <algorithm>
#include <bit>

#include "core/base/divide_up.h"

namespace fovea {
namespace {

constexpr std::uint32_t k_group_size = 128;

std::optional<Dispatch> row_of_groups(std::string_view shader, std::int64_t items,
                                      std::int64_t items_per_group, std::uint32_t group_size,
                                      const VulkanLimits& limits) {
  if (items < 1 || items > k_most_shader_elements) return std::nullopt;
  const std::int64_t groups =
      std::min<std::int64_t>(divide_up(items, items_per_group), limits.max_group_count[0]);
  return Dispatch{.shader = shader,
                  .specialization = {group_size, 1, 1},
                  .push = {},
                  .bindings = {},
                  .groups = {static_cast<std::uint32_t>(groups), 1, 1}};
}

std::uint32_t group_size_within(const VulkanLimits& limits) {
  return std::bit_floor(std::min({k_group_size, limits.max_invocations, limits.max_group_size[0]}));
}

}  // namespace

std::optional<Dispatch> line_dispatch(std::string_view shader, std::int64_t items,
                                      const VulkanLimits& limits) {
  const std::uint32_t size = group_size_within(limits);
  return row_of_groups(shader, items, size, size, limits);
}

std::optional<Dispatch> group_dispatch(std::string_view shader, std::int64_t items,
                                       const VulkanLimits& limits) {
  return row_of_groups(shader, items, 1, group_size_within(limits), limits);
}

}  // namespace fovea
