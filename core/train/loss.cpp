#include "core/train/loss.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace fovea {
namespace {

/// log Σ e^logit. The largest is taken off first, so that no exponential overflows.
double log_sum_exp(std::span<const double> logits) {
  const double largest = *std::ranges::max_element(logits);
  double sum = 0;
  for (const double logit : logits) sum += std::exp(logit - largest);
  return largest + std::log(sum);
}

double cross_entropy(double smoothing, std::span<const double> logits, std::size_t label,
                     std::span<double> gradient) {
  const double log_sum = log_sum_exp(logits);
  const double spread = smoothing / static_cast<double>(logits.size());
  double result = 0;
  for (std::size_t c = 0; c < logits.size(); ++c) {
    const double target = spread + (c == label ? 1 - smoothing : 0);
    if (target != 0) result += target * (log_sum - logits[c]);
    if (!gradient.empty()) gradient[c] = std::exp(logits[c] - log_sum) - target;
  }
  return result;
}

double mean_squared(std::span<const double> logits, std::size_t label, std::span<double> gradient) {
  const double share = 1 / static_cast<double>(logits.size());
  double sum = 0;
  for (std::size_t c = 0; c < logits.size(); ++c) {
    const double error = logits[c] - (c == label ? 1 : 0);
    sum += error * error;
    if (!gradient.empty()) gradient[c] = 2 * share * error;
  }
  return share * sum;
}

double mean_absolute(std::span<const double> logits, std::size_t label,
                     std::span<double> gradient) {
  const double share = 1 / static_cast<double>(logits.size());
  double sum = 0;
  for (std::size_t c = 0; c < logits.size(); ++c) {
    const double error = logits[c] - (c == label ? 1 : 0);
    sum += std::abs(error);
    if (!gradient.empty()) gradient[c] = error == 0 ? 0 : std::copysign(share, error);
  }
  return share * sum;
}

/// With one class there is no other to keep away from: 0.
double hinge(std::span<const double> logits, std::size_t label, std::span<double> gradient) {
  std::ranges::fill(gradient, 0.0);
  std::size_t rival = label;
  for (std::size_t c = 0; c < logits.size(); ++c) {
    if (c != label && (rival == label || logits[c] > logits[rival])) rival = c;
  }
  if (rival == label) return 0;
  const double missing = 1 + logits[rival] - logits[label];
  if (missing <= 0) return 0;
  if (!gradient.empty()) {
    gradient[rival] = 1;
    gradient[label] = -1;
  }
  return missing;
}

}  // namespace

double loss(const LossSettings& settings, std::span<const double> logits, std::int32_t label,
            std::span<double> gradient) {
  assert(label >= 0 && static_cast<std::size_t>(label) < logits.size());
  assert(gradient.empty() || gradient.size() == logits.size());
  const auto right = static_cast<std::size_t>(label);
  switch (settings.kind) {
    case LossKind::cross_entropy:
      return cross_entropy(settings.label_smoothing, logits, right, gradient);
    case LossKind::mean_squared:
      return mean_squared(logits, right, gradient);
    case LossKind::mean_absolute:
      return mean_absolute(logits, right, gradient);
    case LossKind::hinge:
      return hinge(logits, right, gradient);
  }
  return 0;
}

void softmax(std::span<const double> logits, std::span<double> probabilities) {
  const double log_sum = log_sum_exp(logits);
  for (std::size_t c = 0; c < logits.size(); ++c) {
    probabilities[c] = std::exp(logits[c] - log_sum);
  }
}

LossSum loss_and_gradient(const LossSettings& settings, const LossBatch& batch) {
  const auto classes = static_cast<std::size_t>(batch.classes);
  assert(static_cast<std::int64_t>(batch.labels.size()) <= batch.lanes);
  if (batch.gradient != nullptr) std::fill_n(batch.gradient, batch.classes * batch.lanes, 0.0F);
  std::vector<double> logits(classes), gradient(batch.gradient == nullptr ? 0 : classes);
  LossSum sum;
  for (std::size_t sample = 0; sample < batch.labels.size(); ++sample) {
    const auto at = [&](std::size_t c) {
      return c * static_cast<std::size_t>(batch.lanes) + sample;
    };
    for (std::size_t c = 0; c < classes; ++c) logits[c] = batch.logits[at(c)];
    sum.loss += loss(settings, logits, batch.labels[sample], gradient);
    sum.right += std::ranges::max_element(logits) - logits.begin() == batch.labels[sample] ? 1 : 0;
    for (std::size_t c = 0; c < gradient.size(); ++c) {
      batch.gradient[at(c)] = static_cast<float>(batch.scale * gradient[c]);
    }
  }
  return sum;
}

}  // namespace fovea
