#include "core/ops/dense/dense.h"
#include "core/ops/dense/matrix_plan.h"

namespace fovea {

std::optional<VulkanPlan> mat_mul_plan(const PlanContext& context) {
  const MatMulSizes sizes = mat_mul_sizes(context.inputs[0].shape, context.inputs[1].shape);
  constexpr std::size_t k_axes = 3;
  if (sizes.batch.size() > k_axes) return std::nullopt;
  const auto rows = static_cast<int>(sizes.rows), columns = static_cast<int>(sizes.columns);
  const auto depth = static_cast<int>(sizes.depth);
  MatrixConstants product{.rows = rows,
                          .columns = columns,
                          .depth = depth,
                          .a_row = depth,
                          .a_step = 1,
                          .b_step = columns,
                          .b_column = 1,
                          .c_row = 0,
                          .c_column = 0,
                          .alpha = 1,
                          .beta = 0,
                          .batch = {1, 1, 1},
                          .a_batch = {},
                          .b_batch = {}};
  const std::size_t first = k_axes - sizes.batch.size();
  for (std::size_t axis = 0; axis < sizes.batch.size(); ++axis) {
    product.batch[first + axis] = static_cast<int>(sizes.batch[axis]);
    product.a_batch[first + axis] = static_cast<int>(sizes.a_steps[axis]);
    product.b_batch[first + axis] = static_cast<int>(sizes.b_steps[axis]);
  }
  return matrix_plan(product, false, context.limits);
}

}  // namespace fovea
