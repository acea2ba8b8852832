#include "core/media/digit_outlines.h"

#include <QFont>
#include <QFontDatabase>
#include <QRawFont>
#include <algorithm>
#include <optional>

#include "core/media/qt_gui.h"

namespace fovea {
namespace {

constexpr qreal k_size = 64;  // pixels; outlines are drawn larger or smaller from there

bool is_for_text(const QString& family) {
  const auto systems = QFontDatabase::writingSystems(family);
  return QFontDatabase::isScalable(family) && !QFontDatabase::isPrivateFamily(family) &&
         systems.contains(QFontDatabase::Latin) && !systems.contains(QFontDatabase::Symbol);
}

bool all_differ(const std::array<QPainterPath, 10>& digits) {
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i].isEmpty()) return false;
    if (std::find(digits.begin(), digits.begin() + i, digits[i]) != digits.begin() + i)
      return false;
  }
  return true;
}

/// "Nimbus Sans" for "Nimbus Sans [urw]", as Qt tells apart families that several foundries have.
QString without_foundry(const QString& family) {
  return family.section(QStringLiteral(" ["), 0, 0);
}

std::optional<DigitOutlines> outlines_of(const QString& family, const QString& style) {
  QFont font = QFontDatabase::font(family, style, 12);
  font.setPixelSize(static_cast<int>(k_size));
  font.setHintingPreference(QFont::PreferNoHinting);
  const QRawFont raw = QRawFont::fromFont(font);
  // Another family stands in where this one cannot be loaded.
  if (!raw.isValid() || raw.familyName() != family) return std::nullopt;
  const QList<quint32> glyphs = raw.glyphIndexesForString(QStringLiteral("0123456789"));
  if (glyphs.size() != 10 || glyphs.contains(0U)) return std::nullopt;
  const QString name = without_foundry(family);
  DigitOutlines outlines{
      .family = name.toStdString(), .font = (name + ' ' + style).toStdString(), .digits = {}};
  std::ranges::transform(glyphs, outlines.digits.begin(),
                         [&](quint32 glyph) { return raw.pathForGlyph(glyph); });
  if (!all_differ(outlines.digits)) return std::nullopt;
  return outlines;
}

}  // namespace

std::vector<DigitOutlines> installed_digits() {
  ensure_qt_gui();
  std::vector<DigitOutlines> fonts;
  for (const QString& family : QFontDatabase::families()) {
    if (!is_for_text(family)) continue;
    for (const QString& style : QFontDatabase::styles(family)) {
      const auto outlines = outlines_of(family, style);
      const auto same = [&](const DigitOutlines& other) {
        return other.digits == outlines->digits;
      };
      if (outlines && std::ranges::none_of(fonts, same)) fonts.push_back(*outlines);
    }
  }
  std::ranges::sort(fonts, {}, &DigitOutlines::font);
  return fonts;
}

}  // namespace fovea
