#include "core/ops/conv/conv_plan.h"

#include "core/base/divide_up.h"

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

}  // namespace

std::vector<std::uint32_t> conv_specialization(const ConvGeometry& conv, std::int64_t group_size,
                                               std::uint32_t first, std::size_t axis) {
  std::vector<std::uint32_t> values{static_cast<std::uint32_t>(group_size), 1, 1, first};
  for (const auto member : {&Window::kernel, &Window::stride, &Window::dilation}) {
    for (std::size_t i = axis; i < 3; ++i) {
      values.push_back(static_cast<std::uint32_t>(conv.windows[i].*member));
    }
  }
  return values;
}

std::int64_t conv_group_size(const VulkanLimits& limits) {
  return std::min({2 * limits.subgroup_size, limits.max_invocations, limits.max_group_size[0]});
}

bool set_groups(Dispatch& dispatch, const std::array<std::int64_t, 3>& groups,
                const VulkanLimits& limits) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (groups[i] < 1 || groups[i] > limits.max_group_count[i]) return false;
    dispatch.groups[i] = static_cast<std::uint32_t>(groups[i]);
  }
  return true;
}

std::optional<Dispatch> conv_dispatch(const ConvGeometry& conv, bool bias,
                                      const VulkanLimits& limits) {
  const std::int64_t group_size = conv_group_size(limits);
  Dispatch dispatch;
  std::array<std::int64_t, 3> groups{};
  if (const auto tile = choose_tile(conv, limits)) {
    dispatch.shader = "ops/conv/conv2d";
    dispatch.specialization = conv_specialization(conv, group_size, bias, 1);
    dispatch.specialization.push_back(static_cast<std::uint32_t>(tile->rows));
    dispatch.specialization.push_back(static_cast<std::uint32_t>(tile->channels));
    groups = {divide_up(divide_up(conv.output[1], tile->rows) * conv.output[2], group_size),
              divide_up(conv.group_outputs, tile->channels) * conv.group, conv.batch};
  } else {
    dispatch.shader = "ops/conv/conv";
    dispatch.specialization = conv_specialization(conv, group_size, bias, 0);
    groups = {divide_up(conv.output_plane(), group_size), conv.group_outputs * conv.group,
              conv.batch};
  }
  if (!set_groups(dispatch, groups, limits)) return std::nullopt;
  dispatch.push = push_bytes(conv_constants<ConvConstants>(conv));
  return dispatch;
}

std::optional<VulkanPlan> conv_plan(const PlanContext& context) {
  const ConvGeometry conv = conv_geometry(context.params.as<ConvParams>(), context.inputs[0].shape,
                                          context.inputs[1].shape);
  const bool bias = context.inputs.size() > 2 && context.inputs[2].shape.rank() == 1;
  std::optional<Dispatch> dispatch = conv_dispatch(conv, bias, context.limits);
  if (!dispatch) return std::nullopt;
  dispatch->bindings = {{Binding::Kind::input, 0},
                        {Binding::Kind::input, 1},
                        {Binding::Kind::output, 0},
                        {Binding::Kind::input, bias ? 2u : 1u}};
  return VulkanPlan{{std::move(*dispatch)}, {}};
}

}  // namespace fovea
