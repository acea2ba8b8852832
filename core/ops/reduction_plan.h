#pragma once

#include "core/ops/plan.h"

namespace fovea {

/// What a reduction adds up, of values a, factors b and, by sum, a centre and a variance. The
/// numbers are also those of shaders/ops/reduction.comp.
enum class ReductionTerm : std::uint32_t {
  value = 0,       ///< a
  product = 1,     ///< a · b
  deviation = 2,   ///< (a − centre)²
  normalised = 3,  ///< a · (b − centre) / √(variance + ε)
};

/// Sums over some axes of a value, for each position on the others: what stretched inputs, biases
/// and statistics get.
struct Reduction {
  ReductionTerm term = ReductionTerm::value;
  std::array<std::int64_t, 4> dims{1, 1, 1, 1};  ///< of the value
  std::array<bool, 4> kept{};                    ///< axes that are not summed over
  std::array<std::int64_t, 4> factor_strides{};  ///< of b by axis, 0 where it is stretched
  float scale = 1;                               ///< of the sums
  float epsilon = 0;
  Binding values = {}, sums = {};
  Binding factors = {}, centres = {}, variances = {};  ///< where the term has them
};

/// Appends the reduction to a plan, in two stages where its sums alone would leave the device
/// idle or rounding would show. Their order depends on shapes and limits alone. False, and nothing
/// appended, where 32-bit indices would not reach or there is nothing to add up.
bool add_reduction(VulkanPlan& plan, const Reduction& reduction, const VulkanLimits& limits);

/// Appends y[i] = scale · Σ parts[k, i] over `parts` rows of `count`.
bool add_sum_of_parts(VulkanPlan& plan, std::int64_t count, std::int64_t parts, float scale,
                      const Binding& from, const Binding& to, const VulkanLimits& limits);

/// Appends a scratch buffer of so many floats.
Binding add_scratch(VulkanPlan& plan, std::int64_t floats);

/// One axis kept, those before and after it summed over: a channel of [samples, channels, spatial].
Reduction channel_reduction(std::int64_t samples, std::int64_t channels, std::int64_t spatial);

}  // namespace fovea
