#include "core/document/weight_reads.h"

#include "core/document/unit_view.h"
#include "core/document/weights.h"

namespace fovea {
namespace {

/// Along one axis: which sample a tap of the window meets at each position.
struct Tap {
  Window window;
  std::int64_t tap = 0;
  std::int64_t input = 0, positions = 0;  ///< extents

  /// Nothing on the padding.
  std::optional<std::int64_t> sample(std::int64_t position) const {
    const std::int64_t at = position * window.stride - window.pad_begin + tap * window.dilation;
    return at >= 0 && at < input ? std::optional(at) : std::nullopt;
  }
  std::vector<std::int64_t> samples(const Range& positions) const {
    std::vector<std::int64_t> result;
    for (std::int64_t p = positions.first; p < positions.last; ++p)
      if (const auto at = sample(p)) result.push_back(*at);
    return result;
  }
};

std::vector<Tap> taps_of(const ShapedGraph& shaped, const Node& node, const Shape& kernel,
                         std::int64_t cell) {
  const Shape& input = shaped.shape(node.inputs[0]);
  const Shape& output = shaped.shape(node.outputs[0]);
  const std::vector<Window> windows =
      WindowAttributes::parse(node.attributes).resolve(spatial(input), kernel.dims());
  std::vector<Tap> taps(windows.size());
  for (std::size_t axis = windows.size(); axis-- > 0; cell /= kernel[axis])
    taps[axis] = {windows[axis], cell % kernel[axis], input[axis + 2], output[axis + 2]};
  return taps;
}

/// Axes before the last are the rows of a map, planes under each other.
WeightReads crossed(const std::vector<Tap>& taps, const std::vector<Range>& positions) {
  WeightReads reads{.rows = {0}, .columns = taps.back().samples(positions.back())};
  for (std::size_t axis = 0; axis + 1 < taps.size(); ++axis) {
    const std::vector<std::int64_t> samples = taps[axis].samples(positions[axis]);
    std::vector<std::int64_t> rows;
    for (const std::int64_t row : reads.rows)
      for (const std::int64_t sample : samples) rows.push_back(row * taps[axis].input + sample);
    reads.rows = std::move(rows);
  }
  return reads;
}

/// Of the input's channels, that which slice `input` of a unit's kernel is for.
std::int64_t channel_of(const Shape& read, const Shape& weight, const WeightPlace& place) {
  const std::int64_t groups = read[1] / weight[1];
  return place.unit.index / (weight[0] / groups) * weight[1] + place.input;
}

std::vector<std::int64_t> all(std::int64_t count) {
  std::vector<std::int64_t> result;
  for (std::int64_t i = 0; i < count; ++i) result.push_back(i);
  return result;
}

/// `at`: a row and a column of the unit's map; all of them where there is none.
std::optional<WeightReads> reads_of(const ShapedGraph& shaped, const WeightPlace& place,
                                    std::optional<std::pair<std::int64_t, std::int64_t>> at) {
  if (place.unit.node == k_no_node) return {};
  const Graph& graph = shaped.graph;
  const std::optional<CellPlace> kernel = place_of(graph, {place.unit, place.input});
  if (!kernel || place.cell < 0 || place.cell >= kernel->shape.elements()) return {};
  const Node& node = graph.node(place.unit.node);
  const ValueId value = node.inputs[0];
  if (value == k_no_value) return {};
  const Shape& read = shaped.shape(value);
  const UnitView view = unit_view(read);
  WeightReads reads;
  switch (node.op->kind) {
    case LayerKind::convolution: {
      const std::vector<Tap> taps = taps_of(shaped, node, kernel->shape, place.cell);
      std::vector<Range> positions;
      for (const Tap& tap : taps) positions.push_back({0, tap.positions});
      if (at) {
        positions.back() = {at->second, at->second + 1};
        std::int64_t row = at->first;
        for (std::size_t axis = taps.size() - 1; axis-- > 0; row /= taps[axis].positions)
          positions[axis] = {row % taps[axis].positions, row % taps[axis].positions + 1};
      }
      reads = crossed(taps, positions);
      reads.unit = channel_of(read, graph.weight(kernel->weight).shape(), place);
      break;
    }
    case LayerKind::dense:
      if (view.units != kernel->shape.elements() || !view.is_flat()) return {};
      reads = {.unit = place.cell, .rows = {0}, .columns = {0}};
      break;
    case LayerKind::normalisation:
      reads = {.unit = place.unit.index, .rows = all(view.rows), .columns = all(view.columns)};
      if (at) reads.rows = {at->first}, reads.columns = {at->second};
      break;
    default:
      return {};
  }
  reads.value = value;
  return reads;
}

}  // namespace

std::optional<WeightReads> weight_reads(const ShapedGraph& shaped, const WeightPlace& place) {
  return reads_of(shaped, place, {});
}

std::optional<WeightReads> weight_reads_at(const ShapedGraph& shaped, const WeightPlace& place,
                                           std::int64_t row, std::int64_t column) {
  return reads_of(shaped, place, std::pair(row, column));
}

}  // namespace fovea
