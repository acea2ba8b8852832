#include "core/ops/conv/conv.h"

namespace fovea {
namespace {

using Position = std::array<std::int64_t, 3>;

/// Where element `index` of a row-major grid of these extents lies.
Position unravel(std::int64_t index, const Position& extents) {
  return {index / (extents[1] * extents[2]), index / extents[2] % extents[1], index % extents[2]};
}

/// Sum of one kernel channel's products with one input channel at one output position.
double slide(const ConvGeometry& g, std::span<const double> input, std::span<const double> kernel,
             const Position& position) {
  const Position kernel_extents{g.windows[0].kernel, g.windows[1].kernel, g.windows[2].kernel};
  double sum = 0;
  for (std::size_t k = 0; k < kernel.size(); ++k) {
    const Position tap = unravel(static_cast<std::int64_t>(k), kernel_extents);
    std::int64_t index = 0;
    bool inside = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const Window& window = g.windows[axis];
      const std::int64_t sample =
          position[axis] * window.stride - window.pad_begin + tap[axis] * window.dilation;
      inside = inside && sample >= 0 && sample < g.input[axis];
      index = index * g.input[axis] + sample;
    }
    if (inside) sum += kernel[k] * input[static_cast<std::size_t>(index)];
  }
  return sum;
}

}  // namespace

void conv_reference(const ReferenceCall& call) {
  const ConvGeometry g =
      conv_geometry(call.params.as<ConvParams>(), call.inputs[0].shape(), call.inputs[1].shape());
  const auto plane = static_cast<std::size_t>(g.input_plane());
  const auto taps = static_cast<std::size_t>(g.taps());
  const auto input = call.inputs[0].values<double>(), weight = call.inputs[1].values<double>();
  const bool has_bias = call.inputs.size() > 2 && !call.inputs[2].empty();

  auto out = call.outputs[0].mutable_values<double>().begin();
  for (std::int64_t n = 0; n < g.batch; ++n) {
    for (std::int64_t m = 0; m < g.group * g.group_outputs; ++m) {
      const std::int64_t first = (n * g.group + m / g.group_outputs) * g.group_inputs;
      for (std::int64_t p = 0; p < g.output_plane(); ++p) {
        const Position position = unravel(p, g.output);
        double sum = has_bias ? call.inputs[2].values<double>()[static_cast<std::size_t>(m)] : 0;
        for (std::int64_t c = 0; c < g.group_inputs; ++c) {
          const auto channel = static_cast<std::size_t>(first + c);
          const auto kernel = static_cast<std::size_t>(m * g.group_inputs + c);
          sum += slide(g, input.subspan(channel * plane, plane),
                       weight.subspan(kernel * taps, taps), position);
        }
        *out++ = sum;
      }
    }
  }
}

}  // namespace fovea
