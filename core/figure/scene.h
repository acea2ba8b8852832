#pragma once

#include <QColor>
#include <QFont>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QStringList>
#include <string>
#include <variant>
#include <vector>

#include "core/figure/tone_map.h"

namespace fovea {

/// A figure laid out: what is to be drawn, in the order in which it is. Lengths are in units of
/// 1/96 inch, a pixel of a PNG at 1×; y points down. The writers draw it as it is.
struct Scene {
  /// Values as colours, one rectangle a value. Where a PNG has fewer pixels than values, they are
  /// reduced as the window does it; SVG and PDF keep one pixel a value.
  struct Map {
    QRectF place;        ///< corners at whole units
    Tensor values = {};  ///< keeps what `map` looks at
    MapView map = {};
    Scale scale = {};
    Palette palette = Palette::diverging;
    Theme theme = Theme::light;
    Reduction reduction = Reduction::mean;
  };
  /// Pixels as they are, enlarged to the place by nearest neighbour.
  struct Image {
    QRectF place;
    QImage image;
  };
  enum class Align { left, centre, right };
  /// One line of text.
  struct Text {
    QPointF at;  ///< on the baseline
    QString text;
    double size = 0;  ///< of the font
    QColor color = {};
    Align align = Align::left;
    bool bold = false;
    bool upwards = false;  ///< turned by 90° against the clock
  };
  struct Box {
    QRectF place;
    QColor fill = {};  ///< invalid: none
    QColor line = {};  ///< invalid: none
    double width = 1;
  };
  struct Line {
    std::vector<QPointF> points;
    QColor color = {};
    double width = 1;
    std::vector<double> dashes = {};  ///< lengths of dash and gap in turn; empty: drawn through
  };
  using Item = std::variant<Map, Image, Text, Box, Line>;

  double width = 0, height = 0;
  /// Of pages that lie under each other, which a PDF has as pages; 0: there is one.
  double page_height = 0;
  QColor ground = {};  ///< invalid: transparent
  std::vector<Item> items = {};
  std::string title = {};  ///< for the programs that show the file
};

/// Where an item lies from top to bottom; of text that is turned, at most.
struct VerticalExtent {
  double top = 0, bottom = 0;
};
VerticalExtent extent_of(const Scene::Item& item);

inline constexpr double k_units_per_inch = 96;
inline constexpr double k_units_per_mm = k_units_per_inch / 25.4;
inline constexpr double k_units_per_point = k_units_per_inch / 72;

/// The font of all figures, Inter or what Qt takes in its place, k_font_pixels high: pixel sizes of
/// fonts are whole numbers, so that all is measured and drawn large and scaled.
inline constexpr int k_font_pixels = 64;
QFont figure_font(bool bold);
double text_width(const QString& text, double size, bool bold = false);
/// Cut to `room`, with an ellipsis.
QString elided(const QString& text, double room, double size, bool bold = false);
/// In lines of at most `room`; a longer word is cut.
QStringList wrapped(const QString& text, double room, double size);

/// The map with one pixel a value, opaque.
QImage colored(const Scene::Map& map);

/// The scene at `zoom` pixels a unit, RGBA. Throws Error where it would have more than 400 million
/// pixels.
QImage paint_scene(const Scene& scene, int zoom);

/// Files of the scene, with `recipe` (JSON, see recipe.h) in them. Text stays text in SVG and PDF,
/// lines and boxes are lines and boxes. The first call on a process without a window needs the main
/// thread (ensure_qt_gui). Throw Error where there is no memory for them.
std::vector<std::uint8_t> encode_scene_png(const Scene& scene, int zoom, const std::string& recipe);
std::vector<std::uint8_t> encode_scene_svg(const Scene& scene, const std::string& recipe);
std::vector<std::uint8_t> encode_scene_pdf(const Scene& scene, const std::string& recipe);

/// The element `svg` of such a file, which a page can hold.
std::string svg_element(const Scene& scene, const std::string& recipe);

}  // namespace fovea
