#include "core/kernel/separation.h"

#include <Eigen/SVD>
#include <cmath>
#include <limits>

namespace fovea {

double Separation::tolerance() const {
  constexpr double k_epsilon = std::numeric_limits<float>::epsilon();
  return values.empty() ? 0 : static_cast<double>(most_cells) * k_epsilon * values.front();
}

int Separation::rank() const {
  return static_cast<int>(
      std::ranges::count_if(values, [least = tolerance()](double s) { return s > least; }));
}

Separation separate_by_svd(const Tensor& kernel) {
  using Cells = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Cells> cells(kernel.floats().data(), kernel.shape()[0], kernel.shape()[1]);
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(cells.cast<double>(),
                                              Eigen::ComputeThinU | Eigen::ComputeThinV);
  Separation result;
  result.most_cells = std::max(cells.rows(), cells.cols());
  for (Eigen::Index n = 0; n < svd.singularValues().size(); ++n) {
    result.values.push_back(svd.singularValues()[n]);
    const auto column = svd.matrixU().col(n), row = svd.matrixV().col(n);
    result.columns.emplace_back(column.begin(), column.end());
    result.rows.emplace_back(row.begin(), row.end());
  }
  return result;
}

Tensor approximation(const Separation& separation, int terms) {
  assert(!separation.values.empty() && terms >= 0);
  const std::size_t rows = separation.columns[0].size(), columns = separation.rows[0].size();
  const std::size_t count = std::min(static_cast<std::size_t>(terms), separation.values.size());
  Tensor kernel(Shape{static_cast<std::int64_t>(rows), static_cast<std::int64_t>(columns)});
  const auto cells = kernel.mutable_values<float>();
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    double sum = 0;
    for (std::size_t n = 0; n < count; ++n)
      sum += separation.values[n] * separation.columns[n][cell / columns] *
             separation.rows[n][cell % columns];
    cells[cell] = static_cast<float>(sum);
  }
  return kernel;
}

double approximation_error(const Separation& separation, int terms) {
  double left_out = 0, all = 0;
  for (std::size_t n = 0; n < separation.values.size(); ++n) {
    const double square = separation.values[n] * separation.values[n];
    all += square;
    if (n >= static_cast<std::size_t>(terms)) left_out += square;
  }
  return all > 0 ? std::sqrt(left_out / all) : 0;
}

ColumnAndRow column_and_row(const Separation& separation, int term) {
  const auto n = static_cast<std::size_t>(term);
  ColumnAndRow factors{separation.columns.at(n), separation.rows.at(n)};
  const double largest =
      *std::ranges::max_element(factors.column, {}, [](double cell) { return std::abs(cell); });
  for (double& cell : factors.column) cell /= largest;
  for (double& cell : factors.row) cell *= largest * separation.values[n];
  return factors;
}

}  // namespace fovea
