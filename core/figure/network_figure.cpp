#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/unit_view.h"
#include "core/figure/figure_page.h"
#include "core/figure/kinds.h"

namespace fovea {
namespace {

QColor kind_color(const Graph& graph, const Layer& layer) {
  if (layer.node == k_no_node) return QColor(0x9a, 0xa3, 0xb2);
  switch (graph.node(layer.node).op->kind) {
    case LayerKind::convolution:
      return QColor(0xf2, 0xa0, 0x3d);
    case LayerKind::activation:
      return QColor(0xd6, 0x6a, 0x8e);
    case LayerKind::pooling:
      return QColor(0x5a, 0xa9, 0xe6);
    case LayerKind::normalisation:
      return QColor(0x4f, 0xb8, 0xb0);
    case LayerKind::dense:
      return QColor(0x9b, 0x7e, 0xde);
    case LayerKind::answer:
      return QColor(0x53, 0xb3, 0x8b);
    default:
      return QColor(0x9a, 0xa3, 0xb2);
  }
}

std::string_view operator_of(const Graph& graph, const Layer& layer) {
  return layer.node == k_no_node ? "input" : graph.node(layer.node).op->name;
}

Shape shape_of(const ShapedGraph& shaped, ValueId value) {
  const Shape& shape = shaped.shape(value);
  return shape.rank() > 1 && shape[0] == 1 ? Shape(shape.dims().subspan(1)) : shape;
}

NodeCost cost_of(const ShapedGraph& shaped, const Layer& layer) {
  return layer.node == k_no_node ? NodeCost{} : shaped.costs[static_cast<std::size_t>(layer.node)];
}

/// "5 × 5": the samples of the input that a value sees along each axis.
QString field_text(const ShapedGraph& shaped, ValueId value) {
  QString text;
  for (const AxisField& axis : shaped.fields[static_cast<std::size_t>(value)])
    text += (text.isEmpty() ? QString() : QStringLiteral(" × ")) + figure_count(axis.size);
  return text;
}

/// "1.2 M": three digits and a prefix.
QString short_count(std::int64_t count) {
  constexpr std::pair<double, const char*> k_units[] = {
      {1e12, " T"}, {1e9, " G"}, {1e6, " M"}, {1e3, " k"}};
  if (count < 10'000) return figure_count(count);
  for (const auto& [size, unit] : k_units)
    if (static_cast<double>(count) >= size)
      return figure_number(static_cast<double>(count) / size) + QString::fromLatin1(unit);
  return figure_count(count);
}

/// A layer a row: what it reads comes from above, on lines at the left where it is not the row
/// before.
class Overview {
 public:
  Overview(FigurePage& page, const ShapedGraph& shaped)
      : page_(page), shaped_(shaped), layers_(layers_of(shaped)) {
    for (std::size_t i = 0; i < layers_.size(); ++i) row_of_[layers_[i].value] = i;
    row_height_ = std::round(2.1 * page.body());
    pitch_ = row_height_ + std::round(0.9 * page.body());
    find_jumps();
    left_ = page.left() + std::ceil(static_cast<double>(levels_) * lane());
  }

  void draw() {
    draw_header();
    top_ = page_.y();
    double most = 1;
    for (const Layer& layer : layers_)
      most = std::max(most, static_cast<double>(cost_of(shaped_, layer).macs));
    for (std::size_t i = 0; i < layers_.size(); ++i) draw_row(i, most);
    for (const Jump& jump : jumps_) draw_jump(jump);
    page_.move_down(static_cast<double>(layers_.size()) * pitch_);
    draw_total();
  }

 private:
  struct Jump {
    std::size_t from = 0, to = 0, level = 0;
  };

  double lane() const { return 0.9 * page_.body(); }
  double middle(std::size_t row) const {
    return top_ + static_cast<double>(row) * pitch_ + row_height_ / 2;
  }
  double column(int index) const {
    constexpr double k_shares[] = {0, 0.36, 0.56, 0.70, 0.84, 1};
    const double right = page_.left() + page_.room();
    return left_ + (right - left_) * k_shares[index];
  }

  /// Inputs of a layer that are not the row before, each on a lane that is free between its ends.
  void find_jumps() {
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      if (layers_[i].node == k_no_node) continue;
      for (const ValueId input : shaped_.graph.node(layers_[i].node).inputs) {
        const auto found = row_of_.find(input);
        if (found == row_of_.end() || found->second + 1 == i) continue;
        Jump jump{.from = found->second, .to = i};
        const auto overlaps = [&](const Jump& other) {
          return other.level == jump.level && other.from < jump.to && jump.from < other.to;
        };
        while (std::ranges::any_of(jumps_, overlaps)) ++jump.level;
        levels_ = std::max(levels_, jump.level + 1);
        jumps_.push_back(jump);
      }
    }
  }

  bool reads_row_before(std::size_t row) const {
    if (row == 0 || layers_[row].node == k_no_node) return false;
    return std::ranges::count(shaped_.graph.node(layers_[row].node).inputs,
                              layers_[row - 1].value) > 0;
  }

  void cells(double y, double height, const std::array<QString, 4>& texts, const QColor& color) {
    for (int i = 0; i < 4; ++i)
      page_.text(QRectF(column(i + 1), y, column(i + 2) - column(i + 1) - 4, height),
                 texts[static_cast<std::size_t>(i)], page_.small(), color,
                 i == 0 ? Scene::Align::left : Scene::Align::right);
  }

  void draw_header() {
    const double line = FigurePage::line_height(page_.small());
    page_.text(QRectF(left_, page_.y(), column(1) - left_, line), QStringLiteral("layer"),
               page_.small(), page_.colors().dim);
    cells(page_.y(), line,
          {QStringLiteral("makes"), QStringLiteral("sees"), QStringLiteral("parameters"),
           QStringLiteral("MACs")},
          page_.colors().dim);
    page_.move_down(line + 2);
  }

  void draw_row(std::size_t i, double most_macs) {
    const Layer& layer = layers_[i];
    const FigureColors& colors = page_.colors();
    const double y = middle(i) - row_height_ / 2, bar = 0.4 * page_.body();
    const QRectF box(left_, y, column(1) - left_ - page_.body(), row_height_);
    page_.add(Scene::Box{.place = QRectF(box.left(), y, bar, row_height_),
                         .fill = kind_color(shaped_.graph, layer)});
    page_.add(Scene::Box{.place = box, .line = colors.frame, .width = 0.8});
    const double inner = box.width() - bar - page_.body();
    const QString op = QString::fromStdString(std::string(operator_of(shaped_.graph, layer)));
    const QString name = elided(QString::fromStdString(value_label(shaped_.graph, layer.value)),
                                inner * 0.6, page_.body(), true);
    const double used = text_width(name, page_.body(), true) + 0.6 * page_.body();
    const double x = box.left() + bar + 0.5 * page_.body();
    page_.text(QRectF(x, y, used, row_height_), name, page_.body(), colors.text, Scene::Align::left,
               true);
    if (inner > used)
      page_.text(QRectF(x + used, y, inner - used, row_height_), op, page_.small(), colors.dim);
    const NodeCost cost = cost_of(shaped_, layer);
    cells(y, row_height_,
          {QString::fromStdString(shape_of(shaped_, layer.value).to_string()),
           field_text(shaped_, layer.value), cost.params > 0 ? short_count(cost.params) : QString(),
           cost.macs > 0 ? short_count(cost.macs) : QString()},
          colors.text);
    if (cost.macs > 0) {
      const double room = column(5) - column(4) - 4;
      const double width = std::max(1.0, room * static_cast<double>(cost.macs) / most_macs);
      page_.add(Scene::Box{.place = QRectF(column(5) - 4 - width, y + row_height_ - 2, width, 2),
                           .fill = colors.frame});
    }
    if (reads_row_before(i))
      arrow({{box.center().x(), y - (pitch_ - row_height_)}, {box.center().x(), y}});
  }

  void draw_jump(const Jump& jump) {
    const double x = left_ - (static_cast<double>(jump.level) + 0.6) * lane();
    arrow({{left_, middle(jump.from)},
           {x, middle(jump.from)},
           {x, middle(jump.to)},
           {left_, middle(jump.to)}});
  }

  /// A line with a head at its last point.
  void arrow(std::vector<QPointF> points) {
    const QPointF end = points.back(), before = points[points.size() - 2];
    const QPointF way = end - before;
    const double length = std::hypot(way.x(), way.y());
    const QPointF along = way / length * (0.35 * page_.body());
    const QPointF across(-along.y() * 0.6, along.x() * 0.6);
    page_.add(Scene::Line{std::move(points), page_.colors().dim, 0.9});
    page_.add(
        Scene::Line{{end - along + across, end, end - along - across}, page_.colors().dim, 0.9});
  }

  void draw_total() {
    page_.paragraph(QStringLiteral("%1 parameters, %2 multiply-accumulates for one input")
                        .arg(figure_count(shaped_.total.params), figure_count(shaped_.total.macs)),
                    page_.body(), page_.colors().text);
  }

  FigurePage& page_;
  const ShapedGraph& shaped_;
  std::vector<Layer> layers_;
  std::map<ValueId, std::size_t> row_of_;
  std::vector<Jump> jumps_;
  std::size_t levels_ = 0;
  double row_height_ = 0, pitch_ = 0, left_ = 0, top_ = 0;
};

const ShapedGraph& shaped_of(const FigureSource& source) {
  if (!source.shaped) throw Error{"there is no network to draw a figure of"};
  return *source.shaped;
}

}  // namespace

Scene network_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const ShapedGraph& shaped = shaped_of(source);
  page.heading(source.network.origin ? source.network.origin->name : "network",
               fmt::format("{} layers", layers_of(shaped).size()));
  Overview(page, shaped).draw();
  return page.finish(source, {}, {});
}

FigureData network_data(const FigureSpec&, const FigureSource& source) {
  const ShapedGraph& shaped = shaped_of(source);
  const std::vector<Layer> layers = layers_of(shaped);
  FigureData data{.csv = "layer,operator,makes,sees,parameters,macs,bytes\n"};
  Tensor table(Shape{std::ssize(layers), 3}, ElementType::int64);
  auto to = table.mutable_values<std::int64_t>().begin();
  for (const Layer& layer : layers) {
    const NodeCost cost = cost_of(shaped, layer);
    data.csv +=
        fmt::format("{},{},{},{},{},{},{}\n", csv_cell(value_label(shaped.graph, layer.value)),
                    operator_of(shaped.graph, layer), shape_of(shaped, layer.value).to_string(),
                    field_text(shaped, layer.value).remove(u',').toStdString(), cost.params,
                    cost.macs, cost.bytes);
    for (const std::int64_t number : {cost.params, cost.macs, cost.bytes}) *to++ = number;
  }
  data.arrays.push_back(std::move(table));
  return data;
}

}  // namespace fovea
