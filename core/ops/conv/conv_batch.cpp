#include <algorithm>

#include "core/cpu/row_blocks.h"
#include "core/ops/conv/batch_stencil.h"

namespace fovea {
namespace {

ConvGeometry geometry_of(const BatchContext& context) {
  return conv_geometry(context.params.as<ConvParams>(), context.inputs[0].shape,
                       context.inputs[1].shape);
}

bool fits(const BatchContext& context) {
  return !context.is_weight[0] && context.is_weight[1] &&
         (context.inputs.size() < 3 || context.is_weight[2]);
}

/// Both orders of the kernels: by output channel, then by input channel with the taps reversed.
std::int64_t packed_floats(const BatchContext& context) {
  return 2 * context.inputs[1].shape.elements();
}

void pack(const BatchContext& context, std::span<const float* const> inputs, float* packed) {
  const ConvGeometry g = geometry_of(context);
  const std::int64_t taps = g.taps(), depth = g.depth(), group_floats = g.group_outputs * depth;
  for (std::int64_t group = 0; group < g.group; ++group) {
    const float* weights = inputs[1] + group * group_floats;
    pack_row_blocks(
        RowBlocks(g.group_outputs), depth,
        [&](std::int64_t row, std::int64_t k) { return weights[row * depth + k]; },
        packed + group * group_floats);
    pack_row_blocks(
        RowBlocks(g.group_inputs), g.group_outputs * taps,
        [&](std::int64_t row, std::int64_t k) {
          return weights[(k / taps) * depth + row * taps + (taps - 1 - k % taps)];
        },
        packed + (g.group + group) * group_floats);
  }
}

void forward(const BatchForward& call) {
  const ConvGeometry g = geometry_of(call.context);
  const BatchStencil stencil = forward_stencil(g, call.context.lanes);
  const float* bias = call.inputs.size() > 2 ? call.inputs[2] : nullptr;
  for (std::int64_t group = 0; group < g.group; ++group) {
    run_stencil(stencil, call.packed + group * g.group_outputs * g.depth(),
                bias == nullptr ? nullptr : bias + group * g.group_outputs,
                call.inputs[0] + group * g.group_inputs * stencil.in_plane(),
                call.outputs[0] + group * g.group_outputs * stencil.out_plane());
  }
}

void sum_planes(const float* values, std::int64_t planes, std::int64_t floats, float* sums) {
  for (std::int64_t plane = 0; plane < planes; ++plane, values += floats) {
    float lanes[k_lane_multiple] = {};
    for (std::int64_t i = 0; i < floats; i += k_lane_multiple) {
      for (std::int64_t lane = 0; lane < k_lane_multiple; ++lane) lanes[lane] += values[i + lane];
    }
    float sum = 0;
    for (const float lane : lanes) sum += lane;
    sums[plane] = sum;
  }
}

void backward(const BatchBackward& call) {
  const ConvGeometry g = geometry_of(call.context);
  const BatchStencil stencil = forward_stencil(g, call.context.lanes);
  const BatchStencil back = backward_stencil(g, call.context.lanes);
  const std::int64_t group_floats = g.group_outputs * g.depth();
  const auto wanted = [&](std::size_t input) {
    return input < call.input_gradients.size() ? call.input_gradients[input] : nullptr;
  };
  if (float* kernels = wanted(1)) std::fill_n(kernels, g.group * group_floats, 0.0F);
  for (std::int64_t group = 0; group < g.group; ++group) {
    const std::int64_t in = group * g.group_inputs * stencil.in_plane();
    const std::int64_t out = group * g.group_outputs * stencil.out_plane();
    if (float* kernels = wanted(1)) {
      add_kernel_gradient(stencil, call.inputs[0] + in, call.output_gradient + out,
                          kernels + group * group_floats);
    }
    if (float* input = wanted(0)) {
      run_stencil(back, call.packed + (g.group + group) * group_floats, nullptr,
                  call.output_gradient + out, input + in);
    }
  }
  if (float* bias = wanted(2)) {
    sum_planes(call.output_gradient, g.group * g.group_outputs, stencil.out_plane(), bias);
  }
}

}  // namespace

const BatchKernels conv_batch{.fits = fits,
                              .forward = forward,
                              .backward = backward,
                              .packed_floats = packed_floats,
                              .pack = pack};

}  // namespace fovea
