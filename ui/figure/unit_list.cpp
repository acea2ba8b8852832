#include "ui/figure/unit_list.h"

#include <QRegularExpression>
#include <QStringList>

namespace fovea {

QString unit_list_text(const std::vector<std::int64_t>& units) {
  QStringList parts;
  for (std::size_t first = 0; first < units.size();) {
    std::size_t last = first;
    while (last + 1 < units.size() && units[last + 1] == units[last] + 1) ++last;
    parts << (last - first < 2 ? QString::number(units[first])
                               : QString("%1-%2").arg(units[first]).arg(units[last]));
    first = last - first < 2 ? first + 1 : last + 1;
  }
  return parts.join(", ");
}

std::optional<std::vector<std::int64_t>> units_from_text(const QString& text) {
  constexpr std::size_t k_most = 65536;
  static const QRegularExpression range("^(\\d{1,9})(?:\\s*[-–]\\s*(\\d{1,9}))?$");
  std::vector<std::int64_t> units;
  for (const QString& part : text.split(QRegularExpression("[,;]"))) {
    if (part.trimmed().isEmpty()) continue;
    const QRegularExpressionMatch match = range.match(part.trimmed());
    if (!match.hasMatch()) return std::nullopt;
    const std::int64_t first = match.captured(1).toLongLong();
    const std::int64_t last = match.captured(2).isEmpty() ? first : match.captured(2).toLongLong();
    if (last < first || units.size() + static_cast<std::size_t>(last - first) >= k_most)
      return std::nullopt;
    for (std::int64_t unit = first; unit <= last; ++unit) units.push_back(unit);
  }
  return units;
}

}  // namespace fovea
