#include "core/explain/slide.h"

#include <algorithm>

#include "core/filter/filter.h"
#include "core/ops/conv/conv.h"

namespace fovea {
namespace {

std::int64_t cells_of(const Slide& slide) {
  return slide.windows[0].kernel * slide.windows[1].kernel;
}

std::span<const float> cells_of(const Slide& slide, std::int64_t unit, std::int64_t read) {
  const auto cells = static_cast<std::size_t>(cells_of(slide));
  const auto first = static_cast<std::size_t>(unit * slide.reads() + read) * cells;
  return slide.weights.floats().subspan(first, cells);
}

float value_at(const Slide& slide, std::int64_t map, std::int64_t row, std::int64_t column) {
  const Shape& shape = slide.input.shape();
  const std::int64_t y = border_source(slide.border, row, shape[1]);
  const std::int64_t x = border_source(slide.border, column, shape[2]);
  if (y < 0 || x < 0) return 0;
  return slide.input.floats()[static_cast<std::size_t>((map * shape[1] + y) * shape[2] + x)];
}

double bias_of(const Slide& slide, std::int64_t unit) {
  return slide.bias.empty() ? 0.0 : slide.bias.floats()[static_cast<std::size_t>(unit)];
}

FilterSettings settings_of(const Slide& slide) {
  const auto& [down, across] = slide.windows;
  return {.stride = {down.stride, across.stride},
          .dilation = {down.dilation, across.dilation},
          .pads = {down.pad_begin, across.pad_begin, down.pad_end, across.pad_end},
          .border = slide.border,
          .flip = slide.flip};
}

/// The kernel that every unit applies to every map that it reads; nothing where they differ.
std::optional<Tensor> only_kernel(const Slide& slide) {
  const std::span<const float> first = cells_of(slide, 0, 0);
  for (std::int64_t unit = 0; unit < slide.units(); ++unit)
    for (std::int64_t read = 0; read < slide.reads(); ++read)
      if (!std::ranges::equal(cells_of(slide, unit, read), first)) return std::nullopt;
  return Tensor::of(Shape{slide.windows[0].kernel, slide.windows[1].kernel}, first);
}

/// One map that is the sum of all.
Tensor added_up(const Tensor& maps) {
  const Shape& shape = maps.shape();
  Tensor sum = Tensor::filled(Shape{1, shape[1], shape[2]}, 0.0F);
  const auto to = sum.mutable_values<float>();
  for (std::int64_t map = 0; map < shape[0]; ++map) {
    const auto from = maps.floats().subspan(static_cast<std::size_t>(map) * to.size(), to.size());
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
  }
  return sum;
}

void add_bias(const Slide& slide, Tensor& output) {
  if (slide.bias.empty()) return;
  const auto values = output.mutable_values<float>();
  const std::size_t plane = values.size() / static_cast<std::size_t>(slide.units());
  for (std::int64_t unit = 0; unit < slide.units(); ++unit) {
    const auto bias = static_cast<float>(bias_of(slide, unit));
    if (bias == 0) continue;
    for (float& value : values.subspan(static_cast<std::size_t>(unit) * plane, plane))
      value += bias;
  }
}

/// Nothing where units differ: then it is no filter of a picture.
std::optional<Tensor> apply_as_filter(const Slide& slide, int threads, const CancelToken& cancel) {
  const bool one_each = slide.reads() == 1 && slide.units() == slide.inputs();
  const bool all_to_one = slide.units() == 1 && slide.reads() == slide.inputs();
  if (!one_each && !all_to_one) return std::nullopt;
  const std::optional<Tensor> kernel = only_kernel(slide);
  if (!kernel) return std::nullopt;
  // A convolution is linear: the sum of filtered maps is the filtered sum.
  const Tensor maps = one_each ? slide.input : added_up(slide.input);
  Tensor output = filter(maps, *kernel, settings_of(slide), {.threads = threads}, cancel);
  add_bias(slide, output);
  return output;
}

/// Every slice turned by half.
Tensor turned(const Slide& slide) {
  Tensor weights = slide.weights.clone();
  const auto values = weights.mutable_values<float>();
  const auto cells = static_cast<std::ptrdiff_t>(cells_of(slide));
  for (auto slice = values.begin(); slice != values.end(); slice += cells)
    std::reverse(slice, slice + cells);
  return weights;
}

/// [1, C, H + pads, W + pads]
Tensor padded(const Slide& slide) {
  const Shape& shape = slide.input.shape();
  const auto& [down, across] = slide.windows;
  const std::int64_t tall = shape[1] + down.pad_begin + down.pad_end;
  const std::int64_t wide = shape[2] + across.pad_begin + across.pad_end;
  Tensor result(Shape{1, shape[0], tall, wide});
  float* to = result.mutable_values<float>().data();
  const float* from = slide.input.floats().data();
  for (std::int64_t map = 0; map < shape[0]; ++map) {
    copy_patch({from + map * shape[1] * shape[2], shape[1], shape[2]}, slide.border,
               {.row = -down.pad_begin, .column = -across.pad_begin, .rows = tall, .columns = wide},
               to + map * tall * wide, wide);
  }
  return result;
}

std::optional<Shape> plane_shape(std::span<const std::int64_t> dims) {
  if (dims.size() == 3) return Shape{dims[1], 1, dims[2]};
  if (dims.size() == 4) return Shape{dims[1], dims[2], dims[3]};
  return std::nullopt;
}

/// The first sample of [N, C, L] or [N, C, H, W].
std::optional<Tensor> first_sample(const Tensor& input) {
  if (input.empty() || input.type() != ElementType::float32) return std::nullopt;
  const std::optional<Shape> shape = plane_shape(input.shape().dims());
  if (!shape) return std::nullopt;
  if (input.shape()[0] == 1) return input.reshaped(*shape);
  return Tensor::of(*shape, input.floats().first(static_cast<std::size_t>(shape->elements())));
}

}  // namespace

std::vector<Tap> taps_of(const Slide& slide, std::int64_t unit, std::int64_t row,
                         std::int64_t column, std::int64_t input) {
  const auto& [down, across] = slide.windows;
  const std::span<const float> kernel = cells_of(slide, unit, input - slide.first_read(unit));
  const Shape& shape = slide.input.shape();
  const std::int64_t count = cells_of(slide);
  std::vector<Tap> taps;
  taps.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    Tap tap{
        .row = row * down.stride - down.pad_begin + i / across.kernel * down.dilation,
        .column = column * across.stride - across.pad_begin + i % across.kernel * across.dilation};
    tap.padding = tap.row < 0 || tap.row >= shape[1] || tap.column < 0 || tap.column >= shape[2];
    tap.value = value_at(slide, input, tap.row, tap.column);
    tap.cell = slide.flip ? count - 1 - i : i;
    tap.weight = kernel[static_cast<std::size_t>(tap.cell)];
    taps.push_back(tap);
  }
  return taps;
}

SlideSum sum_of(const Slide& slide, std::int64_t unit, std::int64_t row, std::int64_t column) {
  SlideSum sum;
  const std::int64_t first = slide.first_read(unit);
  for (std::int64_t input = first; input < first + slide.reads(); ++input) {
    double share = 0;
    for (const Tap& tap : taps_of(slide, unit, row, column, input)) share += tap.product();
    sum.shares.push_back(share);
    sum.sum += share;
  }
  sum.bias = bias_of(slide, unit);
  return sum;
}

Tensor apply(const Slide& slide, int threads, const CancelToken& cancel) {
  if (std::optional<Tensor> output = apply_as_filter(slide, threads, cancel))
    return *std::move(output);
  const auto& [down, across] = slide.windows;
  const ConvParams params{.window = {.kernel = {},
                                     .strides = {down.stride, across.stride},
                                     .dilations = {down.dilation, across.dilation},
                                     .pads = {}},
                          .group = slide.groups};
  const std::array<Tensor, 3> inputs{padded(slide), slide.flip ? turned(slide) : slide.weights,
                                     slide.bias};
  // Throws where the window fits nowhere.
  params.window.resolve(spatial(inputs[0].shape()), spatial(slide.weights.shape()));
  std::array outputs{Tensor(Shape{1, slide.units(), slide.rows(), slide.columns()})};
  conv_cpu({.params = Params::of(params),
            .inputs = std::span(inputs).first(slide.bias.empty() ? 2 : 3),
            .outputs = outputs,
            .cancel = cancel,
            .threads = threads});
  return outputs[0].reshaped(Shape{slide.units(), slide.rows(), slide.columns()});
}

Tensor padded_map(const Slide& slide, std::int64_t index) {
  const Shape& shape = slide.input.shape();
  const auto& [down, across] = slide.windows;
  const std::int64_t tall = shape[1] + down.pad_begin + down.pad_end;
  const std::int64_t wide = shape[2] + across.pad_begin + across.pad_end;
  Tensor map(Shape{tall, wide});
  copy_patch({slide.input.floats().data() + index * shape[1] * shape[2], shape[1], shape[2]},
             slide.border,
             {.row = -down.pad_begin, .column = -across.pad_begin, .rows = tall, .columns = wide},
             map.mutable_values<float>().data(), wide);
  return map;
}

std::optional<Slide> slide_of(const Graph& graph, NodeId conv, const Tensor& input) {
  const Node& node = graph.node(conv);
  if (node.op != &ops::conv || !graph.is_weight(node.inputs[1])) return std::nullopt;
  const bool has_bias = node.inputs.size() > 2 && node.inputs[2] != k_no_value;
  if (has_bias && !graph.is_weight(node.inputs[2])) return std::nullopt;
  std::optional<Tensor> maps = first_sample(input);
  if (!maps) return std::nullopt;
  const auto& params = node.params.as<ConvParams>();
  const Tensor& weight = graph.weight(node.inputs[1]);
  const ConvGeometry geometry = conv_geometry(params, input.shape(), weight.shape());
  return Slide{
      .input = *std::move(maps),
      .weights = weight.reshaped(Shape{weight.shape()[0], weight.shape()[1],
                                       geometry.windows[1].kernel, geometry.windows[2].kernel}),
      .bias = has_bias ? graph.weight(node.inputs[2]) : Tensor{},
      .windows = {geometry.windows[1], geometry.windows[2]},
      .groups = params.group};
}

}  // namespace fovea
