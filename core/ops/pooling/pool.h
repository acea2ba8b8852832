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

  using Position = std::array<std::int64_t, 3>;
  /// Calls visit(position) for every position of an output plane, in the order of its elements.
  template <class Visit>
  void for_positions(const Visit& visit) const {
    for (std::int64_t d = 0; d < out[0]; ++d) {
      for (std::int64_t h = 0; h < out[1]; ++h) {
        for (std::int64_t w = 0; w < out[2]; ++w) visit(Position{d, h, w});
      }
    }
  }
  /// Calls visit(sample) for the samples of an input plane, by index, under the window there.
  template <class Visit>
  void for_samples(const Position& position, const Visit& visit) const {
    std::array<Range, 3> taps;
    Position start;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      taps[axis] = windows[axis].taps(position[axis], in[axis]);
      start[axis] = position[axis] * windows[axis].stride - windows[axis].pad_begin;
    }
    for (std::int64_t d = taps[0].first; d < taps[0].last; ++d) {
      for (std::int64_t h = taps[1].first; h < taps[1].last; ++h) {
        for (std::int64_t w = taps[2].first; w < taps[2].last; ++w) {
          const std::int64_t z = start[0] + d * windows[0].dilation;
          const std::int64_t y = start[1] + h * windows[1].dilation;
          const std::int64_t x = start[2] + w * windows[2].dilation;
          visit((z * in[1] + y) * in[2] + x);
        }
      }
    }
  }
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
std::optional<VulkanPlan> plan_pool_gradient(const TrainingPlanContext&);
extern const BatchKernels pool_batch;

}  // namespace fovea::ops
