#pragma once

#include <span>
#include <vector>

#include "core/base/cancel.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// How well any kernel [kH, kW] makes one plane of another: the mean squared error over all
/// positions where the window lies inside the plane, E(k) = kᵀ G k − 2 kᵀ m + e, with the mean over
/// positions of x xᵀ, x y and y², of patches x under the window and wanted values y. Gathered once;
/// a loss or a gradient then costs as many products as G has entries, however large the planes, and
/// is that of all positions.
/// Source: Gonzalez and Woods, Digital Image Processing, 4th ed., 3.4 (correlation); Björck,
/// Numerical Methods for Least Squares Problems, 2.2 (normal equations).
struct KernelFit {
  Shape kernel = {};                ///< [kH, kW]; n = kH · kW
  std::int64_t positions = 0;       ///< how many windows the mean is over
  std::vector<double> gram = {};    ///< G [n, n]: mean of x xᵀ
  std::vector<double> moment = {};  ///< m [n]: mean of x y
  double energy = 0;                ///< e: mean of y²

  /// Both take n cells, row-major.
  double loss(std::span<const double> cells) const;
  std::vector<double> gradient(std::span<const double> cells) const;  ///< 2 (G k − m)
};

/// Gathers the fit of `after` to `before`, float32 planes. `before` is [H, W]; `after` is as large
/// (its value at the middle of a window, (k − 1) / 2 cells in, is the wanted one), or as large as
/// the windows inside `before` are many, [H − kH + 1, W − kW + 1]. Throws Error where it is neither
/// or the kernel is larger than the plane, Cancelled.
KernelFit gather_fit(const Tensor& before, const Tensor& after, const Shape& kernel,
                     const CancelToken& cancel = {});

/// The best kernel there is, in closed form.
struct LeastSquares {
  Tensor kernel = {};  ///< [kH, kW] float32; of several that are equally good, the smallest
  double loss = 0;
  double largest = 0, smallest = 0;  ///< eigenvalues of G
  /// largest / smallest: by how much the slowest direction of descent lags behind the fastest;
  /// infinite where patches do not tell all cells apart, as in a flat picture.
  double condition = 0;
};

/// Solves G k = m by the eigenvectors of G, which also tell what the plane says nothing about.
/// Source: Golub and Van Loan, Matrix Computations, 4th ed., 5.5.
LeastSquares solve(const KernelFit& fit);

/// The rate at which descent on E falls at every step without momentum, and fastest so: one over
/// the largest curvature, 1 / (2 λmax). Twice as much is where it begins to diverge.
/// Source: Nesterov, Introductory Lectures on Convex Optimization, 2.1.5.
double steady_rate(const LeastSquares& solution);

struct LearnOptions {
  double rate = 0;      ///< above 0
  double momentum = 0;  ///< 0 to below 1
};

/// A kernel that learns by gradient descent with momentum, from zeros. A value: a copy goes on from
/// where it is.
/// Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964 (the
/// heavy ball): v ← momentum · v − rate · ∇E(k), k ← k + v.
class KernelLearner {
 public:
  explicit KernelLearner(const KernelFit& fit) : cells_(fit.moment.size()), speed_(cells_) {}

  /// Moves the kernel once. False where that would lead beyond `k_diverged` times the loss of
  /// zeros, or to numbers that are none; the kernel then stays.
  bool step(const KernelFit& fit, const LearnOptions& options);

  std::span<const double> cells() const { return cells_; }
  Tensor kernel(const KernelFit& fit) const;
  double loss(const KernelFit& fit) const { return fit.loss(cells_); }

  static constexpr double k_diverged = 1e6;

 private:
  std::vector<double> cells_, speed_;
};

}  // namespace fovea
