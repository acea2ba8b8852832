#include "core/figure/unit_shares.h"

#include <algorithm>

#include "core/figure/statistics.h"

namespace fovea {
namespace {

float largest(const Tensor& map) { return statistics(map.floats()).largest_magnitude(); }

/// The slide of one kernel slice over its input map alone.
Share share_of(const Slide& slide, std::int64_t unit, std::int64_t input) {
  const Shape& in = slide.input.shape();
  const Shape& weights = slide.weights.shape();
  const auto plane = static_cast<std::size_t>(in[1] * in[2]);
  const auto cells = static_cast<std::size_t>(weights[2] * weights[3]);
  const std::int64_t read = input - slide.first_read(unit);
  Slide one = slide;
  one.groups = 1;
  one.bias = {};
  one.input =
      Tensor::of(Shape{1, in[1], in[2]},
                 slide.input.floats().subspan(static_cast<std::size_t>(input) * plane, plane));
  one.weights =
      Tensor::of(Shape{1, 1, weights[2], weights[3]},
                 slide.weights.floats().subspan(
                     static_cast<std::size_t>(unit * slide.reads() + read) * cells, cells));
  const Tensor map = apply(one, 1, CancelToken{});
  return {input, one.weights.reshaped(Shape{weights[2], weights[3]}),
          map.reshaped(Shape{slide.rows(), slide.columns()})};
}

}  // namespace

std::vector<Share> shares_of(const Slide& slide, std::int64_t unit) {
  std::vector<Share> shares;
  const std::int64_t first = slide.first_read(unit);
  for (std::int64_t input = first; input < first + slide.reads(); ++input)
    shares.push_back(share_of(slide, unit, input));
  std::ranges::stable_sort(shares, std::greater(),
                           [](const Share& share) { return largest(share.map); });
  return shares;
}

std::optional<Layer> layer_before(const ShapedGraph& shaped, const Layer& layer) {
  const ValueId input = shaped.graph.node(layer.node).inputs.front();
  for (const Layer& other : layers_of(shaped))
    if (other.value == input) return other;
  return std::nullopt;
}

LayerScale input_scale_of(const FigureSpec& spec, const FigureSource& source, const Layer& layer,
                          const Tensor& maps) {
  if (const std::optional<Layer> before = layer_before(*source.shaped, layer))
    return scale_of(spec, source, *before);
  return {.palette = Palette::diverging,
          .all = scale_over(spec, Palette::diverging, maps.floats())};
}

}  // namespace fovea
