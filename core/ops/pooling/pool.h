#pragma once

#include <array>

#include "core/ops/window.h"

namespace fovea::ops {

/// Parameters of MaxPool and AveragePool.
struct PoolSettings {
  WindowAttributes window;
  bool average = false;            ///< otherwise the maximum
  bool count_include_pad = false;  ///< AveragePool: padding counts as zeros to divide by
};

/// A pool over [N, C, …] as N·C planes of three axes [depth, height, width]; the axes that a 1D or
/// 2D pool lacks come first, with one sample and a window of one.
struct PoolGeometry {
  std::array<Window, 3> windows;
  std::array<std::int64_t, 3> in{1, 1, 1}, out{1, 1, 1};
  std::int64_t planes = 0;

  PoolGeometry(const PoolSettings& settings, const Shape& input);

  std::int64_t in_plane() const { return in[0] * in[1] * in[2]; }
  std::int64_t out_plane() const { return out[0] * out[1] * out[2]; }

  /// Taps along `axis` that the average at position `p` divides by: those on samples, with
  /// `include_pad` those on padding too. Taps that hang over the end of the padding (ceil_mode)
  /// never count.
  std::int64_t counted_taps(std::size_t axis, std::int64_t p, bool include_pad) const;
};

/// Window attributes of a pool; throws Error where kernel_shape is missing.
WindowAttributes parse_pool_window(const Attributes&);

/// For operators whose Params are PoolSettings.
std::vector<ValueType> infer_pool(const Params&, std::span<const InferInput> inputs,
                                  std::size_t outputs);
std::vector<AxisReads> pool_reads(const Params&, std::size_t index,
                                  std::span<const ValueType> inputs, const ValueType& output);
void pool_cpu(const CpuCall&);
std::optional<VulkanPlan> plan_pool(const PlanContext&);
extern const BatchKernels pool_batch;

}  // namespace fovea::ops
