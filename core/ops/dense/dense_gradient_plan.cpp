#include "core/ops/dense/dense.h"
#include "core/ops/dense/matrix_plan.h"
#include "core/ops/line_dispatch.h"
#include "core/ops/reduction_plan.h"

namespace fovea {
namespace {

/// A matrix as a product reads it: where its elements are, and how far apart.
struct Factor {
  Binding buffer;
  std::int64_t row = 0, column = 0;

  Factor transposed() const { return {buffer, column, row}; }
};

/// Y = A' · B' of Gemm, with what the gradients are made of.
struct Product {
  GemmSizes sizes;
  bool transpose_a = false, transpose_b = false;
  float alpha = 1;

  Factor a() const {
    return {{Binding::Kind::input, 0}, transpose_a ? 1 : sizes.depth, transpose_a ? sizes.rows : 1};
  }
  Factor b() const {
    return {
        {Binding::Kind::input, 1}, transpose_b ? 1 : sizes.columns, transpose_b ? sizes.depth : 1};
  }
  Factor slopes() const { return {{Binding::Kind::output_gradient, 0}, sizes.columns, 1}; }
};

/// Appends to [rows, columns] = alpha · left [rows, depth] · right [depth, columns].
bool add_product(VulkanPlan& plan, float alpha, const GemmSizes& sizes, const Factor& left,
                 const Factor& right, const Binding& to, const VulkanLimits& limits) {
  const auto number = [](std::int64_t value) { return static_cast<int>(value); };
  std::optional<Dispatch> dispatch = matrix_dispatch({.rows = number(sizes.rows),
                                                      .columns = number(sizes.columns),
                                                      .depth = number(sizes.depth),
                                                      .a_row = number(left.row),
                                                      .a_step = number(left.column),
                                                      .b_step = number(right.row),
                                                      .b_column = number(right.column),
                                                      .c_row = 0,
                                                      .c_column = 0,
                                                      .alpha = alpha,
                                                      .beta = 0,
                                                      .batch = {1, 1, 1},
                                                      .a_batch = {},
                                                      .b_batch = {}},
                                                     false, limits);
  if (!dispatch) return false;
  dispatch->bindings = {left.buffer, right.buffer, to, right.buffer};
  plan.dispatches.push_back(std::move(*dispatch));
  return true;
}

/// dA' = dY · B'ᵀ, or, where A is stored transposed, dA = B' · dYᵀ.
bool add_a_gradient(VulkanPlan& plan, const Product& product, const VulkanLimits& limits) {
  const auto [rows, columns, depth] = product.sizes;
  const Binding to{Binding::Kind::input_gradient, 0};
  if (product.transpose_a) {
    return add_product(plan, product.alpha, {depth, rows, columns}, product.b(),
                       product.slopes().transposed(), to, limits);
  }
  return add_product(plan, product.alpha, {rows, depth, columns}, product.slopes(),
                     product.b().transposed(), to, limits);
}

/// dB' = A'ᵀ · dY, or, where B is stored transposed, dB = dYᵀ · A'.
bool add_b_gradient(VulkanPlan& plan, const Product& product, const VulkanLimits& limits) {
  const auto [rows, columns, depth] = product.sizes;
  const Binding to{Binding::Kind::input_gradient, 1};
  if (product.transpose_b) {
    return add_product(plan, product.alpha, {columns, depth, rows}, product.slopes().transposed(),
                       product.a(), to, limits);
  }
  return add_product(plan, product.alpha, {depth, columns, rows}, product.a().transposed(),
                     product.slopes(), to, limits);
}

bool add_c_gradient(VulkanPlan& plan, const GemmSizes& sizes, float beta, const Shape& c,
                    const VulkanLimits& limits) {
  const CSteps steps = c_steps(c);
  Reduction reduction;
  reduction.dims = {1, 1, sizes.rows, sizes.columns};
  reduction.kept = {false, false, steps.row != 0, steps.column != 0};
  reduction.scale = beta;
  reduction.values = {Binding::Kind::output_gradient, 0};
  reduction.sums = {Binding::Kind::input_gradient, 2};
  return add_reduction(plan, reduction, limits);
}

std::optional<VulkanPlan> plan_of(const TrainingPlanContext& context, const Product& product) {
  const auto [rows, columns, depth] = product.sizes;
  for (const std::int64_t elements : {rows * columns, rows * depth, depth * columns}) {
    if (elements < 1 || elements > k_most_shader_elements) return std::nullopt;
  }
  VulkanPlan plan;
  if (context.wants(0) && !add_a_gradient(plan, product, context.limits)) return std::nullopt;
  if (context.wants(1) && !add_b_gradient(plan, product, context.limits)) return std::nullopt;
  return plan;
}

}  // namespace

std::optional<VulkanPlan> gemm_gradient_plan(const TrainingPlanContext& context) {
  const auto& params = context.params.as<GemmParams>();
  const GemmSizes sizes = gemm_sizes(params, context.inputs[0].shape, context.inputs[1].shape);
  std::optional<VulkanPlan> plan =
      plan_of(context, {sizes, params.transpose_a, params.transpose_b, params.alpha});
  if (plan && context.wants(2) &&
      !add_c_gradient(*plan, sizes, params.beta, context.inputs[2].shape, context.limits)) {
    return std::nullopt;
  }
  return plan;
}

/// Matrices on the left that are multiplied by the same are one tall matrix.
std::optional<VulkanPlan> mat_mul_gradient_plan(const TrainingPlanContext& context) {
  const Shape &a = context.inputs[0].shape, &b = context.inputs[1].shape;
  if (a.rank() < 2 || b.rank() != 2) return std::nullopt;
  return plan_of(
      context,
      {{.rows = a.elements(0, a.rank() - 1), .columns = b[1], .depth = b[0]}, false, false, 1});
}

}  // namespace fovea
