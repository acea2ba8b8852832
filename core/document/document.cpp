#include "core/document/document.h"

#include "core/base/error.h"
#include "core/document/input_size.h"
#include "core/media/preprocess.h"

namespace fovea {
namespace {

/// What a model that says nothing is shown with, until a person adopts a recipe.
Preprocessing assumed_preprocessing(const Graph& graph) {
  Preprocessing preprocessing;
  const std::vector<GraphInput>& inputs = graph.structure().inputs;
  const bool channels_last = inputs.size() == 1 && inputs[0].dims.size() == 4 &&
                             inputs[0].dims[1] != 1 && inputs[0].dims[1] != 3;
  if (channels_last) preprocessing.layout = Layout::nhwc;
  if (picture_input(graph, preprocessing.layout).channels == 1)
    preprocessing.channels = Channels::gray;
  return preprocessing;
}

}  // namespace

Model edited_model(const Document& document) {
  Model model = document.network.origin->model;
  model.graph = document.network.computed;
  if (document.input->preprocessing.known)
    model.metadata["fovea.input"] = to_json(document.input->preprocessing);
  return model;
}

Request make_request(const Document& document, std::uint64_t revision) {
  const std::shared_ptr<const Input> input = document.input;
  const auto make = [input](const CancelToken& cancel) {
    cancel.throw_if_cancelled();
    return preprocess(*input->picture, input->preprocessing, input->crop,
                      static_cast<int>(input->width), static_cast<int>(input->height));
  };
  return {.graph = document.network.computed,
          .inputs = {{.identity = input, .make = make}},
          .watch = Watch::all,
          .revision = revision};
}

std::shared_ptr<const ShapedGraph> shape_document(const Document& document) {
  const Input& input = *document.input;
  const Shape shape =
      input_shape(document.network.graph, input.preprocessing, input.width, input.height);
  return shape_graph(document.network.graph, std::span(&shape, 1));
}

Document make_document(std::shared_ptr<const NetworkOrigin> origin,
                       std::shared_ptr<const Picture> picture) {
  const Graph& graph = origin->model.graph;
  Input input;
  input.picture = std::move(picture);
  input.preprocessing =
      origin->preprocessing ? *origin->preprocessing : assumed_preprocessing(graph);
  std::tie(input.width, input.height) = start_size(graph, input.preprocessing);
  input.crop = default_crop(input.picture->width(), input.picture->height(), input.preprocessing,
                            static_cast<int>(input.width), static_cast<int>(input.height));
  Document document;
  document.network = {.origin = origin, .graph = graph, .muted = {}, .computed = graph};
  document.input = std::make_shared<const Input>(std::move(input));
  document.view.scope = scope_for(*document.network.origin);
  shape_document(document);
  return document;
}

ScaleScope scope_for(const NetworkOrigin& origin) {
  return origin.unit_names.empty() ? ScaleScope::shared : ScaleScope::unit;
}

}  // namespace fovea
