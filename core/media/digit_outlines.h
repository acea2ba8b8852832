#pragma once

#include <QPainterPath>
#include <array>
#include <string>
#include <vector>

namespace fovea {

/// The ten digits of one font.
struct DigitOutlines {
  std::string family, font;  ///< "DejaVu Sans", "DejaVu Sans Bold"
  std::array<QPainterPath, 10> digits;
};

/// The digits of all installed fonts that have ten different ones with an outline, by name; those
/// for symbols are left out, and each design is taken once, however many files hold it. Needs a
/// QGuiApplication, or a call on the main thread. Throws as ensure_qt_gui.
std::vector<DigitOutlines> installed_digits();

}  // namespace fovea
