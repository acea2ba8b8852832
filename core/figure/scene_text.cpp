#include <QFontMetricsF>

#include "core/figure/scene.h"
#include "core/media/qt_gui.h"

namespace fovea {

QFont figure_font(bool bold) {
  ensure_qt_gui();
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(k_font_pixels);
  font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
  font.setHintingPreference(QFont::PreferNoHinting);
  // Shapes that stand for others beside digits have no character in a PDF: "−3" would be copied
  // from it as "3". Scripts that need shaping are shaped all the same.
  font.setStyleStrategy(QFont::PreferNoShaping);
  return font;
}

double text_width(const QString& text, double size, bool bold) {
  return QFontMetricsF(figure_font(bold)).horizontalAdvance(text) * size / k_font_pixels;
}

QString elided(const QString& text, double room, double size, bool bold) {
  return QFontMetricsF(figure_font(bold))
      .elidedText(text, Qt::ElideRight, std::max(0.0, room) * k_font_pixels / size);
}

QStringList wrapped(const QString& text, double room, double size) {
  QStringList lines;
  QString line;
  for (const QString& word : text.split(QChar(' '), Qt::SkipEmptyParts)) {
    const QString longer = line.isEmpty() ? word : line + QChar(' ') + word;
    if (!line.isEmpty() && text_width(longer, size) > room) {
      lines.push_back(elided(line, room, size));
      line = word;
    } else {
      line = longer;
    }
  }
  if (!line.isEmpty()) lines.push_back(elided(line, room, size));
  return lines;
}

}  // namespace fovea
