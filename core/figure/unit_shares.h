#pragma once

#include "core/explain/slide.h"
#include "core/figure/figure_source.h"

namespace fovea {

/// What one input map adds to a unit's map.
struct Share {
  std::int64_t input = 0;
  Tensor kernel;  ///< [kH, kW]
  Tensor map;     ///< [rows, columns] of the unit's map
};

/// Of all input maps, the one that changes the unit's map most first.
std::vector<Share> shares_of(const Slide& slide, std::int64_t unit);

/// The layer whose values the layer's node reads first.
std::optional<Layer> layer_before(const ShapedGraph& shaped, const Layer& layer);

/// Of the maps that a layer reads: that of the layer before, else their own.
LayerScale input_scale_of(const FigureSpec& spec, const FigureSource& source, const Layer& layer,
                          const Tensor& maps);

}  // namespace fovea
