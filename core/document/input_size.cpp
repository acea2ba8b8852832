#include "core/document/input_size.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {
namespace {

bool runs_at(const Graph& graph, const Preprocessing& preprocessing, std::int64_t width,
             std::int64_t height) {
  try {
    const Shape shape = input_shape(graph, preprocessing, width, height);
    shape_graph(graph, std::span(&shape, 1));
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

PictureInput picture_input(const Graph& graph, Layout layout) {
  const std::vector<GraphInput>& inputs = graph.structure().inputs;
  if (inputs.size() != 1) {
    throw Error{fmt::format("the network has {} inputs", inputs.size()),
                {},
                "The window shows networks with one input, a picture"};
  }
  const std::vector<std::int64_t>& dims = inputs[0].dims;
  const bool first = layout == Layout::nchw;
  const std::int64_t channels = dims.size() == 4 ? dims[first ? 1 : 3] : 0;
  if (dims.size() != 4 || (dims[0] > 1) || (channels != 1 && channels != 3)) {
    throw Error{fmt::format("the network's input of {} is no picture",
                            Shape(std::span<const std::int64_t>(dims)).to_string()),
                {},
                "The window shows networks that take one grey or colour picture"};
  }
  return {channels, dims[first ? 2 : 1], dims[first ? 3 : 2]};
}

Shape input_shape(const Graph& graph, const Preprocessing& preprocessing, std::int64_t width,
                  std::int64_t height) {
  const PictureInput input = picture_input(graph, preprocessing.layout);
  if (input.channels != preprocessing.channel_count()) {
    throw Error{fmt::format("the network wants {} channel{}, but the preprocessing makes {}",
                            input.channels, input.channels == 1 ? "" : "s",
                            preprocessing.channel_count())};
  }
  return preprocessing.layout == Layout::nchw ? Shape{1, input.channels, height, width}
                                              : Shape{1, height, width, input.channels};
}

std::pair<std::int64_t, std::int64_t> start_size(const Graph& graph,
                                                 const Preprocessing& preprocessing) {
  const PictureInput input = picture_input(graph, preprocessing.layout);
  const auto side = [](std::int64_t declared, int trained) {
    return declared > 0 ? declared : std::max<std::int64_t>(trained, k_free_start);
  };
  return {side(input.width, preprocessing.width), side(input.height, preprocessing.height)};
}

std::int64_t smallest_side(const Graph& graph, const Preprocessing& preprocessing,
                           std::int64_t most) {
  if (!runs_at(graph, preprocessing, most, most)) return 0;
  std::int64_t fails = 0, runs = most;
  while (runs - fails > 1) {
    const std::int64_t middle = (runs + fails) / 2;
    (runs_at(graph, preprocessing, middle, middle) ? runs : fails) = middle;
  }
  return runs;
}

std::vector<std::pair<std::int64_t, std::int64_t>> size_choices(const Document& document) {
  const Input& input = *document.input;
  const Graph& graph = document.network.graph;
  if (!picture_input(graph, input.preprocessing.layout).is_free())
    return {{input.width, input.height}};
  constexpr std::array<std::int64_t, 12> k_sides{32,  48,  64,  96,  128,  192,
                                                 256, 384, 512, 768, 1024, 1536};
  const std::int64_t picture_width = input.picture->width(),
                     picture_height = input.picture->height();
  const std::int64_t least = smallest_side(graph, input.preprocessing, k_sides.back());
  std::vector<std::pair<std::int64_t, std::int64_t>> choices;
  if (least > k_sides[0]) choices.emplace_back(least, least);
  for (const std::int64_t side : k_sides) {
    const bool fits = side <= std::max(std::min(picture_width, picture_height), k_free_start);
    if (least > 0 && side > least && fits && runs_at(graph, input.preprocessing, side, side))
      choices.emplace_back(side, side);
  }
  const std::pair own{picture_width, picture_height};
  if (runs_at(graph, input.preprocessing, own.first, own.second) &&
      std::ranges::find(choices, own) == choices.end())
    choices.push_back(own);
  return choices;
}

}  // namespace fovea
