#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/edits.h"
#include "core/document/unit_view.h"
#include "core/explain/slide.h"
#include "core/figure/figure_page.h"
#include "core/figure/filter_source.h"
#include "core/figure/kinds.h"
#include "core/figure/number_cells.h"

namespace fovea {
namespace {

constexpr int k_term_digits = 3;  // of a dense unit's products
constexpr std::size_t k_most_maps = 6, k_most_terms = 16;

bool multiplies(const Graph& graph, NodeId node) {
  const LayerKind kind = graph.node(node).op->kind;
  return (kind == LayerKind::convolution || kind == LayerKind::dense) &&
         slice_count(graph, node) > 0;
}

/// The products that make one value, by input map; a dense unit has one map, a row of inputs.
struct Arithmetic {
  ShownLayer layer;
  std::int64_t unit = 0, row = 0, column = 0;
  std::int64_t rows = 1, columns = 1;       ///< of a window
  std::vector<std::int64_t> inputs = {};    ///< by map, its index among the inputs
  std::vector<std::vector<Tap>> taps = {};  ///< by map
  std::optional<float> bias = std::nullopt;
  float value = 0;                           ///< as the engine has it
  bool is_dense = false, is_turned = false;  ///< `is_turned`: the kernel is, by half
  double share(std::size_t map) const {
    double sum = 0;
    for (const Tap& tap : taps[map]) sum += tap.product();
    return sum;
  }
};

/// The value of largest magnitude.
std::pair<std::int64_t, std::int64_t> strongest(std::span<const float> map, std::int64_t columns) {
  const auto at = std::ranges::max_element(map, {}, [](float value) { return std::abs(value); });
  const std::int64_t place = at - map.begin();
  return {place / columns, place % columns};
}

std::vector<Tap> dense_taps(const Graph& graph, const Unit& unit, const Tensor& input) {
  const Tensor weights = kernel_of(graph, {unit, 0});
  std::vector<Tap> taps;
  for (std::int64_t i = 0; i < weights.elements() && i < input.elements(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    Tap tap{.column = i};
    tap.value = input.floats()[at];
    tap.weight = weights.floats()[at];
    tap.cell = i;
    taps.push_back(tap);
  }
  return taps;
}

Arithmetic arithmetic_of(const FigureSpec& spec, const FigureSource& source) {
  Arithmetic sum{.layer = one_layer(spec, source, multiplies, "products to show")};
  const Graph& graph = source.network.computed;
  const NodeId node = sum.layer.layer.node;
  sum.unit = spec.units.empty() ? 0 : spec.units.front();
  const UnitView view = unit_view(sum.layer.values.shape());
  const std::span<const float> map = unit_values(sum.layer.values, sum.unit);
  std::tie(sum.row, sum.column) = spec.position.value_or(strongest(map, view.columns));
  if (sum.row >= view.rows || sum.column >= view.columns)
    throw Error{fmt::format("the maps of “{}” have {} × {} values, and none at row {}, column {}",
                            sum.layer.name, view.rows, view.columns, sum.row, sum.column)};
  sum.value = map[static_cast<std::size_t>(sum.row * view.columns + sum.column)];
  sum.bias = bias_of(graph, {node, sum.unit});
  if (const std::optional<Slide> slide = slide_of(source, sum.layer.layer)) {
    sum.is_turned = slide->flip;
    sum.rows = slide->windows[0].kernel;
    sum.columns = slide->windows[1].kernel;
    const std::int64_t first = slide->first_read(sum.unit);
    for (std::int64_t map_index = first; map_index < first + slide->reads(); ++map_index) {
      sum.inputs.push_back(map_index);
      sum.taps.push_back(taps_of(*slide, sum.unit, sum.row, sum.column, map_index));
    }
    return sum;
  }
  if (graph.node(node).op->kind != LayerKind::dense)
    throw Error{fmt::format("the products of “{}” cannot be shown: its weights are computed",
                            sum.layer.name)};
  sum.is_dense = true;
  sum.inputs.push_back(0);
  const Tensor& input = source.frame->value(graph.node(node).inputs.front());
  sum.taps.push_back(dense_taps(graph, {node, sum.unit}, input));
  sum.columns = std::ssize(sum.taps.front());
  return sum;
}

NumberCells cells_of(const Arithmetic& sum, std::size_t map, const Scale& scale, Palette palette,
                     double (*value)(const Tap&)) {
  Tensor values(Shape{sum.rows, sum.columns});
  std::ranges::transform(sum.taps[map], values.mutable_values<float>().begin(),
                         [&](const Tap& tap) { return static_cast<float>(value(tap)); });
  return {.values = std::move(values), .scale = scale, .palette = palette};
}

float largest(const Arithmetic& sum, double (*value)(const Tap&)) {
  double most = 0;
  for (const std::vector<Tap>& map : sum.taps)
    for (const Tap& tap : map) most = std::max(most, std::abs(value(tap)));
  return static_cast<float>(most);
}

/// window ∗ kernel = products → their sum, a line an input map, the largest share first.
void draw_windows(FigurePage& page, const Arithmetic& sum) {
  using Value = double (*)(const Tap&);
  constexpr std::array<Value, 3> k_values{[](const Tap& tap) -> double { return tap.value; },
                                          [](const Tap& tap) -> double { return tap.weight; },
                                          [](const Tap& tap) -> double { return tap.product(); }};
  const Palette palette = page.spec().palette.value_or(Palette::diverging);
  std::vector<std::size_t> order(sum.taps.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, std::greater(),
                           [&](std::size_t map) { return std::abs(sum.share(map)); });
  const double sign = 2 * page.body(), result = 5 * page.body();
  const auto cell = static_cast<int>(std::clamp(
      (page.room() - 3 * sign - result) / (3 * static_cast<double>(sum.columns)), 4.0, 34.0));
  const double width = cell * static_cast<double>(sum.columns);
  const double height = cell * static_cast<double>(sum.rows);
  const double label = FigurePage::line_height(page.small());
  if (order.size() > 1)
    page.paragraph(QStringLiteral("Input maps by their shares, the largest first."), page.small(),
                   page.colors().dim);
  double rest = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t map = order[i];
    if (i >= k_most_maps) {
      rest += sum.share(map);
      continue;
    }
    page.text(QRectF(page.left(), page.y(), page.room(), label),
              QStringLiteral("input map %1: window × kernel%2 = products → their sum")
                  .arg(sum.inputs[map])
                  .arg(sum.is_turned ? QStringLiteral(" turned by half") : QString()),
              page.small(), page.colors().dim);
    page.move_down(label);
    const std::array<QString, 3> signs{QStringLiteral("×"), products_sign(sum.taps[map]),
                                       QStringLiteral("→")};
    double x = page.left() + 1;
    for (std::size_t part = 0; part < k_values.size(); ++part) {
      const float most = largest(sum, k_values[part]);
      draw_cells(page, cells_of(sum, map, {-most, most, true}, palette, k_values[part]),
                 QRectF(std::round(x), page.y() + 1, width, height));
      x = std::round(x) + width;
      page.text(QRectF(x, page.y(), sign, height), signs[part], page.body(), page.colors().text,
                Scene::Align::centre);
      x += sign;
    }
    page.text(QRectF(x, page.y(), result, height), figure_number(sum.share(map), 4), page.body(),
              page.colors().text);
    page.move_down(height + 0.6 * page.body());
  }
  if (order.size() > k_most_maps)
    page.paragraph(QStringLiteral("%1 more input maps: %2")
                       .arg(order.size() - k_most_maps)
                       .arg(figure_number(rest, 4)),
                   page.body(), page.colors().text);
}

/// What stands beyond the edge of a filter's picture, where the window reaches over it.
QString padding_words(const Arithmetic& sum, const FigureSource& source) {
  const bool reaches = std::ranges::any_of(
      sum.taps, [](const auto& taps) { return std::ranges::any_of(taps, &Tap::padding); });
  if (!source.filter || !reaches) return {};
  return QStringLiteral(" Beyond the edge: %1.")
      .arg(QString::fromStdString(border_words(source.filter->slide.border)));
}

/// The terms of a dense unit, the largest first.
void draw_terms(FigurePage& page, const Arithmetic& sum) {
  std::vector<Tap> taps = sum.taps.front();
  std::ranges::stable_sort(taps, std::greater(),
                           [](const Tap& tap) { return std::abs(tap.product()); });
  const double line = FigurePage::line_height(page.body());
  const double column = std::min(page.room() / 4.0, 9 * page.body());
  const auto row = [&](const std::array<QString, 4>& cells, const QColor& color) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      page.text(QRectF(page.left() + static_cast<double>(i) * column, page.y(), column, line),
                cells[i], page.body(), color, Scene::Align::right);
    page.move_down(line);
  };
  row({QStringLiteral("input"), QStringLiteral("value"), QStringLiteral("weight"),
       QStringLiteral("product")},
      page.colors().dim);
  double rest = 0;
  for (std::size_t i = 0; i < taps.size(); ++i) {
    if (i >= k_most_terms) {
      rest += taps[i].product();
      continue;
    }
    row({QString::number(taps[i].column), figure_number(taps[i].value),
         figure_number(taps[i].weight),
         (product_holds(taps[i], k_term_digits) ? QString() : QStringLiteral("≈ ")) +
             figure_number(taps[i].product(), k_term_digits)},
        page.colors().text);
  }
  if (taps.size() > k_most_terms)
    row({QStringLiteral("%1 more").arg(taps.size() - k_most_terms), {}, {}, figure_number(rest)},
        page.colors().text);
  page.move_down(0.4 * page.body());
}

std::string place_words(const Arithmetic& sum) {
  std::string words = fmt::format("{}, unit {}", sum.layer.name, sum.unit);
  if (!sum.is_dense) words += fmt::format(", row {}, column {}", sum.row, sum.column);
  return words;
}

}  // namespace

Scene arithmetic_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const Arithmetic sum = arithmetic_of(spec, source);
  page.heading(place_words(sum), sum.layer.detail);
  if (sum.is_dense)
    draw_terms(page, sum);
  else
    draw_windows(page, sum);
  double total = 0;
  for (std::size_t map = 0; map < sum.taps.size(); ++map) total += sum.share(map);
  QString words = QStringLiteral("Sum of all products %1").arg(figure_number(total, 4));
  if (sum.bias)
    words += QStringLiteral(", and the bias %1, make %2")
                 .arg(figure_number(*sum.bias, 4), figure_number(total + *sum.bias, 4));
  if (const QString padding = padding_words(sum, source); !padding.isEmpty())
    words += u'.' + padding;
  page.paragraph(words, page.body(), page.colors().text);
  return page.finish(source, place_words(sum), "values, weights and products, each their own");
}

FigureData arithmetic_data(const FigureSpec& spec, const FigureSource& source) {
  const Arithmetic sum = arithmetic_of(spec, source);
  FigureData data{.csv = "layer,unit,input,row,column,padding,value,weight,product\n"};
  Tensor terms(Shape{std::ssize(sum.taps), std::ssize(sum.taps.front()), 3});
  auto to = terms.mutable_values<float>().begin();
  const std::string name = csv_cell(printable(sum.layer.name));
  for (std::size_t map = 0; map < sum.taps.size(); ++map) {
    for (const Tap& tap : sum.taps[map]) {
      data.csv += fmt::format("{},{},{},{},{},{},{},{},{}\n", name, sum.unit, sum.inputs[map],
                              tap.row, tap.column, tap.padding ? 1 : 0, csv_number(tap.value),
                              csv_number(tap.weight), csv_number(tap.product()));
      *to++ = tap.value;
      *to++ = tap.weight;
      *to++ = static_cast<float>(tap.product());
    }
  }
  data.arrays.push_back(std::move(terms));
  return data;
}

}  // namespace fovea
