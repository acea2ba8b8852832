#include <algorithm>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/edits.h"
#include "core/figure/figure_page.h"
#include "core/figure/kinds.h"

namespace fovea {
namespace {

bool has_kernels(const Graph& graph, NodeId node) {
  return slice_count(graph, node) > 0 && (graph.node(node).op->kind == LayerKind::convolution ||
                                          graph.node(node).op->kind == LayerKind::dense);
}

/// The kernels of chosen units as they are applied, muted ones included: [units, slices, kH, kW].
struct Kernels {
  ShownLayer layer;
  Tensor weights;
  std::int64_t slices() const { return weights.shape()[1]; }
  std::span<const float> slice(std::size_t index, std::int64_t slice) const {
    const auto cells = static_cast<std::size_t>(weights.shape().elements(2, 4));
    return weights.floats().subspan(
        (index * static_cast<std::size_t>(slices()) + static_cast<std::size_t>(slice)) * cells,
        cells);
  }
  std::span<const float> unit(std::size_t index) const {
    const auto cells = static_cast<std::size_t>(weights.shape().elements(1, 4));
    return weights.floats().subspan(index * cells, cells);
  }
};

Kernels kernels_of(const FigureSpec& spec, const FigureSource& source) {
  Kernels kernels{.layer = one_layer(spec, source, has_kernels, "kernels"), .weights = {}};
  const Graph& graph = source.network.computed;
  const NodeId node = kernels.layer.layer.node;
  // A convolution's units are those of its weights, whatever the axes of what it makes.
  const Shape cells = kernel_of(graph, {{node, 0}, 0}).shape();
  const std::int64_t rows = cells.rank() > 1 ? cells.elements(0, cells.rank() - 1) : 1;
  const std::int64_t slices = slice_count(graph, node);
  Tensor weights(Shape{std::ssize(kernels.layer.units), slices, rows, cells[cells.rank() - 1]});
  auto to = weights.mutable_values<float>().begin();
  for (const std::int64_t unit : kernels.layer.units)
    for (std::int64_t slice = 0; slice < slices; ++slice)
      to = std::ranges::copy(kernel_of(graph, {{node, unit}, slice}).floats(), to).out;
  kernels.weights = std::move(weights);
  return kernels;
}

bool is_per_unit(const FigureSpec& spec) {
  return !spec.range && spec.scope.value_or(ScaleScope::unit) == ScaleScope::unit;
}

constexpr int k_wished_kernel = 40;

/// Whole units in every row, where they fit.
int kernels_beside(const FigurePage& page, std::int64_t slices) {
  if (page.spec().columns > 0) return page.spec().columns;
  const std::int64_t fitting = page.room() / (k_wished_kernel + 6);
  return static_cast<int>(slices <= fitting ? fitting / slices * slices
                                            : std::max<std::int64_t>(1, fitting));
}

/// Dense layers have a row of weights a unit: they make one map.
Scene dense_scene(FigurePage& page, const FigureSource& source, const Kernels& kernels,
                  Palette palette) {
  const Tensor& weights = kernels.weights;
  const Scale scale = scale_over(page.spec(), palette, weights.floats());
  page.heading(kernels.layer.name, fmt::format("weights, {} units × {} inputs", weights.shape()[0],
                                               weights.shape()[3]));
  const DrawnGrid grid =
      draw_grid(page, {{.values = weights, .map = weights.floats(), .label = {}, .scale = scale}},
                {.palette = palette,
                 .rows = weights.shape()[0],
                 .columns = weights.shape()[3],
                 .beside = 1,
                 .left = page.left(),
                 .room = page.room()});
  page.move_down(grid.bottom - page.y());
  page.legend(palette, scale,
              grid.reduced ? QStringLiteral("a row a unit, one scale · reduced")
                           : QStringLiteral("a row a unit, one scale"));
  return page.finish(source, kernels.layer.name, "one scale for the layer");
}

}  // namespace

Scene kernels_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const Palette palette = spec.palette.value_or(Palette::diverging);
  const Kernels kernels = kernels_of(spec, source);
  const Shape& shape = kernels.weights.shape();
  if (source.shaped->graph.node(kernels.layer.layer.node).op->kind == LayerKind::dense)
    return dense_scene(page, source, kernels, palette);
  const bool per_unit = is_per_unit(spec);
  const Scale layer = scale_over(spec, palette, kernels.weights.floats());
  std::vector<MapGridItem> items;
  for (std::size_t i = 0; i < kernels.layer.units.size(); ++i) {
    const Scale scale = per_unit ? scale_over(spec, palette, kernels.unit(i)) : layer;
    for (std::int64_t slice = 0; slice < shape[1]; ++slice)
      items.push_back(
          {.values = kernels.weights,
           .map = kernels.slice(i, slice),
           .label = shape[1] == 1 ? QString::number(kernels.layer.units[i])
                                  : QStringLiteral("%1, %2").arg(kernels.layer.units[i]).arg(slice),
           .scale = scale});
  }
  page.heading(kernels.layer.name,
               fmt::format("kernels, {} units × {} input map{} × {} × {}", shape[0], shape[1],
                           shape[1] == 1 ? "" : "s", shape[2], shape[3]));
  const DrawnGrid grid = draw_grid(page, items,
                                   {.palette = palette,
                                    .rows = shape[2],
                                    .columns = shape[3],
                                    .beside = kernels_beside(page, shape[1]),
                                    .most = spec.columns > 0 ? 0 : k_wished_kernel,
                                    .left = page.left(),
                                    .room = page.room(),
                                    .labels = items.size() <= 128});
  page.move_down(grid.bottom - page.y());
  const std::string words =
      per_unit ? "each unit has its own scale" : "one scale for all kernels of the layer";
  page.legend(palette, per_unit ? items.front().scale : layer, QString::fromStdString(words),
              !per_unit);
  return page.finish(source, kernels.layer.name, words);
}

FigureData kernels_data(const FigureSpec& spec, const FigureSource& source) {
  const Kernels kernels = kernels_of(spec, source);
  FigureData data{.csv = "layer,unit,input,row,column,weight\n"};
  const std::string name = csv_cell(printable(kernels.layer.name));
  const std::int64_t columns = kernels.weights.shape()[3];
  for (std::size_t i = 0; i < kernels.layer.units.size(); ++i) {
    for (std::int64_t slice = 0; slice < kernels.slices(); ++slice) {
      const std::span<const float> cells = kernels.slice(i, slice);
      for (std::int64_t cell = 0; cell < std::ssize(cells); ++cell)
        data.csv +=
            fmt::format("{},{},{},{},{},{}\n", name, kernels.layer.units[i], slice, cell / columns,
                        cell % columns, csv_number(cells[static_cast<std::size_t>(cell)]));
    }
  }
  data.arrays.push_back(kernels.weights);
  return data;
}

}  // namespace fovea
