#include "ui/window/weight_words.h"

#include <QCoreApplication>

#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

/// The context of this file's texts.
class Words {
  Q_DECLARE_TR_FUNCTIONS(Weights)
};

QString cell_text(const Tensor& kernel, std::int64_t cell) {
  const Shape& shape = kernel.shape();
  if (shape.rank() < 2 || shape[0] == 1) return Words::tr("cell %1").arg(cell);
  const std::int64_t columns = shape[shape.rank() - 1];
  return Words::tr("cell (%1, %2)").arg(cell / columns).arg(cell % columns);
}

}  // namespace

QString weight_text(const Graph& graph, const WeightPlace& place) {
  if (place.unit.node == k_no_node) return {};
  const Tensor kernel = kernel_of(graph, {place.unit, place.input});
  if (place.cell < 0 || place.cell >= kernel.elements()) return {};
  const QString layer =
      QString::fromStdString(value_label(graph, graph.node(place.unit.node).outputs[0]));
  const QString value =
      number_text(double{kernel.floats()[static_cast<std::size_t>(place.cell)]}, 3);
  if (graph.node(place.unit.node).op->kind != LayerKind::convolution)
    return Words::tr("%1 ▸ unit %2, weight %3 = %4")
        .arg(layer)
        .arg(place.unit.index)
        .arg(QString::number(place.cell), value);
  return Words::tr("%1 ▸ kernel %2, input map %3, %4 = %5")
      .arg(layer)
      .arg(place.unit.index)
      .arg(place.input)
      .arg(cell_text(kernel, place.cell), value);
}

QString weight_reads_text(const Frame& frame, const WeightPlace& place,
                          const std::optional<std::pair<std::int64_t, std::int64_t>>& pinned) {
  const auto reads = pinned ? weight_reads_at(*frame.shaped, place, pinned->first, pinned->second)
                            : weight_reads(*frame.shaped, place);
  if (!reads) return {};
  const auto count = static_cast<qsizetype>(reads->rows.size() * reads->columns.size());
  if (count > 1)
    return Words::tr("multiplies %1 × %2 values of it")
        .arg(reads->columns.size())
        .arg(reads->rows.size());
  if (count == 0) return Words::tr("falls on the padding");
  const Tensor& tensor = frame.value(reads->value);
  const auto values = unit_values(tensor, reads->unit);
  if (values.empty()) return {};
  const UnitView view = unit_view(tensor.shape());
  const auto at = static_cast<std::size_t>(reads->rows[0] * view.columns + reads->columns[0]);
  const QString value = number_text(double{values[at]}, 3);
  if (view.is_flat()) return Words::tr("times %1").arg(value);
  return Words::tr("times %1 at (%2, %3)").arg(value).arg(reads->rows[0]).arg(reads->columns[0]);
}

}  // namespace fovea
