#include "core/figure/figure_source.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/edits.h"
#include "core/document/unit_view.h"

namespace fovea {
namespace {

const ShapedGraph& shaped_of(const FigureSource& source) {
  if (!source.shaped) throw Error{"there is no network to draw a figure of"};
  return *source.shaped;
}

std::string detail_of(const ShapedGraph& shaped, const Layer& layer) {
  const std::string_view op =
      layer.node == k_no_node ? "input" : shaped.graph.node(layer.node).op->name;
  const Shape& shape = shaped.shape(layer.value);
  const bool has_batch = shape.rank() > 1 && shape[0] == 1;
  const Shape shown = has_batch ? Shape(shape.dims().subspan(1)) : shape;
  return fmt::format("{} · {}", op, shown.to_string());
}

bool is_called(const ShapedGraph& shaped, const Layer& layer, const std::string& name) {
  const Graph& graph = shaped.graph;
  return value_label(graph, layer.value) == name || graph.name_of(layer.value) == name ||
         (layer.node != k_no_node && graph.node(layer.node).name == name);
}

ShownLayer shown(const FigureSource& source, const Layer& layer) {
  const ShapedGraph& shaped = *source.shaped;
  return {.layer = layer,
          .name = value_label(shaped.graph, layer.value),
          .detail = detail_of(shaped, layer),
          .values = source.frame ? source.frame->value(layer.value) : Tensor{}};
}

void choose_units(const FigureSpec& spec, const FigureSource& source, ShownLayer& layer) {
  const std::int64_t units = unit_view(source.shaped->shape(layer.layer.value)).units;
  layer.units = spec.units;
  for (const std::int64_t unit : spec.units) {
    if (unit < units) continue;
    throw Error{fmt::format("the layer “{}” has {} unit{}, 0 to {}, and no unit {}", layer.name,
                            units, units == 1 ? "" : "s", units - 1, unit)};
  }
  for (std::int64_t unit = 0; spec.units.empty() && unit < units; ++unit)
    layer.units.push_back(unit);
}

bool differs(const Graph& before, const Graph& after, const Unit& unit) {
  if (bias_of(before, unit) != bias_of(after, unit)) return true;
  for (std::int64_t slice = 0; slice < slice_count(after, unit.node); ++slice) {
    if (!std::ranges::equal(kernel_of(before, {unit, slice}).floats(),
                            kernel_of(after, {unit, slice}).floats()))
      return true;
  }
  return false;
}

[[noreturn]] void refuse_layer(const ShapedGraph& shaped, const std::string& name) {
  constexpr std::size_t k_most = 12;
  std::string known;
  const std::vector<Layer> layers = layers_of(shaped);
  for (std::size_t i = 0; i < std::min(layers.size(), k_most); ++i)
    known += fmt::format("{}{}", i == 0 ? "" : ", ", value_label(shaped.graph, layers[i].value));
  if (layers.size() > k_most) known += ", …";
  throw Error{fmt::format("there is no layer “{}”; the layers are {}", printable(name), known)};
}

}  // namespace

std::vector<ShownLayer> shown_layers(const FigureSpec& spec, const FigureSource& source) {
  const ShapedGraph& shaped = shaped_of(source);
  std::vector<ShownLayer> result;
  for (const Layer& layer : layers_of(shaped)) {
    if (!spec.layer.empty() && !is_called(shaped, layer, spec.layer)) continue;
    result.push_back(shown(source, layer));
    choose_units(spec, source, result.back());
    if (!spec.layer.empty()) break;
  }
  if (result.empty()) refuse_layer(shaped, spec.layer);
  return result;
}

ShownLayer one_layer(const FigureSpec& spec, const FigureSource& source,
                     bool (*suits)(const Graph&, NodeId), const char* what) {
  const ShapedGraph& shaped = shaped_of(source);
  for (const Layer& layer : layers_of(shaped)) {
    const bool is_named = !spec.layer.empty() && is_called(shaped, layer, spec.layer);
    if (!spec.layer.empty() && !is_named) continue;
    const bool suitable = layer.node != k_no_node && suits(shaped.graph, layer.node);
    if (is_named && !suitable)
      throw Error{fmt::format("the layer “{}” has no {}", printable(spec.layer), what)};
    if (!suitable) continue;
    ShownLayer result = shown(source, layer);
    choose_units(spec, source, result);
    return result;
  }
  if (!spec.layer.empty()) refuse_layer(shaped, spec.layer);
  throw Error{fmt::format("no layer of the network has {}", what)};
}

std::optional<Slide> slide_of(const FigureSource& source, const Layer& layer) {
  if (layer.node == k_no_node) return std::nullopt;
  if (source.filter) return source.filter->slide;
  const Graph& graph = source.network.computed;
  return slide_of(graph, layer.node, source.frame->value(graph.node(layer.node).inputs.front()));
}

const Frame& compared_frame(const FigureSource& source) {
  if (!source.network.is_edited())
    throw Error{"there is nothing to compare: the network's weights are as they were"};
  if (!source.original) throw Error{"the network as it was is not computed yet"};
  return *source.original;
}

namespace {

std::string edit_words(const Network& network, const Graph& before) {
  const Graph& graph = network.graph;
  std::string words;
  const auto add = [&words](const std::string& clause) {
    words += fmt::format("{}{}", words.empty() ? "" : "; ", clause);
  };
  for (NodeId id = 0; id < static_cast<NodeId>(graph.nodes().size()); ++id) {
    const Node& node = graph.node(id);
    const bool is_changed = std::ranges::any_of(node.inputs, [&](ValueId value) {
      return graph.is_weight(value) && !same(graph.weight(value), before.weight(value));
    });
    std::vector<std::string> changed, muted;
    for (std::int64_t unit = 0; is_changed && unit < unit_count(graph, id); ++unit) {
      if (differs(before, graph, {id, unit})) changed.push_back(std::to_string(unit));
    }
    for (const Unit& unit : network.muted)
      if (unit.node == id) muted.push_back(std::to_string(unit.index));
    const std::string name = value_label(graph, node.outputs.front());
    const auto list = [&](const std::vector<std::string>& units, const char* what) {
      constexpr std::size_t k_most = 8;
      if (units.empty()) return;
      if (units.size() > k_most)
        return add(fmt::format("{}: {} units {}", name, units.size(), what));
      add(fmt::format("{}: unit{} {} {}", name, units.size() == 1 ? "" : "s",
                      fmt::join(units, ", "), what));
    };
    list(changed, "changed");
    list(muted, "muted");
  }
  return words;
}

}  // namespace

std::string weight_words(const FigureSource& source) {
  if (!source.network.origin) return {};
  const Graph& original = source.network.origin->model.graph;
  const bool is_known = source.learnt && source.learnt->graph &&
                        source.learnt->graph->value_count() == original.value_count();
  const std::string edits = edit_words(source.network, is_known ? *source.learnt->graph : original);
  std::string words;
  if (is_known) {
    words = source.learnt->moment.empty() ? "Trained." : "Trained, " + source.learnt->moment + '.';
  } else if (source.learnt) {
    return edits.empty() ? edits : "Weights changed by training or by hand: " + edits;
  }
  if (edits.empty()) return words;
  return fmt::format("{}{}Edited weights: {}", words, words.empty() ? "" : " ", edits);
}

}  // namespace fovea
