#pragma once

#include "core/figure/figure_spec.h"
#include "core/figure/scene.h"

namespace fovea {

/// A page that stands alone: the scene as SVG, with the recipe in it, and the numbers to be saved
/// as CSV, where they are not too many for a page. It has no script and loads nothing.
std::vector<std::uint8_t> encode_figure_html(const Scene& scene, const FigureSpec& spec,
                                             const std::string& csv, const std::string& recipe);

}  // namespace fovea
