#include "core/figure/contact_sheet.h"

#include <QFont>
#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/media/picture_image.h"
#include "core/media/qt_gui.h"

namespace fovea {
namespace {

constexpr int k_margin = 16, k_gap = 4, k_frame = 1, k_header = 44, k_legend = 52;
constexpr int k_smallest_tile = 24, k_smallest_width = 400;

struct Colors {
  QColor ground, text, dim, frame;
};

Colors colors_of(Theme theme) {
  return theme == Theme::dark ? Colors{QColor(0x14, 0x16, 0x1a), QColor(0xe6, 0xe8, 0xec),
                                       QColor(0x9a, 0xa3, 0xb2), QColor(0x5a, 0x63, 0x73)}
                              : Colors{QColor(0xff, 0xff, 0xff), QColor(0x14, 0x16, 0x1a),
                                       QColor(0x4a, 0x52, 0x61), QColor(0x86, 0x8e, 0x9c)};
}

QFont font_of(int pixels, QFont::Weight weight = QFont::Normal) {
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(pixels);
  font.setWeight(weight);
  return font;
}

/// Three digits, a true minus sign.
QString number(double value) {
  return QString::fromStdString(fmt::format("{:.3g}", value)).replace(QChar('-'), QChar(0x2212));
}

/// The longer side that a map should have among so many.
int wished_side(std::int64_t maps) {
  if (maps <= 4) return 256;
  if (maps <= 16) return 160;
  if (maps <= 64) return 112;
  return maps <= 256 ? 72 : 56;
}

/// Where everything lies; all in pixels.
struct Layout {
  int tile_width = 0, tile_height = 0;
  int columns = 1, rows = 1, shown = 0;
  int width = 0, height = 0;
  bool reduced = false;

  QPoint corner(int index) const {
    return {k_margin + k_frame + index % columns * (tile_width + 2 * k_frame + k_gap),
            k_header + k_margin + k_frame + index / columns * (tile_height + 2 * k_frame + k_gap)};
  }
};

/// Whole multiples where maps are enlarged; one ratio for both sides where they are reduced.
void choose_tile(const MapGrid& grid, int room, Layout& layout) {
  const int longer = std::max(grid.width, grid.height);
  const int wish = std::min(wished_side(grid.maps), room);
  if (longer <= wish) {
    const int factor = std::max(1, wish / longer);
    // A vector's units are squares of the smallest size; enlarging them says nothing more.
    const int used = longer == 1 ? k_smallest_tile : factor;
    layout.tile_width = grid.width * used;
    layout.tile_height = grid.height * used;
    return;
  }
  layout.reduced = true;
  const double ratio = static_cast<double>(wish) / longer;
  const auto side = [&](int map) {
    // A side that is short already is kept, and enlarged to be seen.
    const int reduced = std::max(1, static_cast<int>(std::lround(map * ratio)));
    return reduced >= k_smallest_tile || map >= k_smallest_tile
               ? std::max(reduced, std::min(map, k_smallest_tile))
               : map * std::max(1, k_smallest_tile / map);
  };
  layout.tile_width = side(grid.width);
  layout.tile_height = side(grid.height);
}

Layout layout_of(const ContactSheet& sheet, const MapGrid& grid) {
  Layout layout;
  layout.width = std::max(sheet.width, k_smallest_width);
  const int room = layout.width - 2 * k_margin;
  choose_tile(grid, room - 2 * k_frame, layout);
  layout.shown = static_cast<int>(std::min<std::int64_t>(grid.maps, std::max(1, sheet.max_maps)));
  const int pitch = layout.tile_width + 2 * k_frame + k_gap;
  layout.columns = std::clamp((room + k_gap) / pitch, 1, layout.shown);
  layout.rows = (layout.shown + layout.columns - 1) / layout.columns;
  layout.height = k_header + 2 * k_margin + k_legend +
                  layout.rows * (layout.tile_height + 2 * k_frame + k_gap) - k_gap;
  return layout;
}

bool all_zero(const MapView& map) {
  return std::ranges::all_of(map.values, [](float value) { return value == 0; });
}

void draw_frames(QPainter& painter, const Layout& layout, const std::vector<bool>& dead,
                 const Colors& colors) {
  painter.setPen(colors.frame);
  for (int i = 0; i < layout.shown; ++i) {
    const QRect tile(layout.corner(i), QSize(layout.tile_width, layout.tile_height));
    painter.drawRect(tile.adjusted(-1, -1, 0, 0));
    if (!dead[static_cast<std::size_t>(i)] || layout.tile_width < 30 || layout.tile_height < 12) {
      continue;
    }
    painter.setPen(colors.dim);
    painter.drawText(tile, Qt::AlignCenter, QStringLiteral("dead"));
    painter.setPen(colors.frame);
  }
}

void draw_title(QPainter& painter, const ContactSheet& sheet, const MapGrid& grid,
                const Layout& layout, const Colors& colors) {
  const int room = layout.width - 2 * k_margin;
  const QFont title = font_of(16, QFont::DemiBold);
  painter.setFont(title);
  painter.setPen(colors.text);
  painter.drawText(QRect(k_margin, 12, room, 22), Qt::AlignVCenter,
                   QFontMetrics(title).elidedText(QString::fromStdString(printable(sheet.name)),
                                                  Qt::ElideRight, room));
  const std::string count = layout.shown < grid.maps
                                ? fmt::format("{} of {} maps shown", layout.shown, grid.maps)
                                : fmt::format("{} map{}", grid.maps, grid.maps == 1 ? "" : "s");
  std::string words = fmt::format("{}  ·  {}", sheet.values.shape().to_string(), count);
  if (!sheet.detail.empty()) words = printable(sheet.detail) + "  ·  " + words;
  const QFont small = font_of(13);
  painter.setFont(small);
  painter.setPen(colors.dim);
  painter.drawText(
      QRect(k_margin, 34, room, 20), Qt::AlignVCenter,
      QFontMetrics(small).elidedText(QString::fromStdString(words), Qt::ElideRight, room));
}

std::string legend_words(const ContactSheet& sheet, const Layout& layout, const Clipped& clipped) {
  std::string words = sheet.scope == ContactSheet::Scope::unit && !sheet.scale
                          ? "each map to its own largest magnitude"
                          : "one scale for all maps";
  if (clipped.below > 0) words += fmt::format("  ·  {} below the scale", clipped.below);
  if (clipped.above > 0) words += fmt::format("  ·  {} above the scale", clipped.above);
  if (clipped.nans > 0) {
    words += fmt::format("  ·  {} not a number ({})", clipped.nans,
                         sheet.palette == Palette::print ? "magenta" : "green");
  }
  if (layout.reduced) {
    words += sheet.reduction == Reduction::mean ? "  ·  reduced by area mean"
                                                : "  ·  reduced to the largest magnitude";
  }
  return words;
}

void draw_legend(QPainter& painter, const ContactSheet& sheet, const Layout& layout,
                 const Scale& scale, const Clipped& clipped, const Colors& colors) {
  constexpr int k_bar = 240, k_bar_height = 10;
  const QPoint corner(k_margin, layout.height - k_legend);
  const ColorMap& map = color_map(sheet.palette, sheet.theme);
  std::vector<Rgba> pixels(k_bar);
  for (int x = 0; x < k_bar; ++x) {
    pixels[static_cast<std::size_t>(x)] = map.at(static_cast<float>(x) / (k_bar - 1));
  }
  const QImage bar(reinterpret_cast<const uchar*>(pixels.data()), k_bar, 1, k_bar * 4,
                   QImage::Format_RGBA8888);
  painter.drawImage(QRect(corner, QSize(k_bar, k_bar_height)), bar);
  painter.setPen(colors.frame);
  painter.drawRect(QRect(corner, QSize(k_bar, k_bar_height)).adjusted(-1, -1, 0, 0));

  painter.setPen(colors.dim);
  painter.setFont(font_of(12));
  const bool own = sheet.scope == ContactSheet::Scope::unit && !sheet.scale;
  const QRect below(corner.x(), corner.y() + k_bar_height + 2, k_bar, 18);
  const QString least =
      own ? QStringLiteral("%1").arg(scale.is_signed ? "−max" : "min") : number(scale.min);
  const QString most = own ? QStringLiteral("max") : number(scale.max);
  painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, least);
  painter.drawText(below, Qt::AlignRight | Qt::AlignVCenter, most);
  if (scale.is_signed) painter.drawText(below, Qt::AlignCenter, QStringLiteral("0"));
  const int left = corner.x() + k_bar + k_margin;
  painter.drawText(QRect(left, corner.y() - 6, layout.width - left - k_margin, 36),
                   Qt::AlignLeft | Qt::TextWordWrap,
                   QString::fromStdString(legend_words(sheet, layout, clipped)));
}

/// Draws all tiles; returns what was clipped and, map by map, which are dead.
Clipped draw_tiles(const ContactSheet& sheet, const Layout& layout, const Scale& scale,
                   const Canvas& canvas, std::vector<bool>& dead) {
  const ColorMap& map = color_map(sheet.palette, sheet.theme);
  Clipped all;
  for (int i = 0; i < layout.shown; ++i) {
    const MapView view = map_of(sheet.values, i);
    const QPoint corner = layout.corner(i);
    const bool own = sheet.scope == ContactSheet::Scope::unit && !sheet.scale;
    const Clipped clipped = draw_map(
        view, own ? scale_for(statistics(view.values), scale.is_signed) : scale, map,
        sheet.reduction, canvas, {corner.x(), corner.y(), layout.tile_width, layout.tile_height});
    all.below += clipped.below;
    all.above += clipped.above;
    all.nans += clipped.nans;
    dead.push_back(all_zero(view));
  }
  return all;
}

}  // namespace

Picture draw_contact_sheet(const ContactSheet& sheet) {
  if (sheet.values.empty() || sheet.values.elements() == 0)
    throw Error{"there are no maps to draw"};
  ensure_qt_gui();
  const MapGrid grid = map_grid(sheet.values.shape());
  const Layout layout = layout_of(sheet, grid);
  const Colors colors = colors_of(sheet.theme);
  QImage image(layout.width, layout.height, QImage::Format_RGBA8888);
  if (image.isNull()) throw Error{"there is no memory left for the figure"};
  image.fill(colors.ground);

  const bool is_signed = sheet.palette != Palette::sequential;
  const Scale scale =
      sheet.scale ? *sheet.scale : scale_for(statistics(sheet.values.floats()), is_signed);
  const Canvas canvas{
      {reinterpret_cast<Rgba*>(image.bits()),
       static_cast<std::size_t>(layout.width) * static_cast<std::size_t>(layout.height)},
      layout.width,
      layout.height};
  std::vector<bool> dead;
  const Clipped clipped = draw_tiles(sheet, layout, scale, canvas, dead);

  QPainter painter(&image);
  painter.setFont(font_of(11));
  draw_frames(painter, layout, dead, colors);
  draw_title(painter, sheet, grid, layout, colors);
  draw_legend(painter, sheet, layout, scale, clipped, colors);
  painter.end();
  // Opaque everywhere: nothing is to be laid on white.
  return from_image(image.convertToFormat(QImage::Format_RGB32), sheet.name);
}

void write_contact_sheet(const std::filesystem::path& path, const ContactSheet& sheet) {
  write_file_atomically(path, encode_png(draw_contact_sheet(sheet)));
}

}  // namespace fovea
