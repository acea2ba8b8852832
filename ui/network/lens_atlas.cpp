#include "ui/network/lens_atlas.h"

#include <algorithm>
#include <cmath>

#include "core/document/unit_view.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

/// Of values that are no part of what a network computes towards its answer: those that have a
/// range by their meaning.
bool stands_alone(Palette palette) { return palette != Palette::diverging; }

class AtlasMaker {
 public:
  AtlasMaker(const LensView& view, const Frame& frame)
      : view_(view),
        frame_(frame),
        scale_of_group_(static_cast<std::size_t>(view.layout.groups) + 1, -1) {}

  void add_column(AtlasJob& job, int index) {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    if (frame_.value(column.value).empty()) return;
    const bool covered = std::ranges::find(view_.covered, column.value) != view_.covered.end();
    if (!covered) add_maps(job, index, scale_for(job, index));
    if (column.kernel_width > 0) add_kernels(job, index);
  }

 private:
  bool in_view(const QRectF& rect) const {
    return rect.bottom() >= 0 && rect.top() <= view_.room.height() && rect.right() >= 0 &&
           rect.left() <= view_.room.width();
  }

  Palette palette_of(const LensColumn& column) const { return lens_palette(column, frame_.graph); }

  /// Whether the values of `other` are on the scale of `column`.
  bool share(const LensColumn& column, const LensColumn& other) const {
    if (other.value == column.value) return true;
    if (stands_alone(palette_of(column)) || stands_alone(palette_of(other))) return false;
    return view_.scope == ScaleScope::all ||
           (view_.scope == ScaleScope::shared && other.group == column.group);
  }

  /// The range that is known without looking at the values.
  std::optional<ValueRange> fixed_range(const LensColumn& column, Palette palette) const {
    if (palette == Palette::sequential) return ValueRange{0, 1};
    if (column.value == view_.picture && !view_.picture_ranges.empty())
      return view_.picture_ranges.front();
    return {};
  }

  int scale_for(AtlasJob& job, int index) {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    const Palette palette = palette_of(column);
    const bool alone = stands_alone(palette);
    const bool joins =
        !alone && (view_.scope == ScaleScope::shared || view_.scope == ScaleScope::all);
    // The scale of all layers is kept where no group has its own: after the last.
    int& known = scale_of_group_[static_cast<std::size_t>(
        view_.scope == ScaleScope::all && !alone ? view_.layout.groups : column.group)];
    if (joins && known >= 0) return known;
    AtlasScale scale{.over = {},
                     .palette = palette,
                     .per_unit = view_.scope == ScaleScope::unit && !alone,
                     .fixed = fixed_range(column, palette)};
    for (const LensColumn& other : view_.layout.columns) {
      const Tensor& values = frame_.value(other.value);
      if (share(column, other) && !values.empty()) scale.over.push_back(values);
    }
    known = static_cast<int>(job.scales.size());
    job.scales.push_back(std::move(scale));
    job.legends.push_back(index);
    return known;
  }

  /// Units of this layer that are silent because they, or those of a layer whose maps these are
  /// changed, were muted.
  std::set<std::int64_t> muted_units(const LensColumn& column) const {
    std::set<std::int64_t> result;
    if (view_.muted.empty()) return result;
    for (const LensColumn& other : view_.layout.columns) {
      if (other.group != column.group || other.node > column.node) continue;
      for (const Unit& unit : view_.muted)
        if (unit.node == other.node) result.insert(unit.index);
    }
    return result;
  }

  void add_maps(AtlasJob& job, int index, int scale) const {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    const Tensor& tensor = frame_.value(column.value);
    const auto names = view_.unit_names.find(column.value);
    const std::set<std::int64_t> muted = muted_units(column);
    const bool is_picture =
        column.value == view_.picture && std::ssize(view_.picture_ranges) == column.view.units;
    for (std::int64_t unit = 0; unit < column.shown; ++unit) {
      const QRectF place = view_.layout.map_rect(index, unit).translated(-view_.scroll);
      if (!in_view(place)) continue;
      if (names != view_.unit_names.end() && unit < std::ssize(names->second))
        add_name(job, column, place, names->second[static_cast<std::size_t>(unit)]);
      std::optional<ValueRange> range;
      if (is_picture) range = view_.picture_ranges[static_cast<std::size_t>(unit)];
      job.tiles.push_back({.values = unit_values(tensor, unit),
                           .rows = column.view.rows,
                           .columns = column.view.columns,
                           .place = place,
                           .scale = scale,
                           .range = range,
                           .framed = !column.is_strip() || column.map_height >= 8,
                           .may_be_dead = !column.is_strip() && !is_picture,
                           .muted = muted.contains(unit)});
    }
  }

  static void add_name(AtlasJob& job, const LensColumn& column, const QRectF& map,
                       const std::string& name) {
    const QRectF line = map.adjusted(-column.kernel_width, 0, 0, 0);
    job.words.push_back({.text = QString::fromStdString(name),
                         .place = QRectF(line.x(), map.y() - column.name_height, line.width(),
                                         column.name_height)});
  }

  /// The kernels of each unit under each other, left of its map, on a scale of that unit's own.
  void add_kernels(AtlasJob& job, int index) const {
    const LensColumn& column = view_.layout.columns[static_cast<std::size_t>(index)];
    const Tensor& weight = frame_.graph.weight(frame_.graph.node(column.node).inputs[1]);
    if (weight.empty()) return;
    const Shape& shape = weight.shape();
    const int scale = static_cast<int>(job.scales.size());
    job.scales.push_back({.over = {weight}});
    job.legends.push_back(-1);
    const auto cells = static_cast<std::size_t>(shape[2] * shape[3]);
    for (std::int64_t unit = 0; unit < column.shown; ++unit) {
      const QRectF map = view_.layout.map_rect(index, unit).translated(-view_.scroll);
      if (map.bottom() < 0 || map.top() > view_.room.height()) continue;
      const auto of_unit = static_cast<std::size_t>(shape[1]) * cells;
      const ValueRange range = ValueRange::of(
          weight.floats().subspan(static_cast<std::size_t>(unit) * of_unit, of_unit));
      for (std::int64_t channel = 0; channel < shape[1]; ++channel) {
        const auto first = static_cast<std::size_t>(unit * shape[1] + channel) * cells;
        job.tiles.push_back(
            {.values = weight.floats().subspan(first, cells),
             .rows = shape[2],
             .columns = shape[3],
             .place = view_.layout.kernel_rect(index, unit, channel).translated(-view_.scroll),
             .scale = scale,
             .range = range,
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

std::vector<ValueRange> picture_ranges(const Preprocessing& preprocessing) {
  std::vector<ValueRange> ranges;
  if (preprocessing.layout != Layout::nchw) return ranges;
  for (int channel = 0; channel < preprocessing.channel_count(); ++channel) {
    const auto at = static_cast<std::size_t>(channel);
    const auto of = [&](double pixel) {
      return static_cast<float>((pixel * preprocessing.scale - preprocessing.mean[at]) /
                                preprocessing.deviation[at]);
    };
    ranges.push_back({of(0), of(255)});
  }
  return ranges;
}

Palette lens_palette(const LensColumn& column, const Graph& graph) {
  if (column.node == k_no_node) return Palette::print;
  return graph.node(column.node).op->kind == LayerKind::answer ? Palette::sequential
                                                               : Palette::diverging;
}

QVariantMap lens_legend(const LensColumn& column, Palette palette, const ValueRange& range) {
  const bool diverging = palette == Palette::diverging;
  const double low = diverging ? -range.limit() : range.least;
  const double high = diverging ? range.limit() : range.most;
  const QString name = palette == Palette::print        ? QStringLiteral("print")
                       : palette == Palette::sequential ? QStringLiteral("sequential")
                                                        : QStringLiteral("diverging");
  return {{"x", column.x},
          {"right", column.x + column.width},
          {"value", column.value},
          {"palette", name},
          {"middle", diverging ? QStringLiteral("0") : QString()},
          {"low", number_text(low, 3)},
          {"high", number_text(high, 3)},
          {"least", number_text(range.least, 3)},
          {"most", number_text(range.most, 3)}};
}

QVariantList lens_legends(const LensLayout& layout, const Graph& graph, const Atlas& atlas) {
  QVariantList legends;
  for (std::size_t i = 0; i < atlas.ranges.size() && i < atlas.legends.size(); ++i) {
    const int index = atlas.legends[i];
    if (index < 0 || index >= static_cast<int>(layout.columns.size())) continue;
    const LensColumn& column = layout.columns[static_cast<std::size_t>(index)];
    QVariantMap legend = lens_legend(column, lens_palette(column, graph), atlas.ranges[i]);
    // It may move along over the columns that it is for.
    double right = column.x + column.width;
    for (auto next = static_cast<std::size_t>(index) + 1;
         next < layout.columns.size() && layout.columns[next].group == column.group; ++next)
      right = layout.columns[next].x + layout.columns[next].width;
    legend["right"] = right;
    legends.push_back(legend);
  }
  return legends;
}

}  // namespace fovea
