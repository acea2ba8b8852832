#include "core/figure/paper.h"

#include <array>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {
namespace {

constexpr double k_margin_mm = 15;
/// Layouts are in whole units, so that a width may be rounded up.
constexpr double k_slack = 1;

struct Sheet {
  const char* name;
  double width_mm, height_mm;
};

/// Sources: ISO 216; ANSI/ASME Y14.1 (Letter). In the order of Paper from a5 on.
constexpr std::array<Sheet, 5> k_sheets{{{"A5", 148, 210},
                                         {"A4", 210, 297},
                                         {"A3", 297, 420},
                                         {"Letter", 215.9, 279.4},
                                         {"slide", 338.7, 190.5}}};

QSizeF size_of(const Sheet& sheet) {
  return QSizeF(sheet.width_mm, sheet.height_mm) * k_units_per_mm;
}

bool has_room(const QSizeF& page, const Scene& scene) {
  const double margins = 2 * k_margin_mm * k_units_per_mm;
  return scene.width <= page.width() - margins + k_slack &&
         scene.height <= page.height() - margins + k_slack;
}

struct Shift {
  QPointF by;

  void operator()(Scene::Map& map) const { map.place.translate(by); }
  void operator()(Scene::Image& image) const { image.place.translate(by); }
  void operator()(Scene::Text& text) const { text.at += by; }
  void operator()(Scene::Box& box) const { box.place.translate(by); }
  void operator()(Scene::Line& line) const {
    for (QPointF& point : line.points) point += by;
  }
};

}  // namespace

Scene on_paper(Scene scene, Paper paper) {
  if (paper == Paper::fit) return scene;
  const Sheet& sheet = k_sheets[static_cast<std::size_t>(paper) - 1];
  QSizeF page = size_of(sheet);
  if (!has_room(page, scene) && has_room(page.transposed(), scene)) page.transpose();
  if (!has_room(page, scene))
    throw Error{
        fmt::format("the figure is {:.0f} × {:.0f} mm, too large for {} with margins",
                    scene.width / k_units_per_mm, scene.height / k_units_per_mm, sheet.name),
        {},
        "Choose a smaller width, fewer units or larger paper"};
  // Maps stay at whole units.
  const Shift shift{
      {std::round((page.width() - scene.width) / 2), std::round(k_margin_mm * k_units_per_mm)}};
  for (Scene::Item& item : scene.items) std::visit(shift, item);
  scene.width = page.width();
  scene.height = page.height();
  return scene;
}

}  // namespace fovea
