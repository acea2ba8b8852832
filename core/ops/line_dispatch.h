#pragma once

#include <optional>

#include "core/ops/plan.h"

namespace fovea {

/// A dispatch of `shader` over `items` independent items in one row of groups; the shader strides
/// by the whole grid until it has seen them all, so that any limit on the number of groups will
/// do. Specialization holds the group size; push constants and bindings are left to the caller.
/// Nothing where 32-bit indices would not reach or there is nothing to do.
std::optional<Dispatch> line_dispatch(std::string_view shader, std::int64_t items,
                                      const VulkanLimits& limits);

/// The same with one group an item, for items that a group of a power of two shares (a row to
/// reduce).
std::optional<Dispatch> group_dispatch(std::string_view shader, std::int64_t items,
                                       const VulkanLimits& limits);

/// Elements of a buffer that 32-bit shader arithmetic reaches with room for a stride more.
constexpr std::int64_t k_most_shader_elements = std::int64_t{1} << 30;

}  // namespace fovea
