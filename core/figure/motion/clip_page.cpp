#include "core/figure/motion/clip_page.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace fovea {
namespace {

/// A page as large as the clip, its text as large as its height asks for.
FigureSpec page_spec(const ClipSpec& spec) {
  constexpr double k_lines = 34, k_smallest = 7;  // of text in the height; pixels
  FigureSpec page = spec.figure;
  page.width_mm = spec.width / k_units_per_mm;
  page.font_pt = std::max(k_smallest, spec.height / k_lines) / k_units_per_point;
  page.zoom = 1;
  page.transparent = false;
  return page;
}

constexpr double k_gap = 6;

/// The longer side that tiles have where so many are beside each other.
double side_with(std::size_t beside, std::size_t count, double rows, double columns,
                 const QRectF& area, double label) {
  const auto across = static_cast<double>(beside);
  const auto down = static_cast<double>((count + beside - 1) / beside);
  const double width = (area.width() - k_gap * (across - 1)) / across;
  const double height = (area.height() - k_gap * (down - 1)) / down - label;
  const double longer = std::max(rows, columns);
  return std::min(width * longer / columns, height * longer / rows);
}

double even(double length) { return 2 * std::floor(length / 2); }

}  // namespace

ClipWords clip_words(const ClipSpec& spec, const FigureSource& source, std::string title,
                     std::string detail, const std::string& layer, const std::string& scale) {
  const FigurePage page(page_spec(spec));
  ClipWords words{.title = std::move(title), .detail = std::move(detail)};
  const auto add = [&](const std::string& text) {
    const QString line = QString::fromStdString(printable(text));
    for (const QString& part : wrapped(line, page.room(), page.small()))
      words.below.push_back(part);
  };
  const std::string weights = weight_words(source);
  if (!weights.empty() && spec.figure.kind != FigureKind::timeline) add(weights);
  if (spec.figure.caption) add(FigurePage::caption_of(source, layer, scale));
  return words;
}

void set_legend(ClipWords& words, const ClipSpec& spec, Palette palette, const Scale& scale,
                const std::string& meaning) {
  constexpr int k_least_height = 240;  // below it the motion needs the room
  if (!spec.figure.legend || spec.height < k_least_height) return;
  FigurePage page(page_spec(spec));
  const int top = page.y();
  const QString text = QString::fromStdString(printable(meaning));
  page.legend(palette, scale, text);
  words.legend = {palette, scale, text, static_cast<double>(page.y() - top)};
}

ClipPage::ClipPage(const ClipSpec& spec, const ClipWords& words)
    : words_(words), page_(page_spec(spec)), height_(spec.height) {
  page_.heading(words.title, words.detail);
  below_ = FigurePage::line_height(page_.body()) + page_.margin() +
           static_cast<double>(words.below.size()) * FigurePage::line_height(page_.small());
  const double legend = words.legend ? words.legend->height : 0;
  area_ = QRectF(page_.left(), page_.y(), page_.room(),
                 std::max(1.0, std::floor(height_ - page_.y() - below_ - legend)));
}

Scene ClipPage::finish(const QString& now) {
  if (words_.legend) {
    page_.move_down(area_.bottom() - page_.y());
    page_.legend(words_.legend->palette, words_.legend->scale, words_.legend->words);
  }
  double y = height_ - below_;
  page_.text(QRectF(page_.left(), y, page_.room(), FigurePage::line_height(page_.body())), now,
             page_.body(), page_.colors().text);
  y += FigurePage::line_height(page_.body());
  for (const QString& line : words_.below) {
    page_.text(QRectF(page_.left(), y, page_.room(), FigurePage::line_height(page_.small())), line,
               page_.small(), page_.colors().dim);
    y += FigurePage::line_height(page_.small());
  }
  return page_.cut_at(height_);
}

std::vector<QRectF> tile_places(std::size_t count, std::int64_t rows, std::int64_t columns,
                                const QRectF& area, double label) {
  const auto down = static_cast<double>(rows), across = static_cast<double>(columns);
  std::size_t beside = 1;
  double side = 0;
  for (std::size_t tried = 1; tried <= count; ++tried) {
    const double reached = side_with(tried, count, down, across, area, label);
    if (reached <= side) continue;
    side = reached;
    beside = tried;
  }
  const TileSize size = tile_size(rows, columns, std::max(1, static_cast<int>(side)));
  const double pitch_x = even(size.width + k_gap + 1);
  const double pitch_y = even(size.height + k_gap + label + 1);
  std::vector<QRectF> places;
  for (std::size_t i = 0; i < count; ++i)
    places.emplace_back(even(area.left() + 1) + static_cast<double>(i % beside) * pitch_x,
                        even(area.top() + label) + static_cast<double>(i / beside) * pitch_y,
                        size.width, size.height);
  return places;
}

double tile_label(const FigurePage& page) { return FigurePage::line_height(page.small()); }

void draw_tile(FigurePage& page, const ClipTile& tile, const QRectF& place) {
  page.add(
      Scene::Map{.place = place,
                 .values = tile.values,
                 .map = {tile.map, static_cast<int>(tile.rows), static_cast<int>(tile.columns)},
                 .scale = tile.scale,
                 .palette = tile.palette,
                 .theme = page.spec().theme,
                 .reduction = page.spec().reduction});
  page.frame(place);
  const double height = tile_label(page);
  page.text(QRectF(place.left(), place.top() - height - 1, place.width() + k_gap, height),
            tile.label, page.small(), page.colors().dim);
}

}  // namespace fovea
