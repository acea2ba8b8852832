#pragma once

#include <QColor>
#include <cstdint>

namespace fovea {

/// Colour of `value` in −1 to 1 (clipped; NaN is marked): blue below 0, orange above, as the maps
/// have it.
QColor diverging(double value, bool dark);

/// Of four bytes in memory: red, green, blue, alpha.
QColor color_of(std::uint32_t rgba);

/// Black or white, whichever can be read on `ground`.
QColor ink_on(const QColor& ground);

/// WCAG 2 contrast ratio, 1 to 21.
double contrast(const QColor& a, const QColor& b);

}  // namespace fovea
