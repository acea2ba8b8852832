#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/document/unit_view.h"
#include "core/figure/chart.h"
#include "core/figure/kinds.h"

namespace fovea {
namespace {

struct UnitStatistics {
  std::int64_t unit = 0;
  Statistics values;
};

std::vector<UnitStatistics> statistics_of(const ShownLayer& shown) {
  std::vector<UnitStatistics> result;
  for (const std::int64_t unit : shown.units)
    result.push_back({unit, statistics(unit_values(shown.values, unit))});
  return result;
}

/// Of the chosen units together.
std::vector<float> chosen_values(const ShownLayer& shown) {
  std::vector<float> all;
  for (const std::int64_t unit : shown.units) {
    const std::span<const float> values = unit_values(shown.values, unit);
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

/// Wide enough to be an axis, also where all values are alike.
AxisScale axis_of(double low, double high) {
  if (!(high > low)) {
    const double around = std::max(0.5, std::abs(low) / 2);
    return {low - around, low + around};
  }
  return widened({low, high}, 10);
}

void draw_histogram(FigurePage& page, const ShownLayer& shown, const QRectF& place) {
  constexpr int k_bins = 48;
  const std::vector<float> values = chosen_values(shown);
  const Statistics found = statistics(values);
  const std::vector<std::int64_t> counts = histogram(values, found.min, found.max, k_bins);
  const double all = static_cast<double>(std::max<std::int64_t>(1, found.finite()));
  double most = 0;
  for (const std::int64_t count : counts) most = std::max(most, static_cast<double>(count) / all);
  if (counts.empty()) most = 1;  // all are alike
  Chart chart(page, place,
              {.x = axis_of(found.min, found.max),
               .y = axis_of(0, 100 * most),
               .x_name = QStringLiteral("value"),
               .y_name = QStringLiteral("% of values")});
  const double width = (static_cast<double>(found.max) - found.min) / k_bins;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double from = found.min + static_cast<double>(i) * width;
    if (counts[i] > 0) chart.bar(from, from + width, 100 * static_cast<double>(counts[i]) / all, 1);
  }
  if (counts.empty()) chart.whisker(found.min, 0, 100);
}

/// Bars of the means, with lines from the least to the largest value.
void draw_means(FigurePage& page, const ShownLayer& shown, const QRectF& place) {
  const std::vector<UnitStatistics> units = statistics_of(shown);
  double low = 0, high = 0;
  for (const UnitStatistics& one : units) {
    low = std::min<double>(low, one.values.min);
    high = std::max<double>(high, one.values.max);
  }
  const bool are_neighbours =
      units.back().unit - units.front().unit + 1 == static_cast<std::int64_t>(units.size());
  const double first = are_neighbours ? static_cast<double>(units.front().unit) : 0;
  Chart chart(page, place,
              {.x = {first - 0.6, first + static_cast<double>(units.size()) - 0.4},
               .y = axis_of(low, high),
               .x_name = are_neighbours ? QStringLiteral("unit")
                                        : QStringLiteral("unit, in the order chosen"),
               .y_name = QStringLiteral("mean, least to largest"),
               .whole_x = true});
  for (std::size_t i = 0; i < units.size(); ++i) {
    const double x = first + static_cast<double>(i);
    chart.bar(x - 0.38, x + 0.38, units[i].values.mean, 0);
    chart.whisker(x, units[i].values.min, units[i].values.max);
  }
}

}  // namespace

Scene activations_scene(const FigureSpec& spec, const FigureSource& source) {
  FigurePage page(spec);
  const std::vector<ShownLayer> layers = shown_layers(spec, source);
  for (const ShownLayer& shown : layers) {
    page.heading(shown.name, shown.detail);
    const Statistics all = statistics(chosen_values(shown));
    page.paragraph(QStringLiteral("mean %1, deviation %2, %3 % zeros")
                       .arg(figure_number(all.mean), figure_number(all.deviation),
                            figure_number(100 * all.zero_fraction())),
                   page.small(), page.colors().dim);
    constexpr int k_narrow = 420;  // where two charts beside each other are too small
    const double height = std::min(190.0, 16 * page.body());
    const bool beside = page.room() >= k_narrow;
    const double width = beside ? (page.room() - page.body()) / 2.0 : page.room();
    draw_histogram(page, shown, QRectF(page.left(), page.y(), width, height));
    if (!beside) page.move_down(height);
    const double x = beside ? page.left() + width + page.body() : page.left();
    draw_means(page, shown, QRectF(x, page.y(), width, height));
    page.move_down(height + page.body());
  }
  return page.finish(source, layers.size() == 1 ? layers.front().name : "all",
                     "axes, each their own");
}

FigureData activations_data(const FigureSpec& spec, const FigureSource& source) {
  constexpr std::int64_t k_numbers = 5;
  FigureData data{.csv = "layer,unit,min,mean,max,deviation,zeros,values\n"};
  for (const ShownLayer& shown : shown_layers(spec, source)) {
    Tensor table(Shape{std::ssize(shown.units), k_numbers});
    auto to = table.mutable_values<float>().begin();
    for (const auto& [unit, values] : statistics_of(shown)) {
      data.csv +=
          fmt::format("{},{},{},{},{},{},{},{}\n", csv_cell(printable(shown.name)), unit,
                      csv_number(values.min), csv_number(values.mean), csv_number(values.max),
                      csv_number(values.deviation), values.zeros, values.count);
      for (const double number :
           {static_cast<double>(values.min), values.mean, static_cast<double>(values.max),
            values.deviation, values.zero_fraction()})
        *to++ = static_cast<float>(number);
    }
    data.arrays.push_back(std::move(table));
  }
  return data;
}

}  // namespace fovea
