#include <algorithm>

#include "ui/network/lens_model.h"

// What pointer and keys do in the lens.

namespace fovea {

void LensModel::hoverAgain() {
  if (pointer_) hoverAt(*pointer_);
}

void LensModel::hoverAt(QPointF point) {
  if (!workspace_ || !laid_out_) return;
  pointer_ = point;
  const std::optional<LensLayout::Hit> hit = layout_.hit(point + scroll_);
  const std::optional<LensLayout::KernelHit> kernel = layout_.kernel_hit(point + scroll_);
  workspace_->setHoveredWeight(kernel ? std::optional(weightAt(*kernel)) : std::nullopt);
  workspace_->setHover(hit ? std::optional(Place{columnAt(hit->column).value, hit->unit, hit->row,
                                                 hit->column_in_map})
                           : std::nullopt);
}

WeightPlace LensModel::weightAt(const LensLayout::KernelHit& hit) const {
  const LensColumn& column = columnAt(hit.cell.column);
  return {.unit = {column.node, hit.cell.unit},
          .input = hit.input,
          .cell = hit.cell.row * column.kernel_columns + hit.cell.column_in_map};
}

void LensModel::leave() {
  pointer_.reset();
  if (!workspace_) return;
  workspace_->setHoveredWeight({});
  workspace_->setHover({});
}

void LensModel::select(int column, std::int64_t unit) {
  Selection selection;
  selection.value = columnAt(column).value;
  selection.unit = unit;
  workspace_->select(selection);
}

Selection LensModel::selectionAt(const LensLayout::Hit& hit) const {
  Selection selection;
  selection.value = columnAt(hit.column).value;
  selection.unit = hit.unit;
  selection.pinned = {hit.row, hit.column_in_map};
  const Selection& now = workspace_->document().selection;
  selection.kernel_input = now.value == selection.value ? now.kernel_input : 0;
  return selection;
}

bool LensModel::pressAt(QPointF point) {
  if (!workspace_) return false;
  const bool hit = selectAt(point);
  if (!hit) back();
  return hit;
}

bool LensModel::selectAt(QPointF point) {
  if (!workspace_) return false;
  if (const std::optional<LensLayout::Hit> hit = layout_.hit(point + scroll_)) {
    Selection selection = selectionAt(*hit);
    if (selection == workspace_->document().selection) selection.pinned.reset();
    workspace_->select(selection);
    return true;
  }
  if (const auto kernel = layout_.kernel_hit(point + scroll_)) {
    Selection selection = selectionAt(kernel->cell);
    const Selection& now = workspace_->document().selection;
    const bool same_unit = now.value == selection.value && now.unit == selection.unit;
    selection.pinned = same_unit ? now.pinned : std::nullopt;
    selection.kernel_input = kernel->input;
    workspace_->select(selection);
    return true;
  }
  return false;
}

void LensModel::openAt(QPointF point) {
  if (!workspace_) return;
  if (const std::optional<LensLayout::Hit> hit = layout_.hit(point + scroll_))
    workspace_->select(selectionAt(*hit));
  zoomOnto(point);
}

void LensModel::selectColumn(int column) {
  if (column >= 0 && column < static_cast<int>(layout_.columns.size())) select(column, -1);
}

void LensModel::showAll(int column) {
  expanded_.insert(columnAt(column).value);
  tellPlace();
  layOut();
}

void LensModel::walkUnits(int steps) {
  const Selection& selection = workspace_->document().selection;
  const int column = selection.value == k_no_value
                         ? std::min(1, static_cast<int>(layout_.columns.size()) - 1)
                         : layout_.column_of[static_cast<std::size_t>(selection.value)];
  if (column < 0) return;
  const std::int64_t units = columnAt(column).view.units;
  const std::int64_t unit =
      std::clamp<std::int64_t>(selection.unit < 0 ? 0 : selection.unit + steps, 0, units - 1);
  select(column, unit);
  reveal(column, unit);
}

void LensModel::walkLayers(int steps) {
  const Selection& selection = workspace_->document().selection;
  const int last = static_cast<int>(layout_.columns.size()) - 1;
  if (last < 0) return;
  const int from = selection.value == k_no_value
                       ? -1
                       : layout_.column_of[static_cast<std::size_t>(selection.value)];
  const int column = from < 0 ? 0 : std::clamp(from + steps, 0, last);
  const std::int64_t units = columnAt(column).view.units;
  const std::int64_t unit = std::clamp<std::int64_t>(selection.unit, 0, units - 1);
  select(column, unit);
  reveal(column, unit);
}

void LensModel::back() {
  if (!workspace_) return;
  Selection selection = workspace_->document().selection;
  if (selection.pinned) {
    selection.pinned.reset();
  } else if (isZoomed()) {
    zoomToFit();
    return;
  } else if (selection.unit >= 0) {
    selection.unit = -1;
  } else {
    selection = {};
  }
  workspace_->select(selection);
}

}  // namespace fovea
