#include "core/ops/pooling/pool.h"

#include <bit>
#include <fmt/format.h>

#include "core/base/divide_up.h"
#include "core/base/error.h"
#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

/// The maximum of nothing is no number: every window must see a sample.
void require_samples(const Window& window, std::int64_t input) {
  for (std::int64_t p = 0; p < window.positions(input); ++p) {
    if (window.taps(p, input).size() == 0) {
      throw Error{fmt::format("window {} lies wholly in the padding, so it has no maximum", p)};
    }
  }
}

/// As other runtimes do: a window that lies wholly in the padding has nothing to pool.
void require_narrow_padding(const Window& window) {
  if (window.pad_begin < window.span() && window.pad_end < window.span()) return;
  throw Error{fmt::format("padding of {} and {} leaves windows of {} wholly in the padding",
                          window.pad_begin, window.pad_end, window.span())};
}

/// Group size and number of groups along one axis of `count` items, the size a power of two.
struct GroupAxis {
  std::uint32_t size, groups;

  GroupAxis(std::int64_t count, std::uint32_t most_size, std::uint32_t most_groups)
      : size(std::bit_floor(most_size)) {
    while (size > 1 && size / 2 >= count) size /= 2;
    groups =
        static_cast<std::uint32_t>(std::min<std::int64_t>(divide_up(count, size), most_groups));
  }
};

/// Groups over columns, rows and planes, as square as the output lets them be.
void set_grid(Dispatch& dispatch, const PoolGeometry& pool, const VulkanLimits& limits) {
  constexpr std::uint32_t k_invocations = 128, k_columns = 32;
  const auto& [size_x, size_y, size_z] = limits.max_group_size;
  const auto& [groups_x, groups_y, groups_z] = limits.max_group_count;
  std::uint32_t left = std::bit_floor(std::min(k_invocations, limits.max_invocations));
  const GroupAxis columns(pool.out[2], std::min({left, k_columns, size_x}), groups_x);
  left /= columns.size;
  const GroupAxis rows(pool.out[0] * pool.out[1], std::min(left, size_y), groups_y);
  left /= rows.size;
  const GroupAxis planes(pool.planes, std::min(left, size_z), groups_z);
  dispatch.specialization = {columns.size, rows.size, planes.size};
  dispatch.groups = {columns.groups, rows.groups, planes.groups};
}

PoolParams push_constants(const PoolGeometry& pool) {
  PoolParams params{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    params.in_dims[axis] = static_cast<int>(pool.in[axis]);
    params.out_dims[axis] = static_cast<int>(pool.out[axis]);
    params.pad_begin[axis] = static_cast<int>(pool.windows[axis].pad_begin);
    params.pad_end[axis] = static_cast<int>(pool.windows[axis].pad_end);
  }
  params.planes = static_cast<uint>(pool.planes);
  return params;
}

}  // namespace

PoolGeometry::PoolGeometry(const PoolSettings& settings, const Shape& input)
    : planes(input.elements(0, 2)) {
  const std::vector<Window> given = settings.window.resolve(spatial(input), {});
  const std::size_t missing = windows.size() - given.size();
  for (std::size_t axis = 0; axis < given.size(); ++axis) {
    windows[missing + axis] = given[axis];
    in[missing + axis] = input[2 + axis];
    out[missing + axis] = given[axis].positions(input[2 + axis]);
  }
}

std::int64_t PoolGeometry::counted_taps(std::size_t axis, std::int64_t p, bool include_pad) const {
  Window window = windows[axis];
  if (!include_pad) return window.taps(p, in[axis]).size();
  const std::int64_t padded = window.pad_begin + in[axis] + window.pad_end;
  window.pad_begin = 0;
  return window.taps(p, padded).size();
}

WindowAttributes parse_pool_window(const Attributes& attributes) {
  if (!attributes.has("kernel_shape")) throw Error{"the attribute “kernel_shape” is missing"};
  return WindowAttributes::parse(attributes);
}

std::vector<ValueType> infer_pool(const Params& params, std::span<const InferInput> inputs,
                                  std::size_t) {
  require_floats(inputs);
  const Shape& input = inputs[0].type.shape;
  if (input.rank() < 3 || input.rank() > 5) {
    throw Error{
        fmt::format("an input of {} cannot be pooled: it needs one to three axes after "
                    "samples and channels",
                    input.to_string())};
  }
  const auto& settings = params.as<PoolSettings>();
  const std::vector<Window> windows = settings.window.resolve(spatial(input), {});
  Shape output = input;
  for (std::size_t axis = 0; axis < windows.size(); ++axis) {
    require_narrow_padding(windows[axis]);
    if (!settings.average) require_samples(windows[axis], input[2 + axis]);
    output[2 + axis] = windows[axis].positions(input[2 + axis]);
  }
  return {{.shape = output}};
}

std::vector<AxisReads> pool_reads(const Params& params, std::size_t,
                                  std::span<const ValueType> inputs, const ValueType&) {
  std::vector<AxisReads> reads(2);
  const Shape& input = inputs[0].shape;
  for (const Window& window : params.as<PoolSettings>().window.resolve(spatial(input), {})) {
    reads.push_back(window.axis_reads());
  }
  return reads;
}

std::optional<VulkanPlan> plan_pool(const PlanContext& context) {
  const Shape& input = context.inputs[0].shape;
  const std::int64_t outputs = context.outputs[0].shape.elements();
  if (input.elements() > k_most_shader_elements || outputs > k_most_shader_elements || outputs < 1)
    return std::nullopt;
  const auto& settings = context.params.as<PoolSettings>();
  const PoolGeometry pool(settings, input);
  Dispatch dispatch{.shader = "ops/pooling/pool",
                    .specialization = {},
                    .push = push_bytes(push_constants(pool)),
                    .bindings = {{Binding::Kind::input, 0}, {Binding::Kind::output, 0}}};
  set_grid(dispatch, pool, context.limits);
  dispatch.specialization.push_back(settings.average ? 1 : 0);
  dispatch.specialization.push_back(settings.count_include_pad ? 1 : 0);
  for (const auto member : {&Window::kernel, &Window::stride, &Window::dilation}) {
    for (const Window& window : pool.windows) {
      dispatch.specialization.push_back(static_cast<std::uint32_t>(window.*member));
    }
  }
  return VulkanPlan{.dispatches = {std::move(dispatch)}, .scratch_bytes = {}};
}

}  // namespace fovea::ops
