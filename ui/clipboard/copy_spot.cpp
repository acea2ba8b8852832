#include "ui/clipboard/copy_spot.h"

namespace fovea {
namespace {

QString cell_text(const QVariant& cell) {
  return cell.typeId() == QMetaType::Double ? full_number(cell.toDouble()) : cell.toString();
}

}  // namespace

void CopySpot::setSource(QObject* source) {
  if (source == source_) return;
  source_ = source;
  emit changed();
}

Copied CopySpot::copied(std::optional<QPointF> at) const {
  if (const auto* source = dynamic_cast<const CopySource*>(source_.data()))
    return source->copied(at);
  CopiedTable table{.header = header_, .rows = {}};
  for (const QVariant& row : rows_) {
    QStringList cells;
    for (const QVariant& cell : row.toList()) cells << cell_text(cell);
    table.rows.push_back(std::move(cells));
  }
  if (name_.isEmpty() || table.rows.empty()) return {};
  return {.name = name_, .lack = lack_, .table = [table = std::move(table)] { return table; }};
}

}  // namespace fovea
