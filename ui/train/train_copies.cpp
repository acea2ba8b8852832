#include "ui/train/train_copies.h"

#include <algorithm>

#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/figure/figure.h"
#include "ui/clipboard/copied_map.h"
#include "ui/train/kernel_wall.h"
#include "ui/train/map_rows.h"
#include "ui/train/plane_image.h"

namespace fovea {
namespace {

constexpr int k_zoom = 2;
constexpr std::int64_t k_most_slices = 3;  // as many as the wall draws

/// Rows are the true classes.
CopiedTable table_of(const ConfusionMatrix& matrix, const std::vector<std::string>& classes) {
  CopiedTable table{.header = {TrainCopies::tr("true class")}, .rows = {}};
  for (const std::string& name : classes) table.header << QString::fromStdString(name);
  const auto count = static_cast<std::int32_t>(classes.size());
  for (std::int32_t truth = 0; truth < count; ++truth) {
    QStringList cells{QString::fromStdString(classes[static_cast<std::size_t>(truth)])};
    for (std::int32_t prediction = 0; prediction < count; ++prediction)
      cells << QString::number(matrix.count(truth, prediction));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

Copied TrainCopies::copied(std::optional<QPointF>) const {
  if (!model_ || !model_->hasRun()) return {};
  Copied copied{.name = confusion_ ? tr("confusion matrix") : tr("training curves")};
  FigureSpec spec;
  spec.theme = dark_ ? Theme::dark : Theme::light;
  spec.kind = confusion_ ? FigureKind::confusion : FigureKind::timeline;
  FigureSource source;
  source.input = model_->learntName().toStdString();
  if (confusion_) {
    const auto& measured = model_->evaluation();
    if (!measured) {
      copied.lack = tr("Nothing has been measured on validation yet.");
      return copied;
    }
    const DataSet& data = *model_->task().data;
    source.confusion =
        confusion_matrix(measured->evaluation, data, model_->task().splits.validation);
    source.classes = data.classes;
  } else {
    source.curves = model_->curves();
    if (source.curves.steps.empty()) {
      copied.lack = tr("There are no curves yet.");
      return copied;
    }
  }
  copied.picture = [spec, source] { return paint_scene(make_scene(spec, source), k_zoom); };
  copied.table = [spec, source] {
    return source.confusion ? table_of(*source.confusion, source.classes)
                            : table_from_csv(figure_data(spec, source).csv);
  };
  return copied;
}

Copied KernelWall::copied(std::optional<QPointF> at) const {
  const NodeId node = conv();
  if (node == k_no_node || !at) return {};
  int unit = -1;
  for (int i = 0; i < shown(); ++i)
    if (rectOf(i).left() <= at->x() && at->x() <= rectOf(i).right()) unit = i;
  if (unit < 0) return {};
  const Workspace* workspace = model_->workspace();
  if (at->y() > rectOf(unit).bottom())
    return beside_ || model_->isHidden() || !workspace
               ? Copied{}
               : copied_map(*workspace, {graph()->node(node).outputs[0], unit, -1, 0}, dark_);
  // All slices that are drawn under each other.
  const std::int64_t slices = std::min(k_most_slices, slice_count(*graph(), node));
  const Tensor first = kernel_of(*graph(), {{node, unit}, 0});
  if (first.shape().rank() != 2) return {};
  Tensor all(Shape{slices * first.shape()[0], first.shape()[1]});
  auto to = all.mutable_values<float>().begin();
  for (std::int64_t slice = 0; slice < slices; ++slice)
    to = std::ranges::copy(kernel_of(*graph(), {{node, unit}, slice}).floats(), to).out;
  return copied_plane(
      tr("%1 unit %2 kernel").arg(layerName()).arg(unit), all,
      double{largest_magnitude(graph()->weight(graph()->node(node).inputs[1]).floats())}, dark_);
}

Copied MapRows::copied(std::optional<QPointF> at) const {
  for (int row = 0; at && row < rows(); ++row) {
    const ValueId value = values_[static_cast<std::size_t>(row)];
    const Tensor maps = mapsOf(value);
    for (int unit = 0; !maps.empty() && unit < across_; ++unit)
      if (placeOf(row, unit).contains(*at))
        return copied_map(*model_->workspace(), {value, unit, -1, 0}, dark_);
  }
  return {};
}

}  // namespace fovea
