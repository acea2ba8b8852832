#include "core/kernel/learn.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace fovea {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const RowMajor> gram_of(const KernelFit& fit) {
  const auto n = static_cast<Eigen::Index>(fit.moment.size());
  return {fit.gram.data(), n, n};
}

Eigen::Map<const Eigen::VectorXd> vector_of(std::span<const double> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

Tensor kernel_of(const Shape& shape, std::span<const double> cells) {
  Tensor kernel(shape);
  std::ranges::transform(cells, kernel.mutable_values<float>().begin(),
                         [](double cell) { return static_cast<float>(cell); });
  return kernel;
}

}  // namespace

double KernelFit::loss(std::span<const double> cells) const {
  assert(cells.size() == moment.size());
  const auto k = vector_of(cells);
  const double loss = k.dot(gram_of(*this) * k - 2 * vector_of(moment)) + energy;
  return std::isfinite(loss) ? std::max(loss, 0.0) : loss;
}

std::vector<double> KernelFit::gradient(std::span<const double> cells) const {
  assert(cells.size() == moment.size());
  std::vector<double> gradient(cells.size());
  Eigen::Map<Eigen::VectorXd>(gradient.data(), static_cast<Eigen::Index>(gradient.size())) =
      2 * (gram_of(*this) * vector_of(cells) - vector_of(moment));
  return gradient;
}

LeastSquares solve(const KernelFit& fit) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(gram_of(fit));
  const Eigen::VectorXd& values = eigen.eigenvalues();  // ascending
  const double largest = std::max(values[values.size() - 1], 0.0);
  // What is smaller is rounding: a direction that no patch has.
  const double least =
      largest * static_cast<double>(values.size()) * std::numeric_limits<double>::epsilon() * 8;
  const Eigen::VectorXd inverse =
      values.unaryExpr([&](double value) { return value > least ? 1 / value : 0.0; });
  const Eigen::VectorXd along = eigen.eigenvectors().transpose() * vector_of(fit.moment);
  const Eigen::VectorXd cells = eigen.eigenvectors() * inverse.cwiseProduct(along);
  const std::span<const double> found(cells.data(), static_cast<std::size_t>(cells.size()));
  const double smallest = values[0] > least ? values[0] : 0.0;
  return {.kernel = kernel_of(fit.kernel, found),
          .loss = fit.loss(found),
          .largest = largest,
          .smallest = smallest,
          .condition = smallest > 0 ? largest / smallest : std::numeric_limits<double>::infinity()};
}

double steady_rate(const LeastSquares& solution) {
  return solution.largest > 0 ? 1 / (2 * solution.largest) : 1.0;
}

bool KernelLearner::step(const KernelFit& fit, const LearnOptions& options) {
  const std::vector<double> slope = fit.gradient(cells_);
  KernelLearner next = *this;
  for (std::size_t i = 0; i < slope.size(); ++i) {
    next.speed_[i] = options.momentum * speed_[i] - options.rate * slope[i];
    next.cells_[i] += next.speed_[i];
  }
  const double loss = fit.loss(next.cells_);
  if (!std::isfinite(loss) || loss > k_diverged * fit.energy) return false;
  *this = std::move(next);
  return true;
}

Tensor KernelLearner::kernel(const KernelFit& fit) const { return kernel_of(fit.kernel, cells_); }

}  // namespace fovea
