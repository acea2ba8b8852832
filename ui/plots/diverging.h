#pragma once

#include <QColor>

namespace fovea {

/// Colour of `value` in −1 to 1 (clipped): blue below 0, orange above, interpolated in CIE Lab
/// between the stops of the theme's diverging map.
QColor diverging(double value, bool dark);

/// Black or white, whichever can be read on `ground`.
QColor ink_on(const QColor& ground);

/// WCAG 2 contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b);

}  // namespace fovea
