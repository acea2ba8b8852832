// What of each chart can be copied: as it is painted, and its numbers.

#include <algorithm>
#include <map>

#include "ui/clipboard/copied_map.h"
#include "ui/clipboard/painted.h"
#include "ui/plots/cell_field.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/histogram.h"
#include "ui/plots/matrix_plot.h"
#include "ui/plots/reliability_bars.h"
#include "ui/plots/series_canvas.h"

namespace fovea {

/// A row for each x that any curve has a point at.
Copied SeriesCanvas::copied(std::optional<QPointF>) const {
  if (isEmpty()) return {};
  CopiedTable table{.header = {x_name_}, .rows = {}};
  std::map<double, QStringList> rows;
  qsizetype column = 0;
  for (const auto& curve : curves_) {
    if (!curve) continue;
    table.header << curve->name();
    ++column;
    for (const QPointF& point : curve->raw()) {
      QStringList& cells = rows[point.x()];
      while (cells.size() < column - 1) cells << QString();
      cells << full_number(point.y());
    }
  }
  for (auto& [x, cells] : rows) {
    while (cells.size() < column) cells << QString();
    table.rows.push_back(QStringList{full_number(x)} + cells);
  }
  return copied_chart(*this, std::move(table));
}

/// Rows are the true classes.
Copied MatrixPlot::copied(std::optional<QPointF>) const {
  if (isEmpty()) return {};
  CopiedTable table{.header = QStringList{tr("true class")} + classes_, .rows = {}};
  for (qsizetype truth = 0; truth < classes_.size(); ++truth) {
    QStringList cells{classes_[truth]};
    for (qsizetype prediction = 0; prediction < classes_.size(); ++prediction)
      cells << full_number(counts_[truth * classes_.size() + prediction]);
    table.rows.push_back(std::move(cells));
  }
  return copied_chart(*this, std::move(table), tr("confusion matrix"));
}

Copied ReliabilityBars::copied(std::optional<QPointF>) const {
  if (isEmpty()) return {};
  CopiedTable table{
      .header = {tr("from"), tr("to"), tr("examples"), tr("confidence"), tr("accuracy")},
      .rows = {}};
  for (const Bin& bin : bins_)
    table.rows.push_back({full_number(bin.from), full_number(bin.to), full_number(bin.count),
                          full_number(bin.confidence), full_number(bin.accuracy)});
  return copied_chart(*this, std::move(table), tr("reliability"));
}

Copied Histogram::copied(std::optional<QPointF>) const {
  if (counts_.isEmpty() || !(to_ > from_)) return {};
  CopiedTable table{.header = {tr("from"), tr("to"), tr("values")}, .rows = {}};
  const double width = (to_ - from_) / static_cast<double>(counts_.size());
  for (qsizetype i = 0; i < counts_.size(); ++i)
    table.rows.push_back({full_number(from_ + static_cast<double>(i) * width),
                          full_number(from_ + static_cast<double>(i + 1) * width),
                          full_number(counts_[i])});
  Copied copied = copied_chart(*this, std::move(table), tr("histogram"));
  if (opacity() < 1) copied.lack = tr("What is shown is not computed anew yet.");
  return copied;
}

Copied CurvePlot::copied(std::optional<QPointF>) const {
  if (values_.isEmpty()) return {};
  CopiedTable table{.header = {tr("place"), tr("value")}, .rows = {}};
  const double steps = std::max<double>(1, static_cast<double>(values_.size() - 1));
  for (qsizetype i = 0; i < values_.size(); ++i)
    table.rows.push_back({full_number(from_ + (to_ - from_) * static_cast<double>(i) / steps),
                          full_number(values_[i])});
  return copied_chart(*this, std::move(table));
}

Copied CellField::copied(std::optional<QPointF> at) const {
  if (cells_.empty()) return {};
  Tensor plane(Shape{cells_.rows(), cells_.columns()});
  std::ranges::copy(cells_.values(), plane.mutable_values<float>().begin());
  Copied copied = copied_plane(tr("matrix"), plane, scale_, dark_);
  for (int cell = 0; at && cell < static_cast<int>(cells_.values().size()); ++cell)
    if (rectOf(cell).contains(*at))
      copied.value = full_number(cells_.values()[static_cast<std::size_t>(cell)]);
  return copied;
}

}  // namespace fovea
