#pragma once

#include <QString>

namespace fovea {

/// `value` with so many significant digits, a true minus sign, and no exponent where it can be
/// read without: "0.413", "−12.5", "1,184", "3.2e−7".
QString number_text(double value, int digits);

/// A whole number with thousands separated: "1,184".
QString count_text(qint64 count);

}  // namespace fovea
