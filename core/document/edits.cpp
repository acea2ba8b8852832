#include "core/document/edits.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/input_size.h"
#include "core/document/weights.h"
#include "core/media/preprocess.h"

namespace fovea {
namespace {

std::string name_of(const Graph& graph, NodeId node) {
  const Node& it = graph.node(node);
  return printable(it.name.empty() ? it.op->name : std::string_view(it.name));
}

std::string name_of(const Graph& graph, const Unit& unit) {
  return fmt::format("{} unit {}", name_of(graph, unit.node), unit.index);
}

std::string name_of(const Graph& graph, const KernelSlice& slice) {
  if (slice_count(graph, slice.unit.node) < 2) return name_of(graph, slice.unit) + " kernel";
  return fmt::format("{} kernel {}", name_of(graph, slice.unit), slice.input);
}

Document with_network(const Document& document, Graph graph, std::set<Unit> muted) {
  Document result = document;
  result.network.computed = mute(graph, muted, document.network);
  result.network.graph = std::move(graph);
  result.network.muted = std::move(muted);
  return result;
}

/// A weight that came back to what it was is the original's again: nothing is edited then. Of a
/// large weight the whole is looked at only where the element `written` tells nothing.
Document with_weight(const Document& document, ValueId id, Tensor weight, std::int64_t written) {
  const Network& network = document.network;
  const Tensor& original = network.origin->model.graph.weight(id);
  const auto at = static_cast<std::size_t>(written);
  if (original.floats()[at] == weight.floats()[at] &&
      std::ranges::equal(original.floats(), weight.floats()))
    weight = original;
  return with_network(document, network.graph.with_weight(id, std::move(weight)), network.muted);
}

Document with_input(const Document& document, Input input) {
  Document result = document;
  result.input = std::make_shared<const Input>(std::move(input));
  return result;
}

Crop crop_for(const Input& input) {
  return default_crop(input.picture->width(), input.picture->height(), input.preprocessing,
                      static_cast<int>(input.width), static_cast<int>(input.height));
}

std::string cell_name(const Shape& shape, std::int64_t cell) {
  if (shape.rank() != 2) return fmt::format("cell {}", cell);
  return fmt::format("cell ({}, {})", cell / shape[1], cell % shape[1]);
}

}  // namespace

std::int64_t slice_count(const Graph& graph, NodeId node) {
  const std::optional<CellPlace> place = place_of(graph, {{node, 0}, 0});
  return place ? place->slices : 0;
}

Tensor kernel_of(const Graph& graph, const KernelSlice& slice) {
  const std::optional<CellPlace> place = place_of(graph, slice);
  if (!place) return {};
  Tensor kernel(place->shape);
  const std::span<const float> from = graph.weight(place->weight).floats();
  auto at = static_cast<std::size_t>(place->first);
  for (float& cell : kernel.mutable_values<float>()) {
    cell = from[at];
    at += static_cast<std::size_t>(place->stride);
  }
  return kernel;
}

std::optional<float> bias_of(const Graph& graph, const Unit& unit) {
  const std::optional<BiasPlace> place = bias_place(graph, unit);
  if (!place) return std::nullopt;
  return graph.weight(place->weight).floats()[static_cast<std::size_t>(place->index)];
}

Edit set_kernel_cell(const Document& document, const KernelSlice& slice, std::int64_t cell,
                     float value) {
  const Graph& graph = document.network.graph;
  const std::optional<CellPlace> place = place_of(graph, slice);
  assert(place && cell >= 0 && cell < place->shape.elements());
  Tensor weight = graph.weight(place->weight).clone();
  const std::int64_t written = place->first + cell * place->stride;
  weight.mutable_values<float>()[static_cast<std::size_t>(written)] = value;
  const std::string what =
      fmt::format("{}, {}", name_of(graph, slice), cell_name(place->shape, cell));
  return {with_weight(document, place->weight, std::move(weight), written), "set " + what,
          "set " + what};
}

Edit set_kernel(const Document& document, const KernelSlice& slice, std::span<const float> cells,
                const std::string& label) {
  const Graph& graph = document.network.graph;
  const std::optional<CellPlace> place = place_of(graph, slice);
  assert(place && static_cast<std::int64_t>(cells.size()) == place->shape.elements());
  Tensor weight = graph.weight(place->weight).clone();
  const std::span<float> values = weight.mutable_values<float>();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    values[static_cast<std::size_t>(place->first + static_cast<std::int64_t>(i) * place->stride)] =
        cells[i];
  }
  return {with_weight(document, place->weight, std::move(weight), place->first),
          fmt::format("{}: {}", name_of(graph, slice), label),
          {}};
}

Edit set_bias(const Document& document, const Unit& unit, float value) {
  const Graph& graph = document.network.graph;
  const std::optional<BiasPlace> place = bias_place(graph, unit);
  assert(place);
  Tensor weight = graph.weight(place->weight).clone();
  weight.mutable_values<float>()[static_cast<std::size_t>(place->index)] = value;
  const std::string name = fmt::format("set {} bias", name_of(graph, unit));
  return {with_weight(document, place->weight, std::move(weight), place->index), name, name};
}

Edit reset_unit(const Document& document, const Unit& unit) {
  const Network& network = document.network;
  std::set<Unit> muted = network.muted;
  muted.erase(unit);
  return {with_network(document, copy_unit(network.origin->model.graph, network.graph, unit),
                       std::move(muted)),
          "reset " + name_of(network.graph, unit),
          {}};
}

Edit reset_all(const Document& document) {
  return {
      with_network(document, document.network.origin->model.graph, {}), "reset all weights", {}};
}

Edit set_muted(const Document& document, const Unit& unit, bool muted) {
  const std::int64_t count = unit_count(document.network.graph, unit.node);
  if (unit.index < 0 || unit.index >= count) {
    throw Error{fmt::format("{} has no unit {} of its own to mute",
                            name_of(document.network.graph, unit.node), unit.index)};
  }
  std::set<Unit> units = document.network.muted;
  if (muted) {
    units.insert(unit);
  } else {
    units.erase(unit);
  }
  return {with_network(document, document.network.graph, std::move(units)),
          (muted ? "mute " : "unmute ") + name_of(document.network.graph, unit),
          {}};
}

Edit open_network(const Document& document, std::shared_ptr<const NetworkOrigin> origin) {
  std::string name = "open " + printable(origin->name);
  Document result = make_document(std::move(origin), document.input->picture);
  Input input = *result.input;
  input.kind = document.input->kind;
  result = with_input(result, std::move(input));
  // Another scope than the default was the person's choice.
  const ScaleScope chosen = document.view.scope;
  if (chosen != scope_for(*document.network.origin)) result.view.scope = chosen;
  result.view.peak = document.view.peak;
  result.view.lens = document.view.lens;
  result.view.kernel_in_network = document.view.kernel_in_network;
  result.filter = document.filter;
  return {std::move(result), std::move(name), {}};
}

Document with_weights(const Document& document, Graph weights) {
  return with_network(document, std::move(weights), document.network.muted);
}

Edit train_network(const Document& document, std::shared_ptr<const NetworkOrigin> origin,
                   Graph weights, std::shared_ptr<const Picture> example, const std::string& name) {
  Document result = open_network(document, std::move(origin)).document;
  if (example) result = open_picture(result, std::move(example), Input::Kind::picture).document;
  return {with_weights(result, std::move(weights)), name, {}};
}

Edit open_picture(const Document& document, std::shared_ptr<const Picture> picture,
                  Input::Kind kind) {
  Input input = *document.input;
  input.kind = kind;
  input.picture = std::move(picture);
  input.crop = crop_for(input);
  std::string name =
      kind == Input::Kind::drawing ? "start a drawing" : "open " + printable(input.picture->name);
  return {with_input(document, std::move(input)), std::move(name), {}};
}

Edit redraw(const Document& document, std::shared_ptr<const Picture> picture) {
  assert(picture->width() == document.input->picture->width() &&
         picture->height() == document.input->picture->height());
  Input input = *document.input;
  input.picture = std::move(picture);
  return {with_input(document, std::move(input)), "draw", "draw"};
}

Edit set_crop(const Document& document, const Crop& crop) {
  Input input = *document.input;
  input.crop = kept_inside(crop, input.picture->width(), input.picture->height());
  return {with_input(document, std::move(input)), "move the crop", "move the crop"};
}

Edit set_input_size(const Document& document, std::int64_t width, std::int64_t height) {
  Input input = *document.input;
  input.width = width;
  input.height = height;
  input.crop = crop_for(input);
  Document result = with_input(document, std::move(input));
  shape_document(result);
  result.selection.pinned.reset();
  return {std::move(result), fmt::format("set the input size to {} × {}", width, height), {}};
}

Edit set_preprocessing(const Document& document, const Preprocessing& preprocessing,
                       const std::string& label) {
  Input input = *document.input;
  const bool sees_else = input.preprocessing.fit != preprocessing.fit ||
                         input.preprocessing.resize_shorter != preprocessing.resize_shorter;
  input.preprocessing = preprocessing;
  if (sees_else) input.crop = crop_for(input);
  Document result = with_input(document, std::move(input));
  shape_document(result);
  return {std::move(result), label, {}};
}

Edit set_filter(const Document& document, PictureFilter filter, const std::string& label,
                const std::string& gesture) {
  const Shape& shape = filter.kernel.shape();
  if (shape.rank() != 2 || std::min(shape[0], shape[1]) < 1 ||
      std::max(shape[0], shape[1]) > PictureFilter::k_largest) {
    throw Error{fmt::format("a kernel of {} cannot be used", shape.to_string()),
                {},
                fmt::format("It may have 1 to {} rows and columns", PictureFilter::k_largest)};
  }
  const bool finite =
      std::ranges::all_of(filter.kernel.floats(), [](float cell) { return std::isfinite(cell); });
  if (!finite || !std::isfinite(filter.bias))
    throw Error{"a cell of the kernel is not a finite number"};
  Document result = document;
  result.filter = std::move(filter);
  return {std::move(result), "filter: " + label, gesture};
}

}  // namespace fovea
