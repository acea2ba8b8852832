#pragma once

#include <cstdint>
#include <span>

#include "core/train/settings.h"

namespace fovea {

/// What one example costs, of `logits` [classes], the network's raw outputs, where class `label`
/// is right; writes the derivative by each logit to `gradient` [classes], unless it is empty.
/// Finite logits give finite numbers, however large they are.
///
/// - cross_entropy: −Σ t · log softmax(logits); the target t is 1 − s + s / classes at the label
/// and
///   s / classes elsewhere, s the smoothing.
/// - mean_squared, mean_absolute: mean over the classes of (logit − t)² or |logit − t|, where t is
/// 1
///   at the label and 0 elsewhere; the derivative of |0| is taken as 0.
/// - hinge: max(0, 1 + largest other logit − logit of the label). Where others are equally large
///   the first has the gradient. Source: Crammer and Singer, "On the Algorithmic Implementation of
///   Multiclass Kernel-based Vector Machines", 2001, section 3.
double loss(const LossSettings&, std::span<const double> logits, std::int32_t label,
            std::span<double> gradient = {});

/// Shares of e^logit, together 1: what cross-entropy compares with the target. Both [classes]; may
/// be the same memory.
void softmax(std::span<const double> logits, std::span<double> probabilities);

/// Some samples side by side, in the layout of `core/ops/batch.h`.
struct LossBatch {
  const float* logits = nullptr;  ///< [classes, lanes]
  float* gradient = nullptr;      ///< [classes, lanes], or null where nobody wants it
  std::int64_t classes = 0, lanes = 0;
  std::span<const std::int32_t> labels = {};  ///< of the first lanes: the samples
  double scale = 1;                           ///< of the gradient: 1 / samples of the whole batch
};

struct LossSum {
  double loss = 0;         ///< of all samples together, not scaled
  std::int64_t right = 0;  ///< samples whose largest logit, the first of equals, is the label's
};

/// The loss of every sample; all of `gradient` is written, with 0 in lanes beyond the samples.
LossSum loss_and_gradient(const LossSettings&, const LossBatch&);

}  // namespace fovea
