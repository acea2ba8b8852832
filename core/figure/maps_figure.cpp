#include <algorithm>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/unit_view.h"
#include "core/figure/figure_page.h"
#include "core/figure/kinds.h"

namespace fovea {
namespace {

/// What a person wants to know of the values that colours do not tell apart.
struct Beyond {
  std::int64_t below = 0, above = 0, nans = 0;
  void count(std::span<const float> values, const Scale& scale) {
    for (const float value : values) {
      below += value < scale.min;
      above += value > scale.max;
      nans += value != value;
    }
  }
};

QString legend_words(const LayerScale& scale, const Beyond& beyond, bool reduced,
                     const FigureSpec& spec) {
  std::string words = scale.words;
  if (beyond.below > 0) words += fmt::format(" · {} below the scale", beyond.below);
  if (beyond.above > 0) words += fmt::format(" · {} above the scale", beyond.above);
  if (beyond.nans > 0)
    words += fmt::format(" · {} not a number ({})", beyond.nans,
                         scale.palette == Palette::print ? "magenta" : "green");
  if (reduced)
    words += spec.reduction == Reduction::mean ? " · reduced by area mean"
                                               : " · reduced to the largest magnitude";
  return QString::fromStdString(words);
}

/// Names of the units of what a named layer and its group make.
QString label_of(const FigureSource& source, const Layer& layer, std::int64_t unit) {
  if (source.network.origin && layer.node != k_no_node) {
    const auto& names = source.network.origin->unit_names;
    const auto found = names.find(source.shaped->graph.node(layer.node).name);
    if (found != names.end() && unit < std::ssize(found->second))
      return QString::fromStdString(printable(found->second[static_cast<std::size_t>(unit)]));
  }
  return QString::number(unit);
}

/// Units that are silent because they, or those of a layer whose maps these are changed, were
/// muted.
bool is_muted(const FigureSource& source, const Layer& layer, std::int64_t unit) {
  for (const Layer& other : layers_of(*source.shaped)) {
    if (other.group == layer.group && other.node != k_no_node && other.node <= layer.node &&
        source.network.muted.contains({other.node, unit}))
      return true;
  }
  return false;
}

std::vector<MapGridItem> items_of(const FigureSource& source, const ShownLayer& shown,
                                  const LayerScale& scale, const Tensor& values, bool edited) {
  const bool is_picture = shown.layer.node == k_no_node;
  const bool is_flat = unit_view(values.shape()).is_flat();
  std::vector<MapGridItem> items;
  for (const std::int64_t unit : shown.units) {
    MapGridItem item{.values = values,
                     .map = unit_values(values, unit),
                     .label = label_of(source, shown.layer, unit),
                     .scale = scale.of(unit)};
    const bool is_silent = std::ranges::all_of(item.map, [](float value) { return value == 0; });
    if (is_silent && !is_picture && !is_flat)
      item.mark = edited && is_muted(source, shown.layer, unit) ? QStringLiteral("muted")
                                                                : QStringLiteral("dead");
    items.push_back(std::move(item));
  }
  return items;
}

MapGridOptions options_of(const FigurePage& page, const ShownLayer& shown, const Tensor& values,
                          const LayerScale& scale) {
  constexpr std::size_t k_most_labels = 64;
  const UnitView view = unit_view(values.shape());
  return {.palette = scale.palette,
          .rows = view.rows,
          .columns = view.columns,
          .beside = page.spec().columns,
          .left = page.left(),
          .room = page.room(),
          .labels = !view.is_flat() && shown.units.size() <= k_most_labels};
}

void check(const ShownLayer& shown) {
  if (shown.values.empty() || shown.values.elements() == 0)
    throw Error{fmt::format("the layer “{}” has no values to draw", shown.name)};
}

void add_layer(FigurePage& page, const FigureSource& source, const ShownLayer& shown) {
  check(shown);
  const LayerScale scale = scale_of(page.spec(), source, shown.layer);
  page.heading(shown.name, shown.detail);
  const DrawnGrid grid = draw_grid(page, items_of(source, shown, scale, shown.values, true),
                                   options_of(page, shown, shown.values, scale));
  page.move_down(grid.bottom - page.y());
  Beyond beyond;
  for (const std::int64_t unit : shown.units)
    beyond.count(unit_values(shown.values, unit), scale.of(unit));
  page.legend(scale.palette, scale.all ? *scale.all : scale.of(shown.units.front()),
              legend_words(scale, beyond, grid.reduced, page.spec()), scale.all.has_value());
}

/// "one scale for the layer", or that each layer has its own words.
std::string scale_words(const FigureSpec& spec, const FigureSource& source,
                        const std::vector<ShownLayer>& layers) {
  if (layers.size() > 1) return spec.legend ? "under each layer's maps" : "each layer's own";
  const LayerScale scale = scale_of(spec, source, layers.back().layer);
  if (!scale.all) return scale.words;
  return fmt::format("{} to {}, {}", figure_number(scale.all->min).toStdString(),
                     figure_number(scale.all->max).toStdString(), scale.words);
}

std::string layer_words(const FigureSpec& spec, const std::vector<ShownLayer>& layers) {
  return spec.layer.empty() && layers.size() > 1 ? "all" : layers.front().name;
}

FigureData header() { return {.csv = "layer,unit,row,column,value\n"}; }

std::string name_cell(const ShownLayer& shown) { return csv_cell(printable(shown.name)); }

const Tensor& original_values(const FigureSource& source, const ShownLayer& shown) {
  return compared_frame(source).value(shown.layer.value);
}

}  // namespace

Scene maps_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const std::vector<ShownLayer> layers = shown_layers(spec, source);
  for (const ShownLayer& shown : layers) {
    if (&shown != layers.data()) page.move_down(0.6 * page.body());
    add_layer(page, source, shown);
  }
  return page.finish(source, layer_words(spec, layers), scale_words(spec, source, layers));
}

FigureData maps_data(const FigureSpec& spec, const FigureSource& source) {
  FigureData data = header();
  for (const ShownLayer& shown : shown_layers(spec, source)) {
    check(shown);
    add_maps(data, name_cell(shown), shown.values, shown.units);
  }
  return data;
}

Scene comparison_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const std::vector<ShownLayer> layers = shown_layers(spec, source);
  for (const ShownLayer& shown : layers) {
    check(shown);
    const Tensor& before = original_values(source, shown);
    const LayerScale scale = scale_of(spec, source, shown.layer);
    page.heading(shown.name, shown.detail);
    MapGridOptions options = options_of(page, shown, shown.values, scale);
    const int gap = static_cast<int>(2 * page.body());
    options.room = (options.room - gap) / 2;
    const int right = options.left + options.room + gap;
    const double line = FigurePage::line_height(page.small());
    page.text(QRectF(options.left, page.y(), options.room, line), QStringLiteral("original"),
              page.small(), page.colors().text);
    page.text(QRectF(right, page.y(), options.room, line), QStringLiteral("edited"), page.small(),
              page.colors().text);
    page.move_down(line);
    draw_grid(page, items_of(source, shown, scale, before, false), options);
    options.left = right;
    const DrawnGrid grid =
        draw_grid(page, items_of(source, shown, scale, shown.values, true), options);
    page.move_down(grid.bottom - page.y());
    Beyond beyond;
    for (const std::int64_t unit : shown.units) {
      beyond.count(unit_values(before, unit), scale.of(unit));
      beyond.count(unit_values(shown.values, unit), scale.of(unit));
    }
    page.legend(scale.palette, scale.of(shown.units.front()),
                legend_words(scale, beyond, grid.reduced, spec) +
                    QStringLiteral(" · both panels on one scale"),
                scale.all.has_value());
    page.move_down(0.6 * page.body());
  }
  return page.finish(source, layer_words(spec, layers), scale_words(spec, source, layers));
}

FigureData comparison_data(const FigureSpec& spec, const FigureSource& source) {
  FigureData data{.csv = "panel,layer,unit,row,column,value\n"};
  for (const ShownLayer& shown : shown_layers(spec, source)) {
    check(shown);
    add_maps(data, fmt::format("original,{}", name_cell(shown)), original_values(source, shown),
             shown.units);
    add_maps(data, fmt::format("edited,{}", name_cell(shown)), shown.values, shown.units);
  }
  return data;
}

}  // namespace fovea
