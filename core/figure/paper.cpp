#include "core/figure/paper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <vector>

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

double room_of(double length) { return length - 2 * k_margin_mm * k_units_per_mm + k_slack; }

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

/// Items that lie beside or over each other, between which no page ends.
struct Block {
  VerticalExtent extent;
  bool is_text = false;  ///< alone: a heading or a label, which stay with what follows them
};

std::vector<Block> blocks_of(const Scene& scene) {
  std::vector<Block> items, blocks;
  for (const Scene::Item& item : scene.items) {
    items.push_back({extent_of(item), std::holds_alternative<Scene::Text>(item)});
  }
  std::ranges::stable_sort(items, {}, [](const Block& block) { return block.extent.top; });
  for (const Block& item : items) {
    if (blocks.empty() || item.extent.top >= blocks.back().extent.bottom) {
      blocks.push_back(item);
      continue;
    }
    Block& last = blocks.back();
    last.extent.bottom = std::max(last.extent.bottom, item.extent.bottom);
    last.is_text = last.is_text && item.is_text;
  }
  return blocks;
}

/// Where each page begins in the scene; one that begins with the first block keeps what is above.
std::vector<double> page_starts(const Scene& scene, double room) {
  constexpr std::size_t k_most_above = 3;
  const std::vector<Block> blocks = blocks_of(scene);
  std::vector<double> starts{0};
  std::size_t first = 0;  // of the page
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    while (blocks[i].extent.bottom - starts.back() > room) {
      std::size_t begin = i;
      while (begin > first + 1 && i - begin < k_most_above && blocks[begin - 1].is_text) --begin;
      if (begin == first) return {};  // higher than a page
      first = begin;
      starts.push_back(std::floor(blocks[begin].extent.top));
    }
  }
  return starts;
}

}  // namespace

Scene on_paper(Scene scene, Paper paper) {
  if (paper == Paper::fit) return scene;
  const Sheet& sheet = k_sheets[static_cast<std::size_t>(paper) - 1];
  QSizeF page = size_of(sheet);
  const bool is_wide = scene.width > room_of(page.width());
  if (is_wide && scene.width <= room_of(page.height())) page.transpose();
  const std::vector<double> starts = scene.width > room_of(page.width())
                                         ? std::vector<double>()
                                         : page_starts(scene, room_of(page.height()));
  if (starts.empty())
    throw Error{
        fmt::format("the figure is {:.0f} × {:.0f} mm, too large for {} with margins",
                    scene.width / k_units_per_mm, scene.height / k_units_per_mm, sheet.name),
        {},
        "Choose a smaller width, fewer units or larger paper"};
  // Maps stay at whole units.
  const double left = std::round((page.width() - scene.width) / 2);
  const double margin = std::round(k_margin_mm * k_units_per_mm), height = std::ceil(page.height());
  for (Scene::Item& item : scene.items) {
    const double top = extent_of(item).top;
    const auto next = std::ranges::upper_bound(starts, std::max(0.0, top));
    const auto index = std::max<std::ptrdiff_t>(0, next - starts.begin() - 1);
    const double start = starts[static_cast<std::size_t>(index)];
    std::visit(Shift{{left, static_cast<double>(index) * height + margin - start}}, item);
  }
  scene.width = page.width();
  scene.page_height = starts.size() > 1 ? height : 0;
  scene.height = starts.size() > 1 ? height * static_cast<double>(starts.size()) : page.height();
  return scene;
}

}  // namespace fovea
