#include "core/figure/number_cells.h"

#include <algorithm>
#include <fmt/format.h>

namespace fovea {
namespace {

double rounded(double value, int digits) {
  return std::stod(fmt::format("{:.{}g}", value, digits));
}

}  // namespace

bool product_holds(const Tap& tap, int digits) {
  return rounded(rounded(tap.value, digits) * rounded(tap.weight, digits), digits) ==
         rounded(tap.product(), digits);
}

QString products_sign(std::span<const Tap> taps) {
  const bool hold = std::ranges::all_of(taps, [](const Tap& tap) { return product_holds(tap); });
  return hold ? QStringLiteral("=") : QStringLiteral("≈");
}

double number_size(const FigurePage& page, double width) {
  constexpr double k_least = 7, k_room = 4;
  const double widest = text_width(QStringLiteral("−0.88"), page.small());
  const double size = std::min(page.small(), page.small() * (width - k_room) / widest);
  return size < k_least ? 0 : size;
}

void draw_cells(FigurePage& page, const NumberCells& cells, const QRectF& place) {
  const FigureSpec& spec = page.spec();
  const std::int64_t rows = cells.values.shape()[0], columns = cells.values.shape()[1];
  page.add(
      Scene::Map{.place = place,
                 .values = cells.values,
                 .map = {cells.values.floats(), static_cast<int>(rows), static_cast<int>(columns)},
                 .scale = cells.scale,
                 .palette = cells.palette,
                 .theme = spec.theme});
  page.frame(place);
  const double width = place.width() / static_cast<double>(columns);
  const double height = place.height() / static_cast<double>(rows);
  const double size = cells.size > 0 ? cells.size : page.small();
  if (height < 1.1 * size) return;
  const ColorMap& colors = color_map(cells.palette, spec.theme);
  const Scale& scale = cells.scale;
  for (std::int64_t i = 0; i < cells.values.elements(); ++i) {
    const float value = cells.values.floats()[static_cast<std::size_t>(i)];
    QString number = figure_number(value, k_cell_digits);
    if (text_width(number, size) > width - 4) number = figure_number(value, 1);
    if (text_width(number, size) > width - 4) continue;
    const float share =
        scale.max > scale.min ? (value - scale.min) / (scale.max - scale.min) : 0.5F;
    constexpr double k_middle = 0.6;  // of lightness: where black and white are read alike
    const QColor ink =
        oklab_lightness(colors.at(share)) > k_middle ? QColor(0, 0, 0) : QColor(255, 255, 255);
    page.text(QRectF(place.left() + static_cast<double>(i % columns) * width,
                     place.top() + static_cast<double>(i / columns) * height, width, height),
              number, size, ink, Scene::Align::centre);
  }
}

}  // namespace fovea
