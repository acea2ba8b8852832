#include "core/explain/layer_change.h"

#include <fmt/format.h>
#include <memory>

#include "core/base/error.h"
#include "core/ops/conv/conv.h"

namespace fovea {
namespace {

/// [M, C / groups, kH, kW] for another number of groups.
Tensor regrouped(const Slide& slide, std::int64_t groups) {
  const std::int64_t cells = slide.windows[0].kernel * slide.windows[1].kernel;
  Slide result = slide;
  result.groups = groups;
  result.weights = Tensor(Shape{slide.units(), slide.inputs() / groups, slide.windows[0].kernel,
                                slide.windows[1].kernel});
  const auto from = slide.weights.floats();
  auto to = result.weights.mutable_values<float>();
  std::ranges::fill(to, 0.0F);
  for (std::int64_t unit = 0; unit < slide.units(); ++unit) {
    const std::int64_t had = slide.first_read(unit);
    const std::int64_t first = unit / (slide.units() / groups) * (slide.inputs() / groups);
    for (std::int64_t read = 0; read < slide.inputs() / groups; ++read) {
      const std::int64_t old = first + read - had;
      if (old < 0 || old >= slide.reads()) continue;
      std::ranges::copy(from.subspan(static_cast<std::size_t>((unit * slide.reads() + old) * cells),
                                     static_cast<std::size_t>(cells)),
                        to.begin() + (unit * (slide.inputs() / groups) + read) * cells);
    }
  }
  return result.weights;
}

using Integers = std::vector<std::int64_t>;

/// Of as many spatial axes as the layer has.
Attributes attributes_of(const Node& node, const LayerSettings& settings, std::size_t axes) {
  Attributes attributes = node.attributes;
  const std::size_t first = 2 - axes;
  const auto last_axes = [&](const std::array<std::int64_t, 2>& values) {
    return Integers(values.begin() + static_cast<std::ptrdiff_t>(first), values.end());
  };
  Integers pads = last_axes({settings.pads[0], settings.pads[1]});
  for (const std::int64_t end : last_axes({settings.pads[2], settings.pads[3]}))
    pads.push_back(end);
  attributes.set("auto_pad", std::string("NOTSET"));
  attributes.set("strides", last_axes(settings.stride));
  attributes.set("dilations", last_axes(settings.dilation));
  attributes.set("pads", std::move(pads));
  attributes.set("group", settings.groups);
  return attributes;
}

Graph changed(const ShapedGraph& shaped, NodeId conv, const LayerSettings& settings) {
  auto structure = std::make_shared<GraphStructure>(shaped.graph.structure());
  Node& node = structure->nodes[static_cast<std::size_t>(conv)];
  const Shape& input = shaped.shape(node.inputs[0]);
  node.attributes = attributes_of(node, settings, input.rank() - 2);
  node.params = node.op->parse(
      node.attributes, {.opset = structure->opset, .inputs = node.inputs.size(), .outputs = 1});
  std::vector<Tensor> weights(shaped.graph.weights().begin(), shaped.graph.weights().end());
  Tensor& weight = weights[static_cast<std::size_t>(node.inputs[1])];
  std::vector<std::int64_t> dims(weight.shape().dims().begin(), weight.shape().dims().end());
  dims[1] = input[1] / settings.groups;
  // Only the shape is looked at.
  if (Shape(dims) != weight.shape()) weight = Tensor(Shape(dims));
  return {std::move(structure), std::move(weights)};
}

std::vector<Shape> input_shapes(const ShapedGraph& shaped) {
  std::vector<Shape> shapes;
  for (const GraphInput& input : shaped.graph.structure().inputs)
    shapes.push_back(shaped.shape(input.value));
  return shapes;
}

/// Of one sample.
std::string sample_text(const Shape& shape) {
  return shape.rank() < 2 ? shape.to_string() : Shape(shape.dims().subspan(1)).to_string();
}

Consequence first_difference(const ShapedGraph& before, const ShapedGraph& after, NodeId conv) {
  Consequence result;
  for (NodeId id = 0; id < static_cast<NodeId>(before.graph.nodes().size()); ++id) {
    const Node& node = before.graph.node(id);
    const ValueId value = node.outputs.front();
    if (value == k_no_value || before.shape(value) == after.shape(value)) continue;
    result.kind = Consequence::Kind::resized;
    if (id == conv) continue;
    result.node = node.name;
    result.detail = fmt::format("{} in place of {}", sample_text(after.shape(value)),
                                sample_text(before.shape(value)));
    break;
  }
  return result;
}

}  // namespace

LayerSettings settings_of(const Slide& slide) {
  const auto& [down, across] = slide.windows;
  return {.stride = {down.stride, across.stride},
          .dilation = {down.dilation, across.dilation},
          .pads = {down.pad_begin, across.pad_begin, down.pad_end, across.pad_end},
          .groups = slide.groups};
}

Slide with_settings(const Slide& slide, const LayerSettings& settings) {
  Slide result = slide;
  if (settings.groups != slide.groups) result.weights = regrouped(slide, settings.groups);
  result.groups = settings.groups;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    result.windows[axis].stride = settings.stride[axis];
    result.windows[axis].dilation = settings.dilation[axis];
    result.windows[axis].pad_begin = settings.pads[axis];
    result.windows[axis].pad_end = settings.pads[axis + 2];
  }
  return result;
}

Consequence consequence_of(const ShapedGraph& shaped, NodeId conv, const LayerSettings& settings) {
  try {
    const auto after = shape_graph(changed(shaped, conv, settings), input_shapes(shaped));
    return first_difference(shaped, *after, conv);
  } catch (const Error& error) {
    return {.kind = Consequence::Kind::broken, .node = {}, .detail = error.clause()};
  }
}

}  // namespace fovea
