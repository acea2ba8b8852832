#include "ui/network/lens_atlas.h"

#include <cmath>

#include "core/document/unit_view.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

class AtlasMaker {
 public:
  AtlasMaker(const LensView& view, const Frame& frame)
      : view_(view),
        frame_(frame),
        scale_of_group_(static_cast<std::size_t>(view.layout.groups), -1) {}

  void add_column(AtlasJob& job, int index) {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    if (frame_.value(column.value).empty()) return;
    add_maps(job, index, scale_for(job, index));
    if (column.kernel_width > 0) add_kernels(job, index);
  }

 private:
  bool in_view(const QRectF& rect) const {
    return rect.bottom() >= 0 && rect.top() <= view_.room.height() && rect.right() >= 0 &&
           rect.left() <= view_.room.width();
  }

  /// Whether the values of `other` are on the scale of `column`.
  bool share(const LensColumn& column, const LensColumn& other) const {
    if (other.value == column.value) return true;
    if (column.node == k_no_node || other.node == k_no_node) return false;
    return view_.scope == ScaleScope::all ||
           (view_.scope == ScaleScope::shared && other.group == column.group);
  }

  int scale_for(AtlasJob& job, int index) {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    const bool is_input = column.node == k_no_node;
    const bool joins = view_.scope == ScaleScope::shared || view_.scope == ScaleScope::all;
    int& known = scale_of_group_[static_cast<std::size_t>(
        is_input || view_.scope != ScaleScope::all ? column.group : view_.layout.groups - 1)];
    if (joins && known >= 0) return known;
    AtlasScale scale{
        .over = {}, .gray = is_input, .per_unit = view_.scope == ScaleScope::unit && !is_input};
    for (const LensColumn& other : view_.layout.columns) {
      const Tensor& values = frame_.value(other.value);
      if (share(column, other) && !values.empty()) scale.over.push_back(values);
    }
    known = static_cast<int>(job.scales.size());
    job.scales.push_back(std::move(scale));
    job.legends.push_back(index);
    return known;
  }

  void add_maps(AtlasJob& job, int index, int scale) const {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    const Tensor& tensor = frame_.value(column.value);
    const auto names = view_.unit_names.find(column.value);
    for (std::int64_t unit = 0; unit < column.shown; ++unit) {
      const QRectF place = view_.layout.map_rect(index, unit).translated(-view_.scroll);
      if (!in_view(place)) continue;
      if (names != view_.unit_names.end() && unit < std::ssize(names->second))
        add_name(job, column, place, names->second[static_cast<std::size_t>(unit)]);
      job.tiles.push_back({.values = unit_values(tensor, unit),
                           .rows = column.view.rows,
                           .columns = column.view.columns,
                           .place = place,
                           .scale = scale,
                           .framed = !column.is_strip() || column.map_height >= 8,
                           .may_be_dead = !column.is_strip()});
    }
  }

  static void add_name(AtlasJob& job, const LensColumn& column, const QRectF& map,
                       const std::string& name) {
    const QRectF line = map.adjusted(-column.kernel_width, 0, 0, 0);
    job.words.push_back({.text = QString::fromStdString(name),
                         .place = QRectF(line.x(), map.y() - column.name_height, line.width(),
                                         column.name_height)});
  }

  /// The kernels of each unit under each other, left of its map, on a scale of their own.
  void add_kernels(AtlasJob& job, int index) const {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    const Tensor& weight = frame_.graph.weight(frame_.graph.node(column.node).inputs[1]);
    if (weight.empty()) return;
    const Shape& shape = weight.shape();
    const int scale = static_cast<int>(job.scales.size());
    const bool per_unit = view_.scope == ScaleScope::unit;
    job.scales.push_back({.over = {weight}, .gray = false, .per_unit = per_unit});
    job.legends.push_back(-1);
    const QSizeF size(static_cast<double>(shape[3]) * column.kernel_cell,
                      static_cast<double>(shape[2]) * column.kernel_cell);
    const auto cells = static_cast<std::size_t>(shape[2] * shape[3]);
    const double gap = 2, block = static_cast<double>(shape[1]) * (size.height() + gap) - gap;
    for (std::int64_t unit = 0; unit < column.shown; ++unit) {
      const QRectF map = view_.layout.map_rect(index, unit).translated(-view_.scroll);
      if (map.bottom() < 0 || map.top() > view_.room.height()) continue;
      for (std::int64_t channel = 0; channel < shape[1]; ++channel) {
        const QPointF corner(std::round(map.left() - column.kernel_width),
                             std::round(map.center().y() - block / 2 +
                                        static_cast<double>(channel) * (size.height() + gap)));
        const auto first = static_cast<std::size_t>(unit * shape[1] + channel) * cells;
        job.tiles.push_back({.values = weight.floats().subspan(first, cells),
                             .rows = shape[2],
                             .columns = shape[3],
                             .place = QRectF(corner, size),
                             .scale = scale,
                             .framed = true,
                             .may_be_dead = false});
      }
    }
  }

  const LensView& view_;
  const Frame& frame_;
  std::vector<int> scale_of_group_;
};

}  // namespace

AtlasJob lens_atlas(const LensView& view, const std::shared_ptr<const Frame>& frame) {
  const auto device = [&](double length) {
    return static_cast<int>(std::ceil(length * view.device_ratio));
  };
  AtlasJob job;
  job.ratio = view.device_ratio;
  job.size = QSize(device(view.room.width()), device(view.room.height()));
  job.origin = view.scroll;
  job.dark = view.dark;
  job.peak = view.peak;
  job.frame = view.frame_color;
  job.text = view.text_color;
  job.text_size = 10 * view.text_zoom;
  job.keep.push_back(frame);
  job.revision = frame->revision;
  AtlasMaker maker(view, *frame);
  for (int column = view.columns.first; column < view.columns.second; ++column)
    maker.add_column(job, column);
  return job;
}

QVariantMap lens_legend(const LensColumn& column, const ValueRange& range) {
  const bool gray = column.node == k_no_node;
  const double low = gray ? range.least : -range.limit();
  const double high = gray ? range.most : range.limit();
  return {{"x", column.x},
          {"gray", gray},
          {"low", number_text(low, 3)},
          {"high", number_text(high, 3)},
          {"least", number_text(range.least, 3)},
          {"most", number_text(range.most, 3)}};
}

QVariantList lens_legends(const LensLayout& layout, const Atlas& atlas) {
  QVariantList legends;
  for (std::size_t i = 0; i < atlas.ranges.size() && i < atlas.legends.size(); ++i) {
    const int index = atlas.legends[i];
    if (index < 0 || index >= static_cast<int>(layout.columns.size())) continue;
    legends.push_back(
        lens_legend(layout.columns[static_cast<std::size_t>(index)], atlas.ranges[i]));
  }
  return legends;
}

}  // namespace fovea
