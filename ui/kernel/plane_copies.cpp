// What of the Kernel lens's kernels and of single planes can be copied.

#include "ui/clipboard/copied_map.h"
#include "ui/clipboard/painted.h"
#include "ui/kernel/kernel_canvas.h"
#include "ui/kernel/tensor_picture.h"

namespace fovea {

Copied KernelCanvas::copied(std::optional<QPointF> at) const {
  const Tensor kernel = bench_ ? bench_->shown() : Tensor();
  if (kernel.empty()) return {};
  Copied copied = copied_plane(tr("kernel %1").arg(bench_->name()).trimmed(), kernel, 0, dark_);
  int cell = current_;
  for (int i = 0; at && i < static_cast<int>(kernel.elements()); ++i)
    if (rectOf(i).contains(*at)) cell = i;
  if (cell >= 0 && cell < kernel.elements())
    copied.value = full_number(kernel.floats()[static_cast<std::size_t>(cell)]);
  return copied;
}

Copied TensorPicture::copied(std::optional<QPointF>) const {
  const std::span<const float> values = plane();
  if (values.empty()) return {};
  const double limit = shownLimit();
  const Palette palette = palette_ == u"diverging"    ? Palette::diverging
                          : palette_ == u"sequential" ? Palette::sequential
                                                      : Palette::print;
  const auto end = static_cast<float>(limit > 0 ? limit : 1);
  const bool is_signed = palette == Palette::diverging;
  const MapView map{values, rows(), columns()};
  Copied copied = copied_chart(*this, {});
  copied.picture = [=, keep = tensor_, dark = dark_] {
    return picture_of_map(map, {is_signed ? -end : 0, end, is_signed}, palette, dark);
  };
  copied.table = [=, keep = tensor_] { return table_of_map(values, map.height, map.width); };
  return copied;
}

}  // namespace fovea
