#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/document/unit_view.h"
#include "core/figure/figure_source.h"

namespace fovea {
namespace {

/// What preprocessing makes of a black and a white pixel, by channel; empty where a channel is no
/// unit.
std::vector<Scale> picture_scales(const FigureSource& source, const Layer& layer) {
  std::vector<Scale> scales;
  const Preprocessing* own = source.preprocessing ? &*source.preprocessing : nullptr;
  const std::int64_t units = unit_view(source.shaped->shape(layer.value)).units;
  if (own == nullptr || own->layout != Layout::nchw || own->channel_count() != units) return scales;
  for (std::size_t channel = 0; channel < static_cast<std::size_t>(units); ++channel) {
    const auto of = [&](double pixel) {
      return static_cast<float>((pixel * own->scale - own->mean[channel]) /
                                own->deviation[channel]);
    };
    scales.push_back({of(0), of(255), false});
  }
  return scales;
}

/// Whether it is what a filter makes, shown as a picture.
bool is_made_picture(const FigureSource& source, const Layer& layer) {
  return source.filter && source.filter->is_picture && layer.node != k_no_node;
}

Palette window_palette(const FigureSource& source, const Layer& layer) {
  if (layer.node == k_no_node || is_made_picture(source, layer)) return Palette::print;
  return source.shaped->graph.node(layer.node).op->kind == LayerKind::answer ? Palette::sequential
                                                                             : Palette::diverging;
}

/// Of values that have a range by their meaning.
bool stands_alone(const FigureSource& source, const Layer& layer) {
  return window_palette(source, layer) != Palette::diverging;
}

void widen(Statistics& range, std::span<const float> values) {
  const Statistics found = statistics(values);
  if (found.finite() == 0) return;
  range.min = range.count == 0 ? found.min : std::min(range.min, found.min);
  range.max = range.count == 0 ? found.max : std::max(range.max, found.max);
  range.count += found.count;
}

Scale scale_from(Palette palette, const Statistics& range) {
  return scale_for(range, palette != Palette::sequential);
}

Scale of_range(Palette palette, std::pair<float, float> range) {
  const auto [low, high] = range;
  if (palette == Palette::sequential) return {low, high, false};
  if (palette == Palette::print && low >= 0) return {low, high, false};
  const float limit = std::max(std::abs(low), std::abs(high));
  return {-limit, limit, true};
}

/// What only rounding made in a filter's map is no structure to be shown.
Statistics above_rounding(const FigureSource& source, const Layer& layer, Statistics range) {
  if (!source.filter || layer.node == k_no_node) return range;
  const auto least = static_cast<float>(source.filter->rounded_off);
  if (range.largest_magnitude() >= least) return range;
  range.min = -least;
  range.max = least;
  range.count = std::max<std::int64_t>(range.count, 1);
  return range;
}

/// All that is on the layer's scale.
Statistics shared_range(const FigureSource& source, const Layer& layer, ScaleScope scope) {
  Statistics range;
  for (const Layer& other : layers_of(*source.shaped)) {
    const bool joins =
        !stands_alone(source, other) &&
        (scope == ScaleScope::all || (scope == ScaleScope::shared && other.group == layer.group));
    if (other.value != layer.value && !joins) continue;
    widen(range, unit_values(source.frame->value(other.value), -1));
    // Panels that are compared have one scale.
    if (source.original) widen(range, unit_values(source.original->value(other.value), -1));
  }
  return above_rounding(source, layer, range);
}

}  // namespace

Scale scale_over(const FigureSpec& spec, Palette palette, std::span<const float> values) {
  if (spec.range) return of_range(palette, *spec.range);
  return scale_from(palette, statistics(values));
}

LayerScale scale_of(const FigureSpec& spec, const FigureSource& source, const Layer& layer) {
  const bool alone = stands_alone(source, layer);
  LayerScale result{.palette = spec.palette.value_or(window_palette(source, layer))};
  if (spec.range) {
    result.all = of_range(result.palette, *spec.range);
    result.words = "the scale is given";
    return result;
  }
  const std::vector<Scale> pictures =
      layer.node == k_no_node ? picture_scales(source, layer) : std::vector<Scale>{};
  // A picture's black and white have no sign that the diverging colours could show.
  if (!pictures.empty() && result.palette != Palette::diverging) {
    result.units = pictures;
    if (std::ranges::all_of(pictures, [&](const Scale& one) { return one == pictures.front(); }))
      result.all = pictures.front();
    result.words = "from a black pixel to a white one";
    return result;
  }
  if (is_made_picture(source, layer) && result.palette != Palette::diverging) {
    result.all = Scale{0, 1, false};
    result.words = "from a black pixel to a white one";
    return result;
  }
  if (window_palette(source, layer) == Palette::sequential &&
      result.palette != Palette::diverging) {
    result.all = Scale{0, 1, false};
    result.words = "shares from 0 to 1";
    return result;
  }
  const ScaleScope scope = spec.scope.value_or(source.network.origin && !source.filter
                                                   ? scope_for(*source.network.origin)
                                                   : ScaleScope::shared);
  if (scope == ScaleScope::unit && !alone) {
    const Tensor& values = source.frame->value(layer.value);
    const std::int64_t units = unit_view(values.shape()).units;
    for (std::int64_t unit = 0; unit < units; ++unit) {
      Statistics range;
      widen(range, unit_values(values, unit));
      if (source.original) widen(range, unit_values(source.original->value(layer.value), unit));
      result.units.push_back(scale_from(result.palette, above_rounding(source, layer, range)));
    }
    result.words = "each map has its own scale";
    return result;
  }
  const ScaleScope reached = alone ? ScaleScope::layer : scope;
  result.all = scale_from(result.palette, shared_range(source, layer, reached));
  result.words = reached == ScaleScope::layer    ? "one scale for the layer"
                 : reached == ScaleScope::shared ? "one scale for the layer and what follows it"
                                                 : "one scale for all layers";
  return result;
}

}  // namespace fovea
