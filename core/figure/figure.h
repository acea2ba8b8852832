#pragma once

#include "core/figure/figure_format.h"
#include "core/figure/figure_source.h"
#include "core/figure/scene.h"

namespace fovea {

/// Whether it shows values, which need an input.
bool needs_frame(FigureKind kind);

/// Lays a figure out. Throws Error where the source does not have what it shows.
Scene make_scene(const FigureSpec& spec, const FigureSource& source);

/// What the figure shows, as numbers.
struct FigureData {
  std::string csv;  ///< names of the columns in the first line
  /// One array a layer, float32 unless they are counts: maps and kernels as [units, rows, columns];
  /// all else as the rows of the table without their names.
  std::vector<Tensor> arrays = {};
};
FigureData figure_data(const FigureSpec& spec, const FigureSource& source);

/// The bytes of a file; `recipe` (recipe.h) is embedded in PNG, SVG, PDF and HTML. Throws Error:
/// see make_scene; an .npy holds one layer alone.
std::vector<std::uint8_t> encode_figure(FigureFormat format, const FigureSpec& spec,
                                        const FigureSource& source, const std::string& recipe);

}  // namespace fovea
