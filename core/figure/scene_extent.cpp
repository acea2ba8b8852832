#include <algorithm>

#include "core/figure/scene.h"

namespace fovea {
namespace {

struct Extents {
  static VerticalExtent of(const QRectF& place) { return {place.top(), place.bottom()}; }

  VerticalExtent operator()(const Scene::Map& map) const { return of(map.place); }
  VerticalExtent operator()(const Scene::Image& image) const { return of(image.place); }
  VerticalExtent operator()(const Scene::Box& box) const { return of(box.place); }
  VerticalExtent operator()(const Scene::Line& line) const {
    if (line.points.empty()) return {};
    const auto [top, bottom] = std::ranges::minmax_element(line.points, {}, &QPointF::y);
    return {top->y(), bottom->y()};
  }
  VerticalExtent operator()(const Scene::Text& text) const {
    constexpr double k_below = 0.3;  // of the size, under the baseline
    if (!text.upwards) return {text.at.y() - text.size, text.at.y() + k_below * text.size};
    const double reach = text_width(text.text, text.size, text.bold);
    return {text.at.y() - reach, text.at.y() + reach};
  }
};

}  // namespace

VerticalExtent extent_of(const Scene::Item& item) { return std::visit(Extents{}, item); }

}  // namespace fovea
