// What of the Network lens can be copied.

#include "ui/clipboard/copied_map.h"
#include "ui/network/lens_model.h"

namespace fovea {

Copied LensModel::copied(std::optional<QPointF> at) const {
  if (!workspace_ || !laid_out_) return {};
  if (at) {
    if (const auto hit = layout_.hit(*at + scroll_))
      return copied_map(*workspace_,
                        {columnAt(hit->column).value, hit->unit, hit->row, hit->column_in_map},
                        dark_);
    if (const auto kernel = layout_.kernel_hit(*at + scroll_))
      return copied_kernel(*workspace_, weightAt(*kernel), dark_);
    return {};
  }
  const Selection& selection = workspace_->document().selection;
  if (selection.value == k_no_value || selection.unit < 0) return {};
  const auto pinned = selection.pinned.value_or(std::pair<std::int64_t, std::int64_t>{-1, 0});
  return copied_map(*workspace_, {selection.value, selection.unit, pinned.first, pinned.second},
                    dark_);
}

}  // namespace fovea
