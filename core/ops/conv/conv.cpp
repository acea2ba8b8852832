#include "core/ops/conv/conv.h"

#include <fmt/format.h>

#include "core/base/error.h"
#include "core/cpu/parallel.h"
#include "core/ops/checks.h"
#include "core/ops/conv/conv_tiling.h"

namespace fovea {
namespace {

constexpr std::size_t k_least_rank = 3, k_most_rank = 5;

Params parse(const Attributes& attributes, const ParseContext&) {
  ConvParams params{.window = WindowAttributes::parse(attributes),
                    .group = attributes.integer("group", 1)};
  if (params.group < 1) {
    throw Error{fmt::format("group is {}, but must be at least 1", params.group)};
  }
  return Params::of(std::move(params));
}

void check_ranks(const Shape& input, const Shape& weight) {
  if (input.rank() < k_least_rank || input.rank() > k_most_rank) {
    throw Error{
        fmt::format("the input of {} has {} axes, but a convolution needs batch, channels "
                    "and one to three more",
                    input.to_string(), input.rank())};
  }
  if (weight.rank() != input.rank()) {
    throw Error{fmt::format("the kernel of {} has {} axes, but the input of {} has {}",
                            weight.to_string(), weight.rank(), input.to_string(), input.rank())};
  }
  if (std::ranges::any_of(weight.dims(), [](std::int64_t dim) { return dim < 1; })) {
    throw Error{fmt::format("the kernel of {} is empty", weight.to_string())};
  }
}

void check_channels(std::int64_t group, const Shape& input, const Shape& weight) {
  if (input[1] % group != 0 || weight[0] % group != 0) {
    throw Error{
        fmt::format("{} input channels and {} kernels cannot be divided into {} equal groups",
                    input[1], weight[0], group)};
  }
  const std::int64_t wanted = checked_multiply(weight[1], group);
  if (wanted != input[1]) {
    throw Error{fmt::format("the kernel wants {} channel{}, but the input of {} has {}", wanted,
                            wanted == 1 ? "" : "s", input.to_string(), input[1])};
  }
}

void check_kernel_shape(std::span<const std::int64_t> declared, const Shape& weight) {
  if (declared.empty() || std::ranges::equal(declared, spatial(weight))) return;
  throw Error{fmt::format("kernel_shape says {}, but the kernel is {}", Shape(declared).to_string(),
                          Shape(spatial(weight)).to_string())};
}

void check_bias(const InferInput& bias, const Shape& weight) {
  require_float("the bias", bias.type);
  if (bias.type.shape == Shape{weight[0]}) return;
  throw Error{fmt::format("the bias is {}, but there {} {} kernel{}", bias.type.shape.to_string(),
                          weight[0] == 1 ? "is" : "are", weight[0], weight[0] == 1 ? "" : "s")};
}

std::vector<ValueType> infer(const Params& params, std::span<const InferInput> inputs,
                             std::size_t) {
  const auto& conv = params.as<ConvParams>();
  const Shape &input = inputs[0].type.shape, &weight = inputs[1].type.shape;
  require_float("the input", inputs[0].type);
  require_float("the kernel", inputs[1].type);
  check_ranks(input, weight);
  check_channels(conv.group, input, weight);
  check_kernel_shape(conv.window.kernel, weight);
  if (inputs.size() > 2 && inputs[2].present) check_bias(inputs[2], weight);

  const std::vector<Window> windows = conv.window.resolve(spatial(input), spatial(weight));
  std::vector<std::int64_t> dims{input[0], weight[0]};
  for (const std::int64_t extent : positions(windows, spatial(input))) dims.push_back(extent);
  tile_conv(conv_geometry(conv, input, weight), default_threads());  // its buffers must fit too
  return {{Shape(dims)}};
}

std::int64_t macs(const Params&, std::span<const ValueType> inputs,
                  std::span<const ValueType> outputs) {
  const Shape& weight = inputs[1].shape;
  return checked_multiply(outputs[0].shape.elements(), weight.elements(1, weight.rank()));
}

std::vector<AxisReads> reads(const Params& params, std::size_t index,
                             std::span<const ValueType> inputs, const ValueType& output) {
  const Shape& read = inputs[index].shape;
  std::vector<AxisReads> axes;
  for (const std::int64_t dim : read.dims()) axes.push_back(AxisReads::whole(dim));
  if (index != 0) return axes;

  const auto& conv = params.as<ConvParams>();
  axes[0] = {};
  const bool depthwise = conv.group == read[1] && output.shape[1] == read[1];
  if (depthwise) axes[1] = {};
  const auto windows = conv.window.resolve(spatial(read), spatial(inputs[1].shape));
  for (std::size_t axis = 0; axis < windows.size(); ++axis) {
    axes[axis + 2] = windows[axis].axis_reads();
  }
  return axes;
}

std::vector<UnitSlice> unit_slices(const Params&, std::span<const ValueType> inputs) {
  std::vector<UnitSlice> slices{{.input = 1, .axis = 0}};
  if (inputs.size() > 2 && inputs[2].shape.rank() == 1) slices.push_back({.input = 2, .axis = 0});
  return slices;
}

}  // namespace

ConvGeometry conv_geometry(const ConvParams& params, const Shape& input, const Shape& weight) {
  ConvGeometry geometry{.batch = input[0],
                        .group = params.group,
                        .group_inputs = weight[1],
                        .group_outputs = weight[0] / params.group,
                        .windows = {}};
  const std::vector<Window> windows = params.window.resolve(spatial(input), spatial(weight));
  const std::size_t first = 3 - windows.size();
  for (std::size_t axis = 0; axis < windows.size(); ++axis) {
    geometry.input[first + axis] = input[axis + 2];
    geometry.output[first + axis] = windows[axis].positions(input[axis + 2]);
    geometry.windows[first + axis] = windows[axis];
  }
  return geometry;
}

namespace ops {

const Operator conv{
    .name = "Conv",
    .kind = LayerKind::convolution,
    .min_inputs = 2,
    .max_inputs = 3,
    .parse = parse,
    .infer = infer,
    .macs = macs,
    .reads = reads,
    .unit_slices = unit_slices,
    .reference = conv_reference,
    .gradient = conv_gradient,
    .cpu = conv_cpu,
    .pack = conv_pack,
    .batch = &conv_batch,
    .vulkan = conv_plan,
    .vulkan_gradient = conv_gradient_plan,
};

}  // namespace ops
}  // namespace fovea
