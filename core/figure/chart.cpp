#include "core/figure/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "core/figure/curve_columns.h"
#include "core/figure/series_colors.h"

namespace fovea {
namespace {

QString tick_text(double value, int decimals) {
  if (decimals < 0) return figure_number(value);
  if (std::abs(value) >= 1e5) return figure_number(value, 4);
  QString text = QString::number(value, 'f', decimals);
  if (text.toDouble() == 0 && text.startsWith(u'-')) text.remove(0, 1);
  return text.replace(QChar('-'), QChar(0x2212));
}

constexpr double k_curve_width = 1.3;

}  // namespace

QColor chart_color(const FigurePage& page, int series) {
  if (page.spec().palette == Palette::print) return page.colors().text;
  return series_color(series, page.spec().theme == Theme::dark);
}

std::vector<double> chart_dashes(int series) {
  static const std::array<std::vector<double>, 4> k_dashes{
      {{}, {6, 3}, {1.5, 2.5}, {8, 2.5, 1.5, 2.5}}};
  return k_dashes[static_cast<std::size_t>(series) % k_dashes.size()];
}

Chart::Chart(FigurePage& page, const QRectF& place, const Axes& axes) : page_(page), axes_(axes) {
  const double line = FigurePage::line_height(page.small());
  double labels = 0;
  const AxisTicks ticks = round_ticks(axes.y, 6);
  for (const double value : ticks.at)
    labels = std::max(labels, text_width(tick_text(value, ticks.decimals), page.small()));
  plot_ = place.adjusted(labels + 8 + (axes.y_name.isEmpty() ? 0 : line), 0.5 * line, -2,
                         -line - 4 - (axes.x_name.isEmpty() ? 0 : line));
  draw_axes(axes);
}

QPointF Chart::at(double x, double y) const {
  return {plot_.left() + axes_.x.share(x) * plot_.width(),
          plot_.bottom() - axes_.y.share(y) * plot_.height()};
}

void Chart::draw_axes(const Axes& axes) {
  const FigureColors& colors = page_.colors();
  const double size = page_.small(), line = FigurePage::line_height(size);
  const AxisTicks down = round_ticks(axes.y, std::max(2, static_cast<int>(plot_.height() / 30)));
  for (const double value : down.at) {
    const double y = at(axes.x.from, value).y();
    page_.add(Scene::Line{{{plot_.left(), y}, {plot_.right(), y}}, colors.grid, 0.7});
    page_.text(QRectF(plot_.left() - 6, y - line / 2, 0, line), tick_text(value, down.decimals),
               size, colors.dim, Scene::Align::right);
  }
  AxisTicks along = round_ticks(axes.x, std::max(2, static_cast<int>(plot_.width() / 70)));
  if (axes.whole_x) {
    std::erase_if(along.at, [](double value) { return value != std::round(value); });
    along.decimals = 0;
  }
  for (const double value : along.at) {
    const double x = at(value, axes.y.from).x();
    page_.add(Scene::Line{{{x, plot_.bottom()}, {x, plot_.bottom() + 3}}, colors.frame, 1});
    page_.text(QRectF(x, plot_.bottom() + 4, 0, line), tick_text(value, along.decimals), size,
               colors.dim, Scene::Align::centre);
  }
  page_.add(
      Scene::Line{{plot_.topLeft(), plot_.bottomLeft(), plot_.bottomRight()}, colors.frame, 1});
  page_.text(QRectF(plot_.left(), plot_.bottom() + 4 + line, plot_.width(), line), axes.x_name,
             size, colors.text, Scene::Align::centre);
  if (axes.y_name.isEmpty()) return;
  const double x = plot_.left() - 8 - line * 0.4 - [&] {
    double widest = 0;
    for (const double value : down.at)
      widest = std::max(widest, text_width(tick_text(value, down.decimals), size));
    return widest;
  }();
  page_.add(Scene::Text{.at = QPointF(x, plot_.center().y()),
                        .text = axes.y_name,
                        .size = size,
                        .color = colors.text,
                        .align = Scene::Align::centre,
                        .upwards = true});
}

void Chart::curve(std::span<const QPointF> points, int series, bool faint) {
  // Four columns a unit: more points than that are not told apart at any zoom.
  constexpr double k_fine = 4;
  QColor color = chart_color(page_, series);
  if (faint) color = page_.colors().frame;
  std::vector<QPointF> line;
  const auto flush = [&] {
    if (line.size() > 1)
      page_.add(Scene::Line{std::move(line), color, faint ? 0.7 : k_curve_width,
                            faint ? std::vector<double>{} : chart_dashes(series)});
    if (line.size() == 1) {
      const double side = (faint ? 1.5 : 3) * k_curve_width;
      page_.add(
          Scene::Box{.place = QRectF(line[0].x() - side / 2, line[0].y() - side / 2, side, side),
                     .fill = color});
    }
    line.clear();
  };
  const double span = axes_.x.to - axes_.x.from;
  for (const CurveColumn& column :
       curve_columns(points, axes_.x.from, axes_.x.to, plot_.width() * k_fine)) {
    if (column.starts) flush();
    const double x = axes_.x.from + column.x / (plot_.width() * k_fine) * span;
    for (const double y : {column.first, column.least, column.most, column.last}) {
      const QPointF point = at(x, std::clamp(y, axes_.y.from, axes_.y.to));
      if (line.empty() || line.back() != point) line.push_back(point);
    }
  }
  flush();
}

void Chart::bar(double from, double to, double top, int series) {
  const double base = std::clamp(0.0, axes_.y.from, axes_.y.to);
  const QPointF a = at(from, std::clamp(top, axes_.y.from, axes_.y.to)), b = at(to, base);
  page_.add(Scene::Box{.place = QRectF(a, b).normalized(), .fill = chart_color(page_, series)});
}

void Chart::whisker(double x, double low, double high) {
  page_.add(Scene::Line{{at(x, std::clamp(low, axes_.y.from, axes_.y.to)),
                         at(x, std::clamp(high, axes_.y.from, axes_.y.to))},
                        page_.colors().dim,
                        0.8});
}

void series_key(FigurePage& page, const QStringList& names) {
  const double line = FigurePage::line_height(page.small());
  constexpr double k_sample = 26;
  double x = page.left();
  for (int i = 0; i < names.size(); ++i) {
    const double width = text_width(names[i], page.small());
    const double needed = k_sample + 5 + width;
    if (x > page.left() && x + needed > page.left() + page.room()) {
      page.move_down(line);
      x = page.left();
    }
    const double y = page.y() + line / 2;
    page.add(Scene::Line{
        {{x, y}, {x + k_sample, y}}, chart_color(page, i), k_curve_width, chart_dashes(i)});
    page.text(QRectF(x + k_sample + 5, page.y(), width + 2, line), names[i], page.small(),
              page.colors().text);
    x += needed + 15;
  }
  page.move_down(line);
}

}  // namespace fovea
