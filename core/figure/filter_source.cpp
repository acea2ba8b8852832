#include "core/figure/filter_source.h"

#include <fmt/format.h>

#include "core/cpu/parallel.h"
#include "core/explain/slide_look.h"

namespace fovea {
namespace {

constexpr const char* k_map = "map";  // the value's name

/// Of the maps of a picture in colour, each of which the kernel goes over alone.
bool is_by_colour(const Slide& slide) { return slide.units() == 3; }

Graph graph_of(const FilterLayers& layers, const Slide& slide) {
  const Shape& in = slide.input.shape();
  const auto& [down, across] = slide.windows;
  using Integers = std::vector<std::int64_t>;
  GraphBuilder builder;
  builder.add_input(layers.input, {1, in[0], in[1], in[2]});
  builder.add_weight("kernel", slide.weights);
  if (!slide.bias.empty()) builder.add_weight("bias", slide.bias);
  builder.add_node(
      "Conv", layers.made,
      {{"strides", Integers{down.stride, across.stride}},
       {"dilations", Integers{down.dilation, across.dilation}},
       {"pads", Integers{down.pad_begin, across.pad_begin, down.pad_end, across.pad_end}},
       {"group", slide.groups}},
      {layers.input, "kernel", slide.bias.empty() ? "" : "bias"}, {k_map});
  builder.add_output(k_map);
  return builder.build();
}

std::string pair_words(const char* name, const std::array<std::int64_t, 2>& pair) {
  if (pair == std::array<std::int64_t, 2>{1, 1}) return {};
  return pair[0] == pair[1] ? fmt::format(", {} {}", name, pair[0])
                            : fmt::format(", {} {} × {}", name, pair[0], pair[1]);
}

/// "Sobel x, 3 × 3, padding 1 (the edge again)"
std::string filter_words(const PictureFilter& filter, const std::string& name, const Slide& slide) {
  const auto& [down, across] = slide.windows;
  std::string words = fmt::format("{}, {} × {}", name, down.kernel, across.kernel);
  if (filter.bias != 0) words += fmt::format(", bias {:.4g}", filter.bias);
  words += pair_words("stride", filter.stride) + pair_words("dilation", filter.dilation);
  const std::array<std::int64_t, 4> pads{down.pad_begin, across.pad_begin, down.pad_end,
                                         across.pad_end};
  if (pads == std::array<std::int64_t, 4>{}) {
    words += ", no padding";
  } else {
    const bool alike = pads[0] == pads[1] && pads[0] == pads[2] && pads[0] == pads[3];
    words += alike ? fmt::format(", padding {}", pads[0])
                   : fmt::format(", padding {}, {}, {}, {}", pads[0], pads[1], pads[2], pads[3]);
    words += fmt::format(" ({})", border_words(filter.border));
  }
  return words + (filter.flip ? ", turned by half" : "");
}

std::string input_words(const PictureFilter& filter, const Picture& picture, const Slide& slide) {
  if (filter.on_toy) return "the small grid";
  const bool is_grey = slide.inputs() == 1;
  return fmt::format("{}, {}{}", picture.name, is_grey ? "grey" : "red, green and blue",
                     !is_grey && filter.summed ? ", added up" : "");
}

std::shared_ptr<const NetworkOrigin> origin_of(const Graph& graph, const std::string& name,
                                               const FilterLayers& layers, const Slide& slide) {
  NetworkOrigin origin;
  origin.name = name;
  origin.model.graph = graph;
  if (is_by_colour(slide)) origin.unit_names[layers.made] = {"red", "green", "blue"};
  return std::make_shared<const NetworkOrigin>(std::move(origin));
}

std::shared_ptr<const Frame> frame_of(const Graph& graph, const Slide& slide, const Tensor& made) {
  const Shape& in = slide.input.shape();
  const Shape shape{1, in[0], in[1], in[2]};
  Frame frame;
  frame.shaped = shape_graph(graph, std::span(&shape, 1));
  frame.graph = graph;
  frame.values.resize(graph.value_count());
  const auto put = [&](ValueId value, const Tensor& values) {
    frame.values[static_cast<std::size_t>(value)] = values.reshaped(frame.shaped->shape(value));
  };
  put(graph.structure().inputs.front().value, slide.input);
  put(graph.find_value(k_map), made);
  return std::make_shared<const Frame>(std::move(frame));
}

}  // namespace

bool shows_filter(const Document& document) {
  return document.view.lens == Lens::kernel && !document.view.kernel_in_network;
}

FilterLayers filter_layers(const PictureFilter& filter) {
  FilterLayers layers{.input = filter.on_toy ? "small grid" : "picture", .made = filter.name};
  if (layers.made.empty()) layers.made = "kernel";
  if (layers.made == layers.input) layers.made += " kernel";
  return layers;
}

std::string border_words(Border border) {
  switch (border) {
    case Border::zero:
      return "zeros";
    case Border::reflect:
      return "mirrored";
    case Border::replicate:
      return "the edge again";
    case Border::wrap:
      return "the other side";
  }
  return {};
}

FigureSource filter_source(const PictureFilter& filter, const Picture& picture, int threads,
                           const CancelToken& cancel) {
  const FilterLayers layers = filter_layers(filter);
  Slide slide =
      slide_of(filter, filter.on_toy ? toy_planes(filter) : planes_of(picture, filter.colour));
  cancel.throw_if_cancelled();
  const Tensor made = apply(slide, threads, cancel);
  const Graph graph = graph_of(layers, slide);
  const auto frame = frame_of(graph, slide, made);
  FigureSource source{
      .network = {.origin =
                      origin_of(graph, filter_words(filter, layers.made, slide), layers, slide),
                  .graph = graph,
                  .muted = {},
                  .computed = graph},
      .shaped = frame->shaped,
      .frame = frame,
      .input = input_words(filter, picture, slide)};
  float limit = 1;
  if (filter.on_toy)
    limit = statistics(slide.input.floats()).largest_magnitude();
  else
    source.preprocessing = Preprocessing{
        .known = true, .channels = slide.inputs() == 1 ? Channels::gray : Channels::rgb};
  const double rounding = rounded_off(slide, limit > 0 ? limit : 1);
  source.filter = std::make_shared<const FilterFigure>(
      FilterFigure{.slide = std::move(slide),
                   .is_picture = !filter.on_toy && keeps_brightness(filter.kernel),
                   .rounded_off = rounding});
  return source;
}

FigureSource FilterSources::of(const PictureFilter& filter,
                               const std::shared_ptr<const Picture>& picture,
                               const CancelToken& cancel) {
  std::uint64_t forgotten = 0;
  {
    const std::lock_guard lock(mutex_);
    if (kept_ && kept_->picture == picture && kept_->filter == filter) return kept_->source;
    forgotten = forgotten_;
  }
  FigureSource source = filter_source(filter, *picture, default_threads(), cancel);
  const std::lock_guard lock(mutex_);
  if (forgotten == forgotten_) kept_ = Kept{filter, picture, source};
  return source;
}

void FilterSources::forget() {
  std::optional<Kept> gone;  // freed after the lock
  const std::lock_guard lock(mutex_);
  gone.swap(kept_);
  ++forgotten_;
}

}  // namespace fovea
