#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/figure/figure_page.h"
#include "core/figure/kinds.h"
#include "core/figure/unit_shares.h"

namespace fovea {
namespace {

constexpr std::size_t k_most_inputs = 8;

bool makes_something(const Graph& graph, NodeId node) {
  return graph.node(node).op->constant == nullptr;
}

/// All but the first k_most_inputs, added up; empty where there are no more.
Tensor rest_of(const std::vector<Share>& shares) {
  if (shares.size() <= k_most_inputs) return {};
  Tensor rest = Tensor::filled(shares.front().map.shape(), 0.0F);
  const auto to = rest.mutable_values<float>();
  for (std::size_t i = k_most_inputs; i < shares.size(); ++i)
    for (std::size_t at = 0; at < to.size(); ++at) to[at] += shares[i].map.floats()[at];
  return rest;
}

/// By half: as the window meets it.
Tensor turned(const Tensor& kernel) {
  Tensor result = kernel.clone();
  std::ranges::reverse(result.mutable_values<float>());
  return result;
}

/// The layer, and what its group makes of its maps after it.
std::vector<Layer> with_followers(const ShapedGraph& shaped, const Layer& layer) {
  std::vector<Layer> result{layer};
  bool after = false;
  for (const Layer& other : layers_of(shaped)) {
    if (after && other.group == layer.group) result.push_back(other);
    after = after || other.value == layer.value;
  }
  return result;
}

/// Tiles in a row from the page's left, wrapped where they do not fit.
class TileRow {
 public:
  TileRow(FigurePage& page, int side) : page_(page), side_(side), x_(page.left()) {}

  /// Goes on in the next row where less than `width` is left.
  void need(double width) {
    if (x_ > page_.left() && x_ + width > page_.left() + page_.room()) end();
  }
  void word(const QString& word) {
    const double width = text_width(word, page_.body()) + page_.body();
    need(width);
    page_.text(QRectF(x_, page_.y() + label(), width, side_), word, page_.body(),
               page_.colors().text, Scene::Align::centre);
    x_ += static_cast<int>(std::ceil(width));
  }
  void tile(const Tensor& values, std::span<const float> map, std::int64_t rows,
            std::int64_t columns, const Scale& scale, Palette palette, const QString& name) {
    const TileSize size = tile_size(rows, columns, side_);
    need(size.width + 2);
    const QRectF place(x_ + 1, page_.y() + label(), size.width, size.height);
    page_.add(Scene::Map{.place = place,
                         .values = values,
                         .map = {map, static_cast<int>(rows), static_cast<int>(columns)},
                         .scale = scale,
                         .palette = palette,
                         .theme = page_.spec().theme,
                         .reduction = page_.spec().reduction});
    page_.frame(place);
    page_.text(QRectF(x_, page_.y(), std::max(size.width, side_), label()), name, page_.small(),
               page_.colors().dim);
    x_ += size.width + 2;
    height_ = std::max(height_, size.height + 2);
  }
  void gap() { x_ += static_cast<int>(1.5 * page_.body()); }
  void end() {
    page_.move_down(label() + height_ + 0.6 * page_.body());
    x_ = page_.left();
    height_ = 0;
  }
  int side() const { return side_; }

 private:
  int label() const { return static_cast<int>(std::ceil(1.3 * page_.small())); }

  FigurePage& page_;
  int side_, x_, height_ = 0;
};

void add_shares(FigurePage& page, TileRow& row, const FigureSource& source, const Slide& slide,
                const std::vector<Share>& shares, const ShownLayer& shown, std::int64_t unit,
                const LayerScale& scale) {
  const FigureSpec& spec = page.spec();
  const LayerScale input_scale = input_scale_of(spec, source, shown.layer, slide.input);
  std::vector<float> cells;
  for (const Share& share : shares)
    cells.insert(cells.end(), share.kernel.floats().begin(), share.kernel.floats().end());
  const Palette kernel_palette = spec.palette.value_or(Palette::diverging);
  const Scale kernel_scale = scale_over({}, kernel_palette, cells);
  const Shape& in = slide.input.shape();
  const auto plane = static_cast<std::size_t>(in[1] * in[2]);
  const double needed = 2.5 * row.side() + 6 * page.body();
  for (std::size_t i = 0; i < std::min(shares.size(), k_most_inputs); ++i) {
    const Share& share = shares[i];
    row.need(needed);
    row.tile(slide.input,
             slide.input.floats().subspan(static_cast<std::size_t>(share.input) * plane, plane),
             in[1], in[2], input_scale.of(share.input), input_scale.palette,
             QStringLiteral("input %1").arg(share.input));
    row.word(QStringLiteral("∗"));
    const Tensor kernel = slide.flip ? turned(share.kernel) : share.kernel;
    row.tile(kernel, kernel.floats(), kernel.shape()[0], kernel.shape()[1], kernel_scale,
             kernel_palette, slide.flip ? QStringLiteral("turned") : QStringLiteral("kernel"));
    row.word(QStringLiteral("="));
    row.tile(share.map, share.map.floats(), slide.rows(), slide.columns(), scale.of(unit),
             scale.palette, QStringLiteral("share"));
    row.gap();
  }
  const Tensor rest = rest_of(shares);
  if (rest.empty()) return row.end();
  row.need(needed);
  row.tile(rest, rest.floats(), slide.rows(), slide.columns(), scale.of(unit), scale.palette,
           QStringLiteral("%1 more").arg(shares.size() - k_most_inputs));
  row.end();
}

/// The unit's map and what becomes of it; before it, where it is no sum of shares, what it is made
/// of: the same unit of the layer before, or all of a flat one.
void add_chain(FigurePage& page, TileRow& row, const FigureSource& source, const ShownLayer& shown,
               std::int64_t unit, bool has_shares) {
  const ShapedGraph& shaped = *source.shaped;
  std::vector<Layer> chain = with_followers(shaped, shown.layer);
  const std::optional<Layer> before = layer_before(shaped, shown.layer);
  if (!has_shares && before) chain.insert(chain.begin(), *before);
  const std::int64_t units = unit_view(shown.values.shape()).units;
  bool is_first = true;
  for (const Layer& layer : chain) {
    const Tensor& values = source.frame->value(layer.value);
    const UnitView view = unit_view(values.shape());
    const bool is_whole = view.units != units;
    if (is_whole && !view.is_flat()) continue;
    if (!is_first) row.word(QStringLiteral("→"));
    is_first = false;
    const LayerScale scale = scale_of(page.spec(), source, layer);
    row.tile(values, unit_values(values, is_whole ? -1 : unit), is_whole ? 1 : view.rows,
             is_whole ? view.units : view.columns, scale.of(is_whole ? 0 : unit), scale.palette,
             QString::fromStdString(value_label(shaped.graph, layer.value)));
    if (view.is_flat() && !is_whole)
      row.word(QStringLiteral("= ") + figure_number(unit_values(values, unit).front(), 4));
  }
}

}  // namespace

Scene unit_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const ShownLayer shown = one_layer(spec, source, makes_something, "units");
  const std::int64_t unit = spec.units.empty() ? 0 : spec.units.front();
  const Graph& graph = source.network.computed;
  const LayerScale scale = scale_of(spec, source, shown.layer);
  page.heading(fmt::format("{}, unit {}", shown.name, unit), shown.detail);
  const int wide = page.room() >= 500 ? 84 : 56;
  TileRow row(page, wide);
  const std::optional<Slide> slide = slide_of(source, shown.layer);
  if (slide) add_shares(page, row, source, *slide, shares_of(*slide, unit), shown, unit, scale);
  const std::optional<float> bias = bias_of(graph, {shown.layer.node, unit});
  if (slide && bias)
    row.word(QStringLiteral("sum of shares + bias %1 =").arg(figure_number(*bias)));
  else if (slide)
    row.word(QStringLiteral("sum of shares ="));
  add_chain(page, row, source, shown, unit, slide.has_value());
  row.end();
  page.legend(
      scale.palette, scale.of(unit),
      QString::fromStdString(fmt::format("shares and maps: {}; kernels: their own", scale.words)));
  return page.finish(source, fmt::format("{}, unit {}", shown.name, unit), scale.words);
}

FigureData unit_data(const FigureSpec& spec, const FigureSource& source) {
  const ShownLayer shown = one_layer(spec, source, makes_something, "units");
  const std::int64_t unit = spec.units.empty() ? 0 : spec.units.front();
  FigureData data{.csv = "layer,unit,row,column,value\n"};
  for (const Layer& layer : with_followers(*source.shaped, shown.layer)) {
    const Tensor& values = source.frame->value(layer.value);
    if (unit < unit_view(values.shape()).units)
      add_maps(data, csv_cell(printable(value_label(source.shaped->graph, layer.value))), values,
               {unit});
  }
  return {.csv = std::move(data.csv), .arrays = {data.arrays.front()}};
}

}  // namespace fovea
