#include "ui/clipboard/copied_map.h"

#include <algorithm>
#include <cmath>

#include "core/document/edits.h"
#include "core/document/layers.h"
#include "core/document/unit_view.h"
#include "core/figure/document_recipe.h"
#include "core/figure/figure_source.h"
#include "ui/window/answer_notes.h"

namespace fovea {
namespace {

/// What is shown may be the network as it was.
Document shown_document(const Workspace& workspace) {
  Document document = workspace.document();
  if (!workspace.isOriginalHeld()) return document;
  Network& network = document.network;
  network.graph = network.computed = network.origin->model.graph;
  network.muted.clear();
  return document;
}

std::function<std::string()> recipe_of(const Document& document, const Place& place, bool dark) {
  FigureSpec spec;
  spec.kind = FigureKind::maps;
  spec.layer = value_label(document.network.graph, place.value);
  spec.units = {place.unit};
  spec.scope = document.view.scope;
  spec.theme = dark ? Theme::dark : Theme::light;
  Document seen = document;
  seen.selection = {.value = place.value, .unit = place.unit, .pinned = std::nullopt};
  if (place.row >= 0) seen.selection.pinned = {place.row, place.column};
  return [seen, spec] { return to_json(document_recipe(seen, spec)); };
}

Scale symmetric(double limit) {
  const auto end = static_cast<float>(limit > 0 ? limit : 1);
  return {-end, end, true};
}

}  // namespace

QString lack_now(const Workspace& workspace) {
  if (!workspace.shownFrame()) return Workspace::tr("Nothing is computed yet.");
  const bool is_shown =
      workspace.isOriginalHeld() ? workspace.originalFrame() != nullptr : workspace.isNewest();
  return is_shown ? QString() : Workspace::tr("What is shown is not computed anew yet.");
}

Copied copied_map(const Workspace& workspace, const Place& place, bool dark) {
  const std::shared_ptr<const ShapedGraph> shaped = workspace.shaped();
  const std::vector<Layer> layers = layers_of(*shaped);
  const auto layer = std::ranges::find(layers, place.value, &Layer::value);
  if (layer == layers.end()) return {};
  const UnitView view = unit_view(shaped->shape(place.value));
  if (place.unit < 0 || place.unit >= view.units) return {};
  Copied copied{.name = Workspace::tr("%1 unit %2")
                            .arg(QString::fromStdString(value_label(shaped->graph, place.value)))
                            .arg(place.unit),
                .lack = lack_now(workspace)};
  if (workspace.notes()->covers(place.value)) copied.lack = Workspace::tr("The answer is covered.");
  if (!copied.lack.isEmpty()) return copied;
  const std::shared_ptr<const Frame> frame = workspace.shownFrame();
  const Tensor tensor = frame->value(place.value);
  const std::span<const float> values = unit_values(tensor, place.unit);
  if (values.empty()) {
    copied.lack = Workspace::tr("There are no values.");
    return copied;
  }
  copied.is_map = true;
  if (place.row >= 0)
    copied.value =
        full_number(values[static_cast<std::size_t>(place.row * view.columns + place.column)]);
  const Document document = shown_document(workspace);
  const FigureSource source{.network = document.network,
                            .shaped = shaped,
                            .frame = frame,
                            .preprocessing = document.input->preprocessing};
  FigureSpec spec;
  spec.scope = document.view.scope;
  copied.picture = [=, layer = *layer] {
    const LayerScale scale = scale_of(spec, source, layer);
    return picture_of_map({values, static_cast<int>(view.rows), static_cast<int>(view.columns)},
                          scale.of(place.unit), scale.palette, dark);
  };
  // The tensor keeps the values.
  copied.table = [=, keep = tensor] { return table_of_map(values, view.rows, view.columns); };
  copied.recipe = recipe_of(document, place, dark);
  if (const std::string& path = document.network.origin->path; !path.empty())
    copied.prepare = [path] { sha256_of_file(path); };
  return copied;
}

Copied copied_plane(const QString& name, const Tensor& plane, double limit, bool dark) {
  const std::size_t rank = plane.empty() ? 0 : plane.shape().rank();
  if (rank == 0) return {};
  const std::int64_t columns = plane.shape()[rank - 1];
  const std::int64_t rows = columns > 0 ? plane.elements() / columns : 0;
  if (rows == 0) return {};
  double most = limit;
  if (most <= 0)
    for (const float cell : plane.floats()) most = std::max(most, std::abs(double{cell}));
  return {.name = name,
          .picture =
              [=] {
                return picture_of_map(
                    {plane.floats(), static_cast<int>(rows), static_cast<int>(columns)},
                    symmetric(most), Palette::diverging, dark);
              },
          .table = [=] { return table_of_map(plane.floats(), rows, columns); }};
}

Copied copied_kernel(const Workspace& workspace, const WeightPlace& place, bool dark) {
  const Document document = shown_document(workspace);
  const Graph& graph = document.network.graph;
  const Tensor kernel = kernel_of(graph, {place.unit, place.input});
  double most = 0;
  for (std::int64_t slice = 0; slice < slice_count(graph, place.unit.node); ++slice)
    for (const float cell : kernel_of(graph, {place.unit, slice}).floats())
      most = std::max(most, std::abs(double{cell}));
  const QString label =
      QString::fromStdString(value_label(graph, graph.node(place.unit.node).outputs.front()));
  Copied copied = copied_plane(
      Workspace::tr("%1 unit %2 kernel %3").arg(label).arg(place.unit.index).arg(place.input),
      kernel, most, dark);
  if (!copied.name.isEmpty() && place.cell >= 0 && place.cell < kernel.elements())
    copied.value = full_number(kernel.floats()[static_cast<std::size_t>(place.cell)]);
  return copied;
}

}  // namespace fovea
