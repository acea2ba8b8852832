#pragma once

#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

/// A kernel [kH, kW] as a sum of separable ones, a column times a row each, the strongest first:
/// its singular value decomposition. `values` are not negative and fall; `columns[n]` has kH
/// entries, `rows[n]` kW, both of length 1; there are min(kH, kW) of each.
struct Separation {
  std::vector<double> values;
  std::vector<std::vector<double>> columns, rows;
  std::int64_t most_cells = 0;  ///< max(kH, kW)

  /// Singular values of at most this are rounding: max(kH, kW) · ε · the largest one, with
  /// float32's ε = 2⁻²³ as cells are float32. Source: Press et al., Numerical Recipes, section 2.6;
  /// what numpy.linalg.matrix_rank takes.
  double tolerance() const;
  /// Number of separable kernels that are needed: singular values above the tolerance.
  int rank() const;
};

/// By Jacobi rotations in double precision. Expects finite cells.
Separation separate_by_svd(const Tensor& kernel);

/// The sum of the first `terms` separable kernels: of all sums of that many, the nearest to the
/// kernel. [kH, kW], float32.
/// Source: Eckart and Young, The approximation of one matrix by another of lower rank (1936).
Tensor approximation(const Separation&, int terms);

/// How far that is from the kernel: the Frobenius norm of the difference over the kernel's, 0 to 1;
/// the root of the sum of the squares of the singular values left out. 0 for a kernel of zeros.
double approximation_error(const Separation&, int terms);

/// One of the separable kernels as numbers to read: the largest cell of the column is 1, the row
/// holds the rest.
struct ColumnAndRow {
  std::vector<double> column, row;
};
ColumnAndRow column_and_row(const Separation&, int term);

}  // namespace fovea
