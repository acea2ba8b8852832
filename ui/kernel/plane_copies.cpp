// What of the Kernel lens's kernels and of single planes can be copied.

#include <algorithm>

#include "ui/clipboard/copied_map.h"
#include "ui/clipboard/painted.h"
#include "ui/kernel/kernel_canvas.h"
#include "ui/kernel/kernel_picture.h"
#include "ui/kernel/learn/learn_picture.h"
#include "ui/kernel/learn/loss_curve.h"
#include "ui/kernel/shares_bars.h"
#include "ui/kernel/tensor_picture.h"
#include "ui/kernel/terms_grid.h"
#include "ui/kernel/understand/response_picture.h"

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

Copied KernelPicture::copied(std::optional<QPointF>) const {
  if (cells_.isEmpty() || columns_ <= 0 || cells_.size() % columns_ != 0) return {};
  Tensor kernel(Shape{cells_.size() / columns_, columns_});
  std::ranges::transform(cells_, kernel.mutable_values<float>().begin(),
                         [](qreal cell) { return static_cast<float>(cell); });
  return copied_plane(tr("kernel"), kernel, scale_, dark_);
}

/// Inputs, kernel or products of the window, as they are, not in the units that they are shown in.
Copied TermsGrid::copied(std::optional<QPointF> at) const {
  if (!model_ || model_->taps().empty() || columns() == 0) return {};
  const auto value_of = [this](const Tap& tap) {
    if (part_ == Products) return tap.product();
    return double{part_ == Input ? tap.value : tap.weight};
  };
  CopiedTable table;
  QString value;
  const std::vector<Tap>& taps = model_->taps();
  for (int i = 0; i < static_cast<int>(taps.size()); ++i) {
    if (i % columns() == 0) table.rows.emplace_back();
    const double number = value_of(taps[static_cast<std::size_t>(i)]);
    table.rows.back() << (part_ == Products ? full_number(number)
                                            : full_number(static_cast<float>(number)));
    if (at && rectOf(i).contains(*at)) value = table.rows.back().back();
  }
  const QString name = part_ == Input    ? tr("input under the window")
                       : part_ == Kernel ? tr("kernel as it is applied")
                                         : tr("products");
  Copied copied = copied_chart(*this, std::move(table), name);
  copied.value = value;
  if (model_->isStale()) copied.lack = tr("What is shown is not computed anew yet.");
  return copied;
}

Copied SharesBars::copied(std::optional<QPointF>) const {
  if (!model_ || model_->sum().shares.empty()) return {};
  CopiedTable table{.header = {tr("input map"), tr("gives")}, .rows = {}};
  int map = 0;
  for (const double share : model_->sum().shares)
    table.rows.push_back({QString::number(map++), full_number(share)});
  return copied_chart(*this, std::move(table), tr("what each input map gives"));
}

Copied LossCurve::copied(std::optional<QPointF>) const {
  if (losses_.isEmpty()) return {};
  CopiedTable table{.header = {tr("step"), tr("loss")}, .rows = {}};
  for (qsizetype step = 0; step < losses_.size(); ++step)
    table.rows.push_back({QString::number(step), full_number(losses_[step])});
  return copied_chart(*this, std::move(table), tr("loss"));
}

/// A picture alone: its pixels are what it is of.
Copied LearnPicture::copied(std::optional<QPointF>) const {
  const QImage pixels = image();
  if (pixels.isNull()) return {};
  Copied copied = copied_chart(*this, {});
  copied.picture = [pixels] { return enlarged_pixels(pixels); };
  copied.table = {};
  return copied;
}

/// Frequencies down and to the right, as the picture has them.
Copied ResponsePicture::copied(std::optional<QPointF>) const {
  const std::shared_ptr<const KernelFindings> found = findings();
  if (!found || found->magnitudes.empty()) return {};
  constexpr int k_side = KernelFindings::k_frequencies;
  Copied copied = copied_chart(*this, {}, tr("frequency response"));
  copied.picture = [found, dark = dark_] {
    return picture_of_map({found->magnitudes, k_side, k_side},
                          {0, found->strongest > 0 ? found->strongest : 1, false},
                          Palette::sequential, dark);
  };
  copied.table = [found] { return table_of_map(found->magnitudes, k_side, k_side); };
  return copied;
}

}  // namespace fovea
