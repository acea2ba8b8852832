#include "core/train/health.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fovea {
namespace {

constexpr double k_exploding_ratio = 0.05;
constexpr double k_vanishing_ratio = 1e-5;
constexpr double k_vanishing_share = 1e-3;  // of the largest layer's ratio
constexpr double k_dead_share = 0.3;

Verdict verdict_on(const LayerHealth& layer, double largest_ratio) {
  if (!std::isfinite(layer.gradient_norm) || !std::isfinite(layer.update_ratio)) {
    return Verdict::not_finite;
  }
  if (layer.update_ratio > k_exploding_ratio) return Verdict::exploding;
  if (layer.dead_share >= k_dead_share) return Verdict::dead_units;
  const bool is_behind = layer.update_ratio < k_vanishing_ratio &&
                         layer.update_ratio < k_vanishing_share * largest_ratio;
  return layer.gradient_norm == 0 || is_behind ? Verdict::vanishing : Verdict::healthy;
}

std::string advice_on(const LayerHealth& layer) {
  switch (layer.verdict) {
    case Verdict::healthy:
      return {};
    case Verdict::exploding:
      return fmt::format(
          "Each step changes these weights by {:.0f} % of themselves: lower the learning rate or "
          "clip the gradients.",
          100 * layer.update_ratio);
    case Verdict::vanishing:
      return layer.gradient_norm == 0
                 ? "No gradient reaches these weights: look for dead units or a frozen path after "
                   "them."
                 : "These weights hardly change while others do: use ReLU instead of sigmoid or "
                   "tanh, or add batch normalisation.";
    case Verdict::dead_units:
      return fmt::format(
          "{:.0f} % of the units are 0 for every example and no longer learn: lower the learning "
          "rate or use leaky ReLU.",
          100 * layer.dead_share);
    case Verdict::not_finite:
      return "The numbers here have left what a float can hold: go back to an earlier moment and "
             "lower the learning rate.";
  }
  return {};
}

/// The node that reads this weight first.
NodeId reader_of(const Graph& graph, ValueId weight) {
  const std::vector<NodeId>& consumers =
      graph.structure().consumers[static_cast<std::size_t>(weight)];
  return consumers.empty() ? k_no_node : consumers.front();
}

}  // namespace

double dead_share(const Tensor& activations) {
  const Shape& shape = activations.shape();
  if (shape.rank() < 2 || activations.elements() == 0) return 0;
  const std::int64_t samples = shape[0], units = shape[1];
  const std::int64_t size = shape.elements(2, shape.rank());
  const auto values = activations.floats();
  const auto is_dead = [&](std::int64_t unit) {
    for (std::int64_t n = 0; n < samples; ++n) {
      const auto map = values.subspan(static_cast<std::size_t>((n * units + unit) * size),
                                      static_cast<std::size_t>(size));
      if (std::ranges::any_of(map, [](float x) { return x != 0; })) return false;
    }
    return true;
  };
  std::int64_t dead = 0;
  for (std::int64_t unit = 0; unit < units; ++unit) dead += is_dead(unit) ? 1 : 0;
  return static_cast<double>(dead) / static_cast<double>(units);
}

std::vector<LayerHealth> judge(const Graph& graph, const StepMetrics& step,
                               std::span<const DeadUnits> dead) {
  std::vector<LayerHealth> layers;
  double largest_ratio = 0;
  for (const WeightStep& weight : step.weights) {
    if (graph.weight(weight.weight).shape().rank() < 2) continue;
    LayerHealth& layer = layers.emplace_back();
    layer.node = reader_of(graph, weight.weight);
    layer.weight = weight.weight;
    layer.gradient_norm = weight.gradient_norm;
    layer.update_ratio = weight.update_ratio();
    for (const DeadUnits& units : dead) {
      if (units.node == layer.node) layer.dead_share = units.share;
    }
    if (std::isfinite(layer.update_ratio)) {
      largest_ratio = std::max(largest_ratio, layer.update_ratio);
    }
  }
  std::ranges::stable_sort(layers, std::less(), &LayerHealth::node);
  for (LayerHealth& layer : layers) {
    layer.verdict = verdict_on(layer, largest_ratio);
    layer.advice = advice_on(layer);
  }
  return layers;
}

}  // namespace fovea
