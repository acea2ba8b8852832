#include "core/train/optimiser.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/train/update.h"

namespace fovea {
namespace {

constexpr float k_most_counted = 16777216;  // 2^24, from where on a float cannot count

void require(bool holds, std::string_view what, double value, std::string_view range) {
  if (!holds) throw Error{fmt::format("{} is {}, but must be {}", what, value, range)};
}

void check(const OptimiserSettings& s) {
  const auto is_share = [](double value) { return value >= 0 && value < 1; };
  constexpr std::string_view k_share = "at least 0 and below 1", k_least = "0 or more";
  require(is_share(s.momentum), "the momentum", s.momentum, k_share);
  require(is_share(s.beta1), "beta 1", s.beta1, k_share);
  require(is_share(s.beta2), "beta 2", s.beta2, k_share);
  require(is_share(s.alpha), "alpha", s.alpha, k_share);
  require(s.epsilon > 0 && std::isfinite(s.epsilon), "epsilon", s.epsilon, "above 0");
  require(s.weight_decay >= 0 && std::isfinite(s.weight_decay), "the weight decay", s.weight_decay,
          k_least);
  require(s.clip_norm >= 0, "the norm to clip to", s.clip_norm, k_least);
}

bool is_adam(OptimiserKind kind) {
  return kind == OptimiserKind::adam || kind == OptimiserKind::adamw;
}

}  // namespace

std::size_t moment_count(OptimiserKind kind) { return kind == OptimiserKind::sgd ? 1 : 2; }

bool shares_moments(OptimiserKind a, OptimiserKind b) {
  return a == b || (is_adam(a) && is_adam(b));
}

Optimiser::Optimiser(const OptimiserSettings& settings, std::vector<LearningTensor> tensors)
    : settings_(settings), tensors_(std::move(tensors)) {
  check(settings);
  reset();
}

void Optimiser::change(const OptimiserSettings& settings) {
  check(settings);
  const bool keeps = shares_moments(settings.kind, settings_.kind);
  settings_ = settings;
  if (!keeps) reset();
}

void Optimiser::reset() {
  moments_.clear();
  for (const LearningTensor& tensor : tensors_) {
    for (std::size_t i = 0; i < moment_count(); ++i) {
      moments_.emplace_back(static_cast<std::size_t>(tensor.elements));
    }
  }
  moments_.push_back({0});
}

void Optimiser::restore(std::vector<std::vector<float>> moments) {
  if (!std::ranges::equal(moments, moments_, {}, &std::vector<float>::size,
                          &std::vector<float>::size)) {
    throw Error{"the optimiser's state is of another network or another optimiser"};
  }
  moments_ = std::move(moments);
}

double Optimiser::clip_scale(double gradient_norm) const {
  const bool clips = settings_.clip_norm > 0 && gradient_norm > settings_.clip_norm;
  return clips ? settings_.clip_norm / gradient_norm : 1;
}

void Optimiser::begin_step(double learning_rate, double gradient_scale) {
  learning_rate_ = learning_rate;
  gradient_scale_ = gradient_scale;
  float& steps = moments_.back()[0];
  steps = std::min(steps + 1, k_most_counted);
}

UpdateSums Optimiser::update(const UpdatePart& part) {
  assert(part.weights.size() == part.gradients.size());
  const bool adam = is_adam(settings_.kind), decoupled = settings_.kind == OptimiserKind::adamw;
  const double decay = tensors_[part.tensor].decays ? settings_.weight_decay : 0;
  const double steps = moments_.back()[0];
  const double correction1 = adam ? 1 - std::pow(settings_.beta1, steps) : 1;
  const double correction2 = adam ? 1 - std::pow(settings_.beta2, steps) : 1;
  const double keep1 = adam ? settings_.beta1 : settings_.momentum;
  const double keep2 = adam ? settings_.beta2 : settings_.alpha;
  std::vector<float>* moments = &moments_[part.tensor * moment_count()];
  return update_rows({
      .kind = settings_.kind,
      .gradient_scale = static_cast<float>(gradient_scale_),
      .added_decay = static_cast<float>(decoupled ? 0 : decay),
      .shrinking = static_cast<float>(decoupled ? learning_rate_ * decay : 0),
      .rate = static_cast<float>(learning_rate_ / correction1),
      .keep1 = static_cast<float>(keep1),
      .keep2 = static_cast<float>(keep2),
      .add1 = static_cast<float>(1 - keep1),
      .add2 = static_cast<float>(1 - keep2),
      .root_scale = static_cast<float>(1 / std::sqrt(correction2)),
      .epsilon = static_cast<float>(settings_.epsilon),
      .nesterov = settings_.nesterov,
      .weights = part.weights.data(),
      .gradients = part.gradients.data(),
      .moment1 = moments[0].data() + part.first,
      .moment2 = moment_count() > 1 ? moments[1].data() + part.first : nullptr,
      .count = static_cast<std::int64_t>(part.weights.size()),
  });
}

double decayed_gradient(const OptimiserSettings& s, bool decays, double weight, double gradient) {
  const bool adds = decays && s.kind != OptimiserKind::adamw;
  return adds ? gradient + s.weight_decay * weight : gradient;
}

double reference_update(const OptimiserSettings& s, bool decays, double learning_rate, double steps,
                        double weight, double gradient, ElementMoments& moments) {
  const double decay = decays ? s.weight_decay : 0;
  const bool decoupled = s.kind == OptimiserKind::adamw;
  const double g = decayed_gradient(s, decays, weight, gradient);
  auto& [first, second] = moments;
  switch (s.kind) {
    case OptimiserKind::sgd:
      first = s.momentum * first + g;
      return learning_rate * (s.nesterov ? g + s.momentum * first : first);
    case OptimiserKind::adam:
    case OptimiserKind::adamw: {
      first = s.beta1 * first + (1 - s.beta1) * g;
      second = s.beta2 * second + (1 - s.beta2) * g * g;
      const double mean = first / (1 - std::pow(s.beta1, steps));
      const double square = second / (1 - std::pow(s.beta2, steps));
      const double shrinking = decoupled ? decay * weight : 0;
      return learning_rate * (mean / (std::sqrt(square) + s.epsilon) + shrinking);
    }
    case OptimiserKind::rmsprop:
      second = s.alpha * second + (1 - s.alpha) * g * g;
      first = s.momentum * first + g / (std::sqrt(second) + s.epsilon);
      return learning_rate * first;
  }
  return 0;
}

}  // namespace fovea
