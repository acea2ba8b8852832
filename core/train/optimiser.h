#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/train/settings.h"

namespace fovea {

/// A weight tensor that learns, as the optimiser sees it.
struct LearningTensor {
  std::int64_t elements = 0;
  bool decays = true;  ///< weight decay acts on it: kernels and matrices, not biases and scales
};

/// Elements [first, first + weights.size()) of one tensor.
struct UpdatePart {
  std::size_t tensor = 0;
  std::int64_t first = 0;
  std::span<float> weights = {};          ///< changed
  std::span<const float> gradients = {};  ///< as many
};

/// Sums of squares over the elements of a part.
struct UpdateSums {
  double gradient = 0;  ///< clipped, without weight decay
  double weight = 0;    ///< before the update
  double update = 0;
};

/// How many numbers the optimiser remembers of each weight: 1 or 2.
std::size_t moment_count(OptimiserKind);

/// Whether moments mean the same under both kinds.
bool shares_moments(OptimiserKind, OptimiserKind);

/// Changes weights against their gradients. With g the clipped gradient, w a weight and r the
/// learning rate, where a tensor decays g is g + decay · w but for AdamW:
///
/// - sgd: v = momentum · v + g; w −= r · v, with Nesterov w −= r · (g + momentum · v).
///   Source: Sutskever et al., "On the Importance of Initialization and Momentum", 2013, section 2,
///   in PyTorch's form, where the rate is outside of v.
/// - adam: m = β1 · m + (1 − β1) · g; v = β2 · v + (1 − β2) · g²; with t the steps since m and v
///   were 0, w −= r · m / (1 − β1^t) / (√(v / (1 − β2^t)) + ε).
///   Source: Kingma and Ba, "Adam", 2015, algorithm 1.
/// - adamw: as adam, and w −= r · decay · w.
///   Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2.
/// - rmsprop: v = α · v + (1 − α) · g²; b = momentum · b + g / (√v + ε); w −= r · b.
///   Source: Hinton, "Neural Networks for Machine Learning", lecture 6e; momentum as in PyTorch.
///
/// An element's new value does not depend on how tensors are divided into parts.
class Optimiser {
 public:
  /// All moments are 0. Throws Error where a setting is out of its range.
  Optimiser(const OptimiserSettings&, std::vector<LearningTensor>);

  /// Moments stay where they mean the same under the new kind (adam and adamw), else they are 0.
  /// Throws Error where a setting is out of its range; nothing is changed then.
  void change(const OptimiserSettings&);

  /// What gradients whose norm, of all tensors together, is this are multiplied by.
  double clip_scale(double gradient_norm) const;

  /// Begins the next step, on the caller's thread.
  void begin_step(double learning_rate, double gradient_scale);
  /// The step on one part; on several threads at a time where their parts do not overlap.
  UpdateSums update(const UpdatePart&);

  /// [tensors · moments + 1]: those of the first tensor (sgd: v; adam, adamw: m, v; rmsprop: b, v),
  /// of the second, …; the last holds one number, t, which no longer counts from 2^24 on, where the
  /// corrections that it is for are long 1.
  const std::vector<std::vector<float>>& moments() const { return moments_; }
  /// Throws Error where their number or lengths are not those of `moments()`.
  void restore(std::vector<std::vector<float>> moments);

 private:
  void reset();
  std::size_t moment_count() const { return fovea::moment_count(settings_.kind); }

  OptimiserSettings settings_;
  std::vector<LearningTensor> tensors_;
  std::vector<std::vector<float>> moments_;
  double learning_rate_ = 0, gradient_scale_ = 1;
};

/// Moments of one weight, both 0 before its first step.
struct ElementMoments {
  double first = 0, second = 0;
};

/// The step of one weight in double, what `Optimiser` is tested against: what is taken off it.
/// `steps` counts this one; `gradient` is clipped.
double reference_update(const OptimiserSettings&, bool decays, double learning_rate, double steps,
                        double weight, double gradient, ElementMoments&);

/// What that step takes for the gradient: with the decay that is added to it.
double decayed_gradient(const OptimiserSettings&, bool decays, double weight, double gradient);

/// In double; the order of the sum depends on the length alone.
double sum_of_squares(std::span<const float>);

}  // namespace fovea
