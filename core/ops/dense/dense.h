#pragma once

#include "core/ops/operator.h"

namespace fovea {

struct GemmParams {
  float alpha = 1, beta = 1;
  bool transpose_a = false, transpose_b = false;
  bool broadcasts_c = true;  ///< opset 6 can say that C must have the output's shape
};

/// Sizes of A' [rows, depth] · B' [depth, columns], transposed where the parameters say so.
struct GemmSizes {
  std::int64_t rows = 0, columns = 0, depth = 0;
};
/// Throws Error where the matrices cannot be multiplied.
GemmSizes gemm_sizes(const GemmParams&, const Shape& a, const Shape& b);

/// Floats between neighbours of C along the output's rows and columns; 0 where it is broadcast.
struct CSteps {
  std::int64_t row = 0, column = 0;
};
CSteps c_steps(const Shape& c);

/// MatMul as a batch of products of matrices, numpy's rules: leading axes broadcast, a vector is a
/// row on the left and a column on the right.
struct MatMulSizes {
  std::int64_t rows = 0, columns = 0, depth = 0;
  std::vector<std::int64_t> batch;             ///< extents of the leading axes
  std::vector<std::int64_t> a_steps, b_steps;  ///< in floats by leading axis; 0 where broadcast
  Shape output;

  std::int64_t products() const;  ///< matrices in the batch
  /// First float of the matrices that make product `index`.
  std::int64_t a_offset(std::int64_t index) const { return offset(index, a_steps); }
  std::int64_t b_offset(std::int64_t index) const { return offset(index, b_steps); }

 private:
  std::int64_t offset(std::int64_t index, const std::vector<std::int64_t>& steps) const;
};
/// Throws Error where the shapes cannot be multiplied.
MatMulSizes mat_mul_sizes(const Shape& a, const Shape& b);

std::optional<VulkanPlan> gemm_plan(const PlanContext&);
std::optional<VulkanPlan> mat_mul_plan(const PlanContext&);
std::optional<VulkanPlan> gemm_gradient_plan(const TrainingPlanContext&);
std::optional<VulkanPlan> mat_mul_gradient_plan(const TrainingPlanContext&);
extern const BatchKernels gemm_batch, mat_mul_batch;

}  // namespace fovea
