#include "core/ops/reduction_plan.h"

#include <algorithm>
#include <bit>

#include "core/base/divide_up.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea {
namespace {

/// Rounding shows in longer chains of additions.
constexpr std::int64_t k_longest_chain = 1024;
/// Chunks of fewer terms are not worth a second stage.
constexpr std::int64_t k_shortest_chain = 16;

/// How a reduction is shared out: `split` invocations add up one of `chunks` of each sum.
struct Shares {
  std::int64_t sums = 1;
  std::int64_t rows = 1, width = 1;  ///< of a sum: terms one by one or along the last axis
  std::int64_t split = 1, chunks = 1;

  Shares(const Reduction& reduction, std::int64_t most_split, std::int64_t busy) {
    for (std::size_t axis = 0; axis < 4; ++axis) {
      std::int64_t& count = reduction.kept[axis] ? sums : (axis == 3 ? width : rows);
      count *= reduction.dims[axis];
    }
    const auto chain = [&] { return divide_up(rows * width, split * chunks); };
    const auto idle = [&] { return sums * split * chunks < busy && chain() > k_shortest_chain; };
    while (split < most_split && (idle() || chain() > k_longest_chain)) split *= 2;
    while (chunks < rows && (idle() || chain() > k_longest_chain)) chunks *= 2;
    chunks = divide_up(rows, divide_up(rows, std::min(chunks, rows)));
  }
};

}  // namespace

bool add_sum_of_parts(VulkanPlan& plan, std::int64_t count, std::int64_t parts, float scale,
                      const Binding& from, const Binding& to, const VulkanLimits& limits) {
  if (count * parts > k_most_shader_elements) return false;
  std::optional<Dispatch> dispatch = line_dispatch("ops/sum_parts", count, limits);
  if (!dispatch) return false;
  dispatch->push = push_bytes(SumPartsParams{
      .count = static_cast<uint>(count), .parts = static_cast<uint>(parts), .scale = scale});
  dispatch->bindings = {from, to};
  plan.dispatches.push_back(std::move(*dispatch));
  return true;
}

bool add_reduction(VulkanPlan& plan, const Reduction& reduction, const VulkanLimits& limits) {
  std::int64_t elements = 1;
  for (const std::int64_t dim : reduction.dims) elements *= dim;
  if (elements > k_most_shader_elements || elements < 1) return false;
  std::optional<Dispatch> dispatch = line_dispatch("ops/reduction", elements, limits);
  if (!dispatch) return false;
  const std::int64_t group = dispatch->specialization[0];
  const Shares shares(reduction, group, limits.busy_invocations);
  const std::int64_t items = shares.sums * shares.chunks;
  dispatch->groups[0] = static_cast<std::uint32_t>(
      std::min<std::int64_t>(divide_up(items, group / shares.split), limits.max_group_count[0]));
  const auto columns =
      std::bit_floor(static_cast<std::uint64_t>(std::min(shares.split, shares.width)));
  dispatch->specialization.insert(
      dispatch->specialization.end(),
      {static_cast<std::uint32_t>(reduction.term), static_cast<std::uint32_t>(shares.split),
       static_cast<std::uint32_t>(columns)});
  const bool in_parts = shares.chunks > 1;
  ReductionParams params{.sums = static_cast<uint>(shares.sums),
                         .chunks = static_cast<uint>(shares.chunks),
                         .rows = static_cast<uint>(divide_up(shares.rows, shares.chunks)),
                         .dims = {},
                         .kept = 0,
                         .factor_strides = {},
                         .scale = in_parts ? 1 : reduction.scale,
                         .epsilon = reduction.epsilon};
  for (std::size_t axis = 0; axis < 4; ++axis) {
    params.dims[axis] = static_cast<uint>(reduction.dims[axis]);
    params.factor_strides[axis] = static_cast<uint>(reduction.factor_strides[axis]);
    if (reduction.kept[axis]) params.kept |= 1U << axis;
  }
  dispatch->push = push_bytes(params);
  const auto bound = [&](const Binding& binding, ReductionTerm first, ReductionTerm second) {
    const bool has = reduction.term == first || reduction.term == second;
    return has ? binding : reduction.values;
  };
  using enum ReductionTerm;
  const Binding to = in_parts ? add_scratch(plan, items) : reduction.sums;
  dispatch->bindings = {reduction.values, bound(reduction.factors, product, normalised),
                        bound(reduction.centres, deviation, normalised),
                        bound(reduction.variances, normalised, normalised), to};
  plan.dispatches.push_back(std::move(*dispatch));
  return !in_parts || add_sum_of_parts(plan, shares.sums, shares.chunks, reduction.scale, to,
                                       reduction.sums, limits);
}

Binding add_scratch(VulkanPlan& plan, std::int64_t floats) {
  plan.scratch_bytes.push_back(floats * static_cast<std::int64_t>(sizeof(float)));
  return {Binding::Kind::scratch, static_cast<std::uint32_t>(plan.scratch_bytes.size() - 1)};
}

Reduction channel_reduction(std::int64_t samples, std::int64_t channels, std::int64_t spatial) {
  Reduction reduction;
  reduction.dims = {1, samples, channels, spatial};
  reduction.kept = {false, false, true, false};
  return reduction;
}

}  // namespace fovea
