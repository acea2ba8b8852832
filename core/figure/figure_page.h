#pragma once

#include "core/figure/figure_source.h"
#include "core/figure/scene.h"

namespace fovea {

/// Colours of a figure's text and lines.
struct FigureColors {
  QColor ground, text, dim, frame, grid;
};
FigureColors figure_colors(Theme theme);

/// So many significant digits, a true minus sign.
QString figure_number(double value, int digits = 3);
/// Thousands parted by commas.
QString figure_count(std::int64_t count);

/// A figure that is being laid out from top to bottom: what is below the last line is free.
class FigurePage {
 public:
  explicit FigurePage(const FigureSpec& spec);

  const FigureSpec& spec() const { return spec_; }
  const FigureColors& colors() const { return colors_; }
  double body() const { return body_; }    ///< size of the text
  double small() const { return small_; }  ///< of labels
  int margin() const { return margin_; }
  int left() const { return margin_; }
  int room() const { return width_ - 2 * margin_; }
  int y() const { return y_; }
  void move_down(double by);
  /// Height of a line of so large a text.
  static double line_height(double size) { return 1.35 * size; }

  void add(Scene::Item item) { scene_.items.push_back(std::move(item)); }
  /// One line whose top is `top`, cut to `room` where that is above 0.
  void text(const QRectF& place, const QString& text, double size, const QColor& color,
            Scene::Align align = Scene::Align::left, bool bold = false);
  /// A name and, dimmer, a few words; then the next line.
  void heading(const std::string& name, const std::string& detail);
  /// Words in as many lines as they need.
  void paragraph(const QString& words, double size, const QColor& color);
  void frame(const QRectF& place);
  /// A bar of the scale's colours with its ends, and words beside it, where the spec has a legend.
  void legend(Palette palette, const Scale& scale, const QString& words, bool has_numbers = true);
  /// The edits (always), and the caption (where the spec has one); nothing is added after it.
  Scene finish(const FigureSource& source, const std::string& layer, const std::string& scale);
  /// As it is, so high; nothing is added after it.
  Scene cut_at(double height);
  /// Model, layer, input, scale, seed and version in one line.
  static std::string caption_of(const FigureSource& source, const std::string& layer,
                                const std::string& scale);

 private:
  FigureSpec spec_;
  FigureColors colors_;
  double body_, small_;
  int margin_, width_, y_;
  Scene scene_;
};

/// Where a tile of maps lies and how large it is.
struct TileSize {
  int width = 0, height = 0;
  bool reduced = false;
};

/// For maps of rows × columns values whose longer side should have about `wish` units: a whole
/// multiple of the values where they are enlarged, a whole fraction where they are reduced, so that
/// a PNG of that zoom has a pixel for each.
TileSize tile_size(std::int64_t rows, std::int64_t columns, int wish);

/// Maps beside and under each other.
struct MapGridItem {
  Tensor values = {};
  std::span<const float> map = {};
  QString label = {};
  Scale scale = {};
  QString mark = {};  ///< "dead", "muted"; empty: none
};
struct MapGridOptions {
  Palette palette = Palette::diverging;
  std::int64_t rows = 1, columns = 1;  ///< of a map
  int beside = 0;                      ///< tiles beside each other; 0: what fits
  int most = 0;                        ///< longer side of a tile; 0: no limit
  int left = 0, room = 0;              ///< within the page
  bool labels = false;
};
/// Draws them from the page's y on without moving it; returns the y below them and whether they
/// were reduced.
struct DrawnGrid {
  int bottom = 0;
  bool reduced = false;
};
DrawnGrid draw_grid(FigurePage& page, const std::vector<MapGridItem>& items,
                    const MapGridOptions& options);

}  // namespace fovea
