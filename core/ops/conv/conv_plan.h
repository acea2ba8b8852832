#pragma once

#include "core/ops/conv/conv.h"
#include "shaders/params.h"

namespace fovea {

/// What the plans of a convolution and of its gradients share.

/// The convolution itself; bindings (input, kernels, output, bias) are left to the caller. Nothing
/// where it is larger than the device's groups allow.
std::optional<Dispatch> conv_dispatch(const ConvGeometry&, bool bias, const VulkanLimits& limits);

/// The group size, constant 3, then kernel, stride and dilation from spatial axis `axis` on.
std::vector<std::uint32_t> conv_specialization(const ConvGeometry&, std::int64_t group_size,
                                               std::uint32_t first, std::size_t axis);
std::int64_t conv_group_size(const VulkanLimits& limits);

/// False where the device does not allow so many groups, or there is nothing to do.
bool set_groups(Dispatch& dispatch, const std::array<std::int64_t, 3>& groups,
                const VulkanLimits& limits);

/// What the push constants of the convolution's shaders have in common.
template <typename Constants>
Constants conv_constants(const ConvGeometry& conv) {
  Constants constants{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    constants.in_dims[axis] = static_cast<int>(conv.input[axis]);
    constants.out_dims[axis] = static_cast<int>(conv.output[axis]);
    constants.pad_begin[axis] = static_cast<int>(conv.windows[axis].pad_begin);
  }
  constants.samples = static_cast<int>(conv.batch);
  constants.outputs = static_cast<int>(conv.group * conv.group_outputs);
  constants.group_in = static_cast<int>(conv.group_inputs);
  constants.group_out = static_cast<int>(conv.group_outputs);
  return constants;
}

}  // namespace fovea
