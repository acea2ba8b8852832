#include "ui/window/numbers.h"

#include <QLocale>
#include <cmath>

namespace fovea {

QString number_text(double value, int digits) {
  if (std::isnan(value)) return QStringLiteral("NaN");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  QString text;
  const double size = std::abs(value);
  if (size == 0) {
    text = QStringLiteral("0");
  } else if (size < 1e-4 || size >= 1e7) {
    text = QString::number(value, 'e', digits - 1);
  } else {
    const int whole = static_cast<int>(std::floor(std::log10(size))) + 1;
    text = QLocale::c().toString(value, 'f', std::clamp(digits - whole, 0, digits + 3));
  }
  return text.replace(u'-', QChar(0x2212));
}

QString count_text(qint64 count) {
  QLocale locale = QLocale::c();
  locale.setNumberOptions(QLocale::DefaultNumberOptions);  // those of C leave out the separators
  return locale.toString(count).replace(u'-', QChar(0x2212));
}

}  // namespace fovea
