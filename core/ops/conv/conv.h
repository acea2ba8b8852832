#pragma once

#include <array>

#include "core/ops/operator.h"
#include "core/ops/window.h"

namespace fovea {

struct ConvParams {
  WindowAttributes window;
  std::int64_t group = 1;
};

/// A convolution over [N, C, D, H, W] by [M, C / group, kd, kh, kw], what kernels work from. Lower
/// ranks have leading spatial axes of extent 1.
/// Source: ONNX operator specification, Conv.
struct ConvGeometry {
  std::int64_t batch = 1, group = 1;
  std::int64_t group_inputs = 1;                ///< C / group
  std::int64_t group_outputs = 1;               ///< M / group
  std::array<std::int64_t, 3> input{1, 1, 1};   ///< D, H, W
  std::array<std::int64_t, 3> output{1, 1, 1};  ///< D, H, W
  std::array<Window, 3> windows;

  std::int64_t taps() const { return windows[0].kernel * windows[1].kernel * windows[2].kernel; }
  /// Products that make one output element.
  std::int64_t depth() const { return group_inputs * taps(); }
  std::int64_t input_plane() const { return input[0] * input[1] * input[2]; }
  std::int64_t output_plane() const { return output[0] * output[1] * output[2]; }
};

/// For shapes that `infer` has accepted.
ConvGeometry conv_geometry(const ConvParams&, const Shape& input, const Shape& weight);

void conv_reference(const ReferenceCall&);
void conv_gradient(const GradientCall&);
Packed conv_pack(const PackContext&);
void conv_cpu(const CpuCall&);
std::optional<VulkanPlan> conv_plan(const PlanContext&);
std::optional<VulkanPlan> conv_gradient_plan(const TrainingPlanContext&);
extern const BatchKernels conv_batch;

}  // namespace fovea
