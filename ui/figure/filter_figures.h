#pragma once

#include <QVariantList>

#include "core/figure/filter_source.h"
#include "ui/window/workspace.h"

namespace fovea {

/// What figures can be of, as DropDown has choices: the filter or the network; empty where there is
/// no choice.
QVariantList figure_subjects(const Document& document);
/// Index of a subject among them, and back.
int index_of(FigureSubject subject);
FigureSubject subject_at(int index);

/// Names of a filter's layers: those that have kernels alone, or all.
std::vector<std::string> filter_layer_names(const PictureFilter& filter, bool with_kernels);

/// A figure of the filter begins with the map that the lens shows, where its window stands.
void begin_on_filter(const Workspace& workspace, FigureSpec& spec);

/// What is selected in the network; in the Kernel lens the convolution that it shows, where its
/// window stands.
Selection shown_selection(const Workspace& workspace);

/// What a figure is drawn from, as a worker gets it: a filter is applied there.
struct FigureMaterial {
  FigureSource source = {};
  /// In place of the source; nothing: it is the source.
  std::optional<PictureFilter> filter = std::nullopt;
  std::shared_ptr<const Picture> picture = nullptr;
  std::shared_ptr<FilterSources> sources = nullptr;

  /// Throws Error, Cancelled.
  FigureSource made(const CancelToken& cancel) const;
};
/// Of the document's filter.
FigureMaterial filter_material(const Document& document, std::shared_ptr<FilterSources> sources);

/// "cat" of a filter on cat.png: how a name of a file begins.
QString filter_file_name(const Document& document);

}  // namespace fovea
