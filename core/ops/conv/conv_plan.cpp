#include "core/base/divide_up.h"
#include "core/ops/conv/conv.h"
#include "shaders/params.h"

namespace fovea {
namespace {

/// Output positions below one another and output channels that one invocation makes.
struct Tile {
  std::int64_t rows = 1, channels = 1;
};

/// Measured on lavapipe; 32 sums and what they need fit a GPU's registers too.
constexpr std::int64_t k_most_rows = 8, k_most_channels = 4;
/// The shader keeps that many input elements in registers, and writes out that many products.
constexpr std::int64_t k_most_in_rows = 32, k_most_products = 512;

std::int64_t in_rows(const ConvGeometry& conv, std::int64_t rows) {
  return (rows - 1) * conv.windows[1].stride + conv.windows[1].span();
}

std::int64_t invocations(const ConvGeometry& conv, const Tile& tile) {
  return divide_up(conv.output[1], tile.rows) * conv.output[2] *
         divide_up(conv.group_outputs, tile.channels) * conv.group * conv.batch;
}

/// Nothing where the kernel is too high for the tiled shader, or has depth.
std::optional<Tile> choose_tile(const ConvGeometry& conv, const VulkanLimits& limits) {
  if (conv.input[0] != 1 || conv.windows[0] != Window{}) return std::nullopt;
  const std::int64_t strips = divide_up(conv.output[1], k_most_rows);
  Tile tile{divide_up(conv.output[1], strips), std::min(conv.group_outputs, k_most_channels)};
  const auto too_large = [&] {
    return in_rows(conv, tile.rows) > k_most_in_rows ||
           conv.windows[1].kernel * tile.rows * tile.channels > k_most_products;
  };
  while (too_large() && tile.rows > 1) --tile.rows;
  if (too_large()) return std::nullopt;
  while (invocations(conv, tile) < limits.busy_invocations && tile.rows * tile.channels > 4) {
    (tile.rows > tile.channels ? tile.rows : tile.channels) /= 2;
  }
  return tile;
}

ConvConstants constants_of(const ConvGeometry& conv) {
  ConvConstants constants{};
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

/// The group size, whether there is a bias, then kernel, stride and dilation from `axis` on.
std::vector<std::uint32_t> specialization(const ConvGeometry& conv, std::int64_t group_size,
                                          bool bias, std::size_t axis) {
  std::vector<std::uint32_t> values{static_cast<std::uint32_t>(group_size), 1, 1, bias};
  for (const auto member : {&Window::kernel, &Window::stride, &Window::dilation}) {
    for (std::size_t i = axis; i < 3; ++i) {
      values.push_back(static_cast<std::uint32_t>(conv.windows[i].*member));
    }
  }
  return values;
}

}  // namespace

std::optional<VulkanPlan> conv_plan(const PlanContext& context) {
  const ConvGeometry conv = conv_geometry(context.params.as<ConvParams>(), context.inputs[0].shape,
                                          context.inputs[1].shape);
  const VulkanLimits& limits = context.limits;
  const bool bias = context.inputs.size() > 2 && context.inputs[2].shape.rank() == 1;
  const std::int64_t group_size =
      std::min({2 * limits.subgroup_size, limits.max_invocations, limits.max_group_size[0]});

  Dispatch dispatch;
  std::array<std::int64_t, 3> groups{};
  if (const auto tile = choose_tile(conv, limits)) {
    dispatch.shader = "ops/conv/conv2d";
    dispatch.specialization = specialization(conv, group_size, bias, 1);
    dispatch.specialization.push_back(static_cast<std::uint32_t>(tile->rows));
    dispatch.specialization.push_back(static_cast<std::uint32_t>(tile->channels));
    groups = {divide_up(divide_up(conv.output[1], tile->rows) * conv.output[2], group_size),
              divide_up(conv.group_outputs, tile->channels) * conv.group, conv.batch};
  } else {
    dispatch.shader = "ops/conv/conv";
    dispatch.specialization = specialization(conv, group_size, bias, 0);
    groups = {divide_up(conv.output_plane(), group_size), conv.group_outputs * conv.group,
              conv.batch};
  }
  for (std::size_t i = 0; i < 3; ++i) {
    if (groups[i] > limits.max_group_count[i]) return std::nullopt;
    dispatch.groups[i] = static_cast<std::uint32_t>(groups[i]);
  }
  dispatch.push = push_bytes(constants_of(conv));
  dispatch.bindings = {{Binding::Kind::input, 0},
                       {Binding::Kind::input, 1},
                       {Binding::Kind::output, 0},
                       {Binding::Kind::input, bias ? 2u : 1u}};
  return VulkanPlan{{std::move(dispatch)}, {}};
}

}  // namespace fovea
