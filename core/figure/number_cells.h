#pragma once

#include "core/figure/figure_page.h"

namespace fovea {

/// Numbers in coloured cells.
struct NumberCells {
  Tensor values;  ///< [rows, columns]
  Scale scale;
  Palette palette = Palette::diverging;
};

/// With numbers where they fit, in an ink that is read on the colour.
void draw_cells(FigurePage& page, const NumberCells& cells, const QRectF& place);

}  // namespace fovea
