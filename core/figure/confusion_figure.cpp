#include <algorithm>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/figure/figure_page.h"
#include "core/figure/kinds.h"

namespace fovea {
namespace {

const ConfusionMatrix& matrix_of(const FigureSource& source) {
  if (!source.confusion || source.confusion->classes < 1)
    throw Error{"a confusion chart needs examples whose classes are known"};
  return *source.confusion;
}

QString class_of(const FigureSource& source, std::int64_t index) {
  const auto at = static_cast<std::size_t>(index);
  return at < source.classes.size() ? QString::fromStdString(printable(source.classes[at]))
                                    : QString::number(index);
}

/// Shares of each true class, [classes, classes].
Tensor shares_of(const ConfusionMatrix& matrix) {
  Tensor shares(Shape{matrix.classes, matrix.classes});
  auto to = shares.mutable_values<float>().begin();
  for (std::int64_t truth = 0; truth < matrix.classes; ++truth)
    for (std::int64_t prediction = 0; prediction < matrix.classes; ++prediction)
      *to++ = static_cast<float>(matrix.share(truth, prediction).value_or(0));
  return shares;
}

double accuracy_of(const ConfusionMatrix& matrix) {
  std::int64_t right = 0, all = 0;
  for (std::int64_t truth = 0; truth < matrix.classes; ++truth) {
    right += matrix.count(truth, truth);
    all += matrix.examples_of(truth);
  }
  return all > 0 ? static_cast<double>(right) / static_cast<double>(all) : 0;
}

void write_counts(FigurePage& page, const ConfusionMatrix& matrix, const QRectF& place,
                  const ColorMap& colors) {
  const double cell = place.width() / static_cast<double>(matrix.classes);
  if (cell < 1.2 * page.small()) return;
  for (std::int64_t truth = 0; truth < matrix.classes; ++truth) {
    for (std::int64_t prediction = 0; prediction < matrix.classes; ++prediction) {
      const std::int64_t count = matrix.count(truth, prediction);
      const QString text = figure_count(count);
      if (count == 0 || text_width(text, page.small()) > cell - 2) continue;
      const auto share = static_cast<float>(matrix.share(truth, prediction).value_or(0));
      constexpr double k_middle = 0.6;  // of lightness: where black and white are read alike
      const QColor ink =
          oklab_lightness(colors.at(share)) > k_middle ? QColor(0, 0, 0) : QColor(255, 255, 255);
      page.text(QRectF(place.left() + static_cast<double>(prediction) * cell,
                       place.top() + static_cast<double>(truth) * cell, cell, cell),
                text, page.small(), ink, Scene::Align::centre);
    }
  }
}

/// True classes left of the rows, predicted ones over the columns.
void write_classes(FigurePage& page, const FigureSource& source, const ConfusionMatrix& matrix,
                   const QRectF& place, double names) {
  const double cell = place.width() / static_cast<double>(matrix.classes);
  if (cell < 1.1 * page.small()) return;
  const FigureColors& colors = page.colors();
  for (std::int64_t i = 0; i < matrix.classes; ++i) {
    const double at = (static_cast<double>(i) + 0.5) * cell;
    const QString name = elided(class_of(source, i), names, page.small());
    page.text(QRectF(place.left() - 6 - names, place.top() + at - cell / 2, names, cell), name,
              page.small(), colors.text, Scene::Align::right);
    page.add(Scene::Text{.at = QPointF(place.left() + at + 0.36 * page.small(), place.top() - 6),
                         .text = name,
                         .size = page.small(),
                         .color = colors.text,
                         .upwards = true});
    if (const std::optional<double> accuracy = matrix.accuracy_of(i))
      page.text(QRectF(place.right() + 6, place.top() + at - cell / 2, 5 * page.small(), cell),
                figure_number(100 * *accuracy) + QStringLiteral(" %"), page.small(), colors.dim);
  }
}

}  // namespace

Scene confusion_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const ConfusionMatrix& matrix = matrix_of(source);
  const Palette palette = spec.palette.value_or(Palette::sequential);
  const Scale scale = palette == Palette::diverging ? Scale{-1, 1, true} : Scale{0, 1, false};
  page.heading("Who is taken for whom", fmt::format("{:.1f} % right", 100 * accuracy_of(matrix)));
  double names = 0;
  for (std::int64_t i = 0; i < matrix.classes; ++i)
    names = std::max(names, text_width(class_of(source, i), page.small()) + 2);
  names = std::min(names, page.room() / 4.0);
  const double line = FigurePage::line_height(page.small());
  const double left = page.left() + line + names + 8, right = 5 * page.small() + 6;
  const double room = page.left() + page.room() - left - right;
  const auto cell =
      std::max(1, static_cast<int>(std::min(room / static_cast<double>(matrix.classes), 48.0)));
  const double side = cell * static_cast<double>(matrix.classes);
  page.text(QRectF(left, page.y(), side, line), QStringLiteral("predicted"), page.small(),
            page.colors().dim);
  page.move_down(line + names + 8);
  const QRectF place(std::round(left), page.y(), side, side);
  page.add(Scene::Text{.at = QPointF(page.left() + page.small(), place.center().y()),
                       .text = QStringLiteral("true class"),
                       .size = page.small(),
                       .color = page.colors().dim,
                       .align = Scene::Align::centre,
                       .upwards = true});
  const Tensor shares = shares_of(matrix);
  page.add(Scene::Map{
      .place = place,
      .values = shares,
      .map = {shares.floats(), static_cast<int>(matrix.classes), static_cast<int>(matrix.classes)},
      .scale = scale,
      .palette = palette,
      .theme = spec.theme});
  page.frame(place);
  write_counts(page, matrix, place, color_map(palette, spec.theme));
  write_classes(page, source, matrix, place, names);
  page.move_down(side + 0.5 * page.body());
  page.legend(palette, scale,
              QStringLiteral("share of the examples of the true class; numbers are examples"));
  return page.finish(source, {}, "shares from 0 to 1");
}

FigureData confusion_data(const FigureSpec&, const FigureSource& source) {
  const ConfusionMatrix& matrix = matrix_of(source);
  FigureData data{.csv = "truth,prediction,count,share\n"};
  for (std::int64_t truth = 0; truth < matrix.classes; ++truth)
    for (std::int64_t prediction = 0; prediction < matrix.classes; ++prediction)
      data.csv += fmt::format("{},{},{},{}\n", csv_cell(class_of(source, truth).toStdString()),
                              csv_cell(class_of(source, prediction).toStdString()),
                              matrix.count(truth, prediction),
                              csv_number(matrix.share(truth, prediction).value_or(0)));
  data.arrays.push_back(Tensor::of(Shape{matrix.classes, matrix.classes}, matrix.counts));
  return data;
}

}  // namespace fovea
