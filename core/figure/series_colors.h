#pragma once

#include <QColor>

namespace fovea {

/// Colour of curve `index` (any whole number; they come round again): the Okabe-Ito set, in an
/// order and, on a light ground, in shades whose contrast with the ground is at least 3 : 1.
/// Source: Okabe and Ito, "Color Universal Design", 2008.
QColor series_color(int index, bool dark);

}  // namespace fovea
