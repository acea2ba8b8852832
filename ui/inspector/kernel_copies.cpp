// What of the inspector's kernels can be copied.

#include <algorithm>

#include "ui/clipboard/copied_map.h"
#include "ui/inspector/cell_grid.h"
#include "ui/inspector/kernel_strip.h"

namespace fovea {
namespace {

Copied copied_slice(const InspectorModel* model, int slice, bool dark) {
  if (!model || !model->isEditable() || slice < 0 || slice >= model->sliceCount()) return {};
  const Tensor cells = model->cells(slice);
  if (cells.elements() != std::int64_t{model->rows()} * model->columns()) return {};
  Tensor kernel(Shape{model->rows(), model->columns()});
  std::ranges::copy(cells.floats(), kernel.mutable_values<float>().begin());
  return copied_plane(InspectorModel::tr("kernel %1").arg(slice), kernel, double{model->scale()},
                      dark);
}

}  // namespace

Copied CellGrid::copied(std::optional<QPointF> at) const {
  Copied copied = copied_slice(model_, model_ ? model_->slice() : -1, dark_);
  if (copied.name.isEmpty()) return copied;
  int cell = current_;
  for (int i = 0; at && i < model_->rows() * model_->columns(); ++i)
    if (rectOf(i).contains(*at)) cell = i;
  const Tensor cells = model_->cells(model_->slice());
  if (cell >= 0 && cell < cells.elements())
    copied.value = full_number(cells.floats()[static_cast<std::size_t>(cell)]);
  return copied;
}

Copied KernelStrip::copied(std::optional<QPointF> at) const {
  if (!model_) return {};
  int slice = at ? -1 : model_->slice();
  for (int i = 0; at && i < model_->sliceCount(); ++i)
    if (rectOf(i).contains(*at)) slice = i;
  return copied_slice(model_, slice, dark_);
}

}  // namespace fovea
