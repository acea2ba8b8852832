#include "ui/figure/filter_figures.h"

#include <QCoreApplication>
#include <QVariantMap>

#include "core/document/kernel_place.h"
#include "core/document/unit_view.h"
#include "core/filter/filter.h"

namespace fovea {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("fovea::FigureModel", text); }

/// Rows and columns of what the filter makes.
std::array<std::int64_t, 2> extent_of(const PictureFilter& filter, const Picture& picture) {
  const Shape& toy = filter.toy.shape();
  const std::int64_t rows = filter.on_toy ? toy[0] : picture.height();
  const std::int64_t columns = filter.on_toy ? toy[1] : picture.width();
  const auto windows = filter_windows({.stride = filter.stride,
                                       .dilation = filter.dilation,
                                       .pads = pads_of(filter, rows, columns)},
                                      filter.kernel.shape()[0], filter.kernel.shape()[1]);
  return {windows[0].positions(rows), windows[1].positions(columns)};
}

/// Nothing where the window has not been in a map of that size.
std::optional<std::pair<std::int64_t, std::int64_t>> place_in(
    const KernelLook::Window& window, const std::array<std::int64_t, 2>& extent) {
  const bool is_there = window.rows == extent[0] && window.columns == extent[1] &&
                        window.row < extent[0] && window.column < extent[1];
  return is_there ? std::optional(std::pair(window.row, window.column)) : std::nullopt;
}

}  // namespace

QVariantList figure_subjects(const Document& document) {
  if (!shows_filter(document)) return {};
  const QString filter =
      document.filter.on_toy ? tr("The filter on the grid") : tr("The filter on the picture");
  return {QVariantMap{{"text", filter}, {"detail", tr("What the Kernel lens shows")}},
          QVariantMap{{"text", tr("The network")}, {"detail", tr("All of its layers")}}};
}

int index_of(FigureSubject subject) { return subject == FigureSubject::filter ? 0 : 1; }

FigureSubject subject_at(int index) {
  return index == 0 ? FigureSubject::filter : FigureSubject::network;
}

std::vector<std::string> filter_layer_names(const PictureFilter& filter, bool with_kernels) {
  const FilterLayers layers = filter_layers(filter);
  if (with_kernels) return {layers.made};
  return {layers.input, layers.made};
}

void begin_on_filter(const Workspace& workspace, FigureSpec& spec) {
  const Document& document = workspace.document();
  const PictureFilter& filter = document.filter;
  const Picture& picture = *document.input->picture;
  const KernelLook& look = workspace.kernelLook();
  const bool by_colour =
      filter.colour && !filter.summed && !filter.on_toy && picture.channels() == 3;
  spec.layer = filter_layers(filter).made;
  spec.units = {by_colour ? std::clamp(look.unit, 0, 2) : 0};
  spec.position = place_in(look.windows[filter.on_toy ? 1 : 0], extent_of(filter, picture));
}

Selection shown_selection(const Workspace& workspace) {
  const Document& document = workspace.document();
  const View& view = document.view;
  const std::optional<KernelPlace> place =
      view.lens == Lens::kernel && view.kernel_in_network ? kernel_place(document) : std::nullopt;
  if (!place) return document.selection;
  Selection selection = selection_of(document.network.graph, *place);
  const UnitView maps = unit_view(workspace.shaped()->shape(selection.value));
  selection.pinned = place_in(workspace.kernelLook().windows[2], {maps.rows, maps.columns});
  return selection;
}

FigureSource FigureMaterial::made(const CancelToken& cancel) const {
  return filter ? sources->of(*filter, picture, cancel) : source;
}

FigureMaterial filter_material(const Document& document, std::shared_ptr<FilterSources> sources) {
  return {
      .filter = document.filter, .picture = document.input->picture, .sources = std::move(sources)};
}

QString filter_file_name(const Document& document) {
  return QString::fromStdString(document.input->picture->name).section('.', 0, 0);
}

}  // namespace fovea
