#include "core/ops/dense/dense.h"
#include "core/ops/dense/matrix_plan.h"

namespace fovea {

std::optional<VulkanPlan> gemm_plan(const PlanContext& context) {
  const auto& params = context.params.as<GemmParams>();
  const Shape &a = context.inputs[0].shape, &b = context.inputs[1].shape;
  const GemmSizes sizes = gemm_sizes(params, a, b);
  const auto rows = static_cast<int>(sizes.rows), columns = static_cast<int>(sizes.columns);
  const auto depth = static_cast<int>(sizes.depth);

  MatrixConstants product{.rows = rows,
                          .columns = columns,
                          .depth = depth,
                          .a_row = params.transpose_a ? 1 : depth,
                          .a_step = params.transpose_a ? rows : 1,
                          .b_step = params.transpose_b ? 1 : columns,
                          .b_column = params.transpose_b ? depth : 1,
                          .c_row = 0,
                          .c_column = 0,
                          .alpha = params.alpha,
                          .beta = params.beta,
                          .batch = {1, 1, 1},
                          .a_batch = {},
                          .b_batch = {}};
  // Input types do not tell an absent C from a scalar one; the CPU does.
  const bool has_c = context.inputs.size() > 2;
  if (has_c) {
    const Shape& c = context.inputs[2].shape;
    if (c.rank() == 0) return std::nullopt;
    const CSteps steps = c_steps(c);
    product.c_row = static_cast<int>(steps.row);
    product.c_column = static_cast<int>(steps.column);
  }
  return matrix_plan(product, has_c, context.limits);
}

}  // namespace fovea
