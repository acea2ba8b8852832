#pragma once

#include "core/figure/figure_page.h"

namespace fovea {

/// Numbers in coloured cells.
struct NumberCells {
  Tensor values;  ///< [rows, columns]
  Scale scale;
  Palette palette = Palette::diverging;
  double size = 0;  ///< of the numbers; 0: that of labels
};

/// The largest size, that of labels at most, at which numbers fit into cells so wide; 0 where that
/// is too small to be read.
double number_size(const FigurePage& page, double width);

/// With numbers where they fit, in an ink that is read on the colour.
void draw_cells(FigurePage& page, const NumberCells& cells, const QRectF& place);

}  // namespace fovea
