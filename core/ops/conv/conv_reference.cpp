#include "core/ops/conv/conv.h"

namespace fovea {
namespace {

using Position = std::array<std::int64_t, 3>;

/// Where element `index` of a row-major grid of these extents lies.
Position unravel(std::int64_t index, const Position& extents) {
  return {index / (extents[1] * extents[2]), index / extents[2] % extents[1], index % extents[2]};
}

/// Calls visit(tap, sample) for the taps of a kernel channel that fall on the input channel at this
/// output position, as indices in the two.
template <class Visit>
void for_taps(const ConvGeometry& g, const Position& position, const Visit& visit) {
  const Position kernel_extents{g.windows[0].kernel, g.windows[1].kernel, g.windows[2].kernel};
  for (std::int64_t k = 0; k < g.taps(); ++k) {
    const Position tap = unravel(k, kernel_extents);
    std::int64_t index = 0;
    bool inside = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const Window& window = g.windows[axis];
      const std::int64_t sample =
          position[axis] * window.stride - window.pad_begin + tap[axis] * window.dilation;
      inside = inside && sample >= 0 && sample < g.input[axis];
      index = index * g.input[axis] + sample;
    }
    if (inside) visit(static_cast<std::size_t>(k), static_cast<std::size_t>(index));
  }
}

/// One output element: its kernel, its place, and where what it reads begins.
struct Reader {
  std::size_t output = 0;  ///< its index
  std::size_t kernel = 0;  ///< which one
  Position position = {};
  std::size_t first_channel = 0;  ///< of all samples' input channels: the first that is read
};

/// Calls visit(reader) for every output element, in their order.
template <class Visit>
void for_outputs(const ConvGeometry& g, const Visit& visit) {
  Reader reader;
  for (std::int64_t n = 0; n < g.batch; ++n) {
    for (std::int64_t m = 0; m < g.group * g.group_outputs; ++m) {
      reader.kernel = static_cast<std::size_t>(m);
      reader.first_channel =
          static_cast<std::size_t>((n * g.group + m / g.group_outputs) * g.group_inputs);
      for (std::int64_t p = 0; p < g.output_plane(); ++p, ++reader.output) {
        reader.position = unravel(p, g.output);
        visit(reader);
      }
    }
  }
}

/// Calls visit(weight, sample) for every product that makes an output element, as indices in the
/// whole kernel tensor and the whole input.
template <class Visit>
void for_products(const ConvGeometry& g, const Reader& reader, const Visit& visit) {
  const auto plane = static_cast<std::size_t>(g.input_plane());
  const auto taps = static_cast<std::size_t>(g.taps());
  const auto channels = static_cast<std::size_t>(g.group_inputs);
  for (std::size_t c = 0; c < channels; ++c) {
    const std::size_t kernel_start = (reader.kernel * channels + c) * taps;
    const std::size_t input_start = (reader.first_channel + c) * plane;
    for_taps(g, reader.position, [&](std::size_t tap, std::size_t sample) {
      visit(kernel_start + tap, input_start + sample);
    });
  }
}

ConvGeometry geometry_of(const Params& params, std::span<const Tensor> inputs) {
  return conv_geometry(params.as<ConvParams>(), inputs[0].shape(), inputs[1].shape());
}

}  // namespace

void conv_reference(const ReferenceCall& call) {
  const ConvGeometry g = geometry_of(call.params, call.inputs);
  const auto input = call.inputs[0].values<double>(), weight = call.inputs[1].values<double>();
  const bool has_bias = call.inputs.size() > 2 && !call.inputs[2].empty();
  const std::span<double> out = call.outputs[0].mutable_values<double>();
  for_outputs(g, [&](const Reader& reader) {
    double sum = has_bias ? call.inputs[2].values<double>()[reader.kernel] : 0;
    for_products(g, reader, [&](std::size_t w, std::size_t x) { sum += weight[w] * input[x]; });
    out[reader.output] = sum;
  });
}

/// Each product's factors have each other's, times the gradient of the output that they make.
void conv_gradient(const GradientCall& call) {
  const ConvGeometry g = geometry_of(call.params, call.inputs);
  const auto input = call.inputs[0].values<double>(), weight = call.inputs[1].values<double>();
  const std::span<const double> dy = call.output_gradients[0].values<double>();
  const std::span<double> dx = call.wanted(0), dw = call.wanted(1), db = call.wanted(2);
  for_outputs(g, [&](const Reader& reader) {
    const double slope = dy[reader.output];
    if (!db.empty()) db[reader.kernel] += slope;
    for_products(g, reader, [&](std::size_t w, std::size_t x) {
      if (!dx.empty()) dx[x] += slope * weight[w];
      if (!dw.empty()) dw[w] += slope * input[x];
    });
  });
}

}  // namespace fovea
