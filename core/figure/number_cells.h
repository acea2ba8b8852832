#pragma once

#include "core/explain/slide.h"
#include "core/figure/figure_page.h"

namespace fovea {

/// Numbers in coloured cells.
struct NumberCells {
  Tensor values;  ///< [rows, columns]
  Scale scale;
  Palette palette = Palette::diverging;
  double size = 0;  ///< of the numbers; 0: that of labels
};

/// Digits of the numbers in cells.
inline constexpr int k_cell_digits = 2;

/// Whether a product is, with so many digits, that of its factors with so many; else "≈" stands
/// before it.
bool product_holds(const Tap& tap, int digits = k_cell_digits);
/// "=" or "≈".
QString products_sign(std::span<const Tap> taps);

/// The largest size, that of labels at most, at which numbers fit into cells so wide; 0 where that
/// is too small to be read.
double number_size(const FigurePage& page, double width);

/// With numbers where they fit, in an ink that is read on the colour.
void draw_cells(FigurePage& page, const NumberCells& cells, const QRectF& place);

}  // namespace fovea
