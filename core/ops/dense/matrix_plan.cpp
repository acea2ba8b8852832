#include "core/ops/dense/matrix_plan.h"

#include "core/base/divide_up.h"

namespace fovea {
namespace {

/// What one invocation makes, and how many neighbours share each of its sums.
struct Tile {
  std::int64_t rows = 1, columns = 1, split = 1;
};

constexpr std::int64_t k_most_rows = 8, k_most_columns = 4;

std::int64_t products(const MatrixConstants& m) {
  return std::int64_t{m.batch[0]} * m.batch[1] * m.batch[2];
}

std::int64_t invocations(const MatrixConstants& m, const Tile& tile) {
  return divide_up(m.rows, tile.rows) * divide_up(m.columns, tile.columns) * tile.split *
         products(m);
}

/// Large tiles use each element they load more often, but must leave work for the whole device;
/// where even single elements do not, the sums are shared.
Tile choose_tile(const MatrixConstants& m, const VulkanLimits& limits, std::int64_t group_size) {
  Tile tile;
  tile.rows = std::min<std::int64_t>(m.rows, k_most_rows);
  tile.columns = m.rows == 1 ? 1 : std::min<std::int64_t>(m.columns, k_most_columns);
  while (invocations(m, tile) < limits.busy_invocations && tile.rows * tile.columns > 1) {
    std::int64_t& longer = tile.rows > tile.columns ? tile.rows : tile.columns;
    longer = divide_up(longer, 2);
  }
  if (tile.rows * tile.columns > 1) return tile;
  const auto most = std::min<std::int64_t>(limits.subgroup_size, group_size);
  while (invocations(m, tile) < limits.busy_invocations && tile.split * 2 <= most &&
         tile.split * 4 <= m.depth) {
    tile.split *= 2;
  }
  return tile;
}

}  // namespace

std::optional<Dispatch> matrix_dispatch(const MatrixConstants& product, bool has_c,
                                        const VulkanLimits& limits) {
  const std::int64_t group_size =
      std::min({2 * limits.subgroup_size, limits.max_invocations, limits.max_group_size[0]});
  const Tile tile = choose_tile(product, limits, group_size);
  const std::array<std::int64_t, 3> groups{
      divide_up(product.columns, group_size / tile.split * tile.columns),
      divide_up(product.rows, tile.rows), products(product)};

  Dispatch dispatch;
  dispatch.shader = "ops/dense/matrix";
  dispatch.specialization = {static_cast<std::uint32_t>(group_size),
                             1,
                             1,
                             has_c,
                             static_cast<std::uint32_t>(tile.rows),
                             static_cast<std::uint32_t>(tile.columns),
                             static_cast<std::uint32_t>(tile.split)};
  for (std::size_t i = 0; i < 3; ++i) {
    if (groups[i] < 1 || groups[i] > limits.max_group_count[i]) return std::nullopt;
    dispatch.groups[i] = static_cast<std::uint32_t>(groups[i]);
  }
  dispatch.push = push_bytes(product);
  return dispatch;
}

std::optional<VulkanPlan> matrix_plan(const MatrixConstants& product, bool has_c,
                                      const VulkanLimits& limits) {
  std::optional<Dispatch> dispatch = matrix_dispatch(product, has_c, limits);
  if (!dispatch) return std::nullopt;
  dispatch->bindings = {{Binding::Kind::input, 0},
                        {Binding::Kind::input, 1},
                        {Binding::Kind::output, 0},
                        {Binding::Kind::input, has_c ? 2u : 1u}};
  return VulkanPlan{{std::move(*dispatch)}, {}};
}

}  // namespace fovea
