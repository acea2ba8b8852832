#pragma once

#include "core/figure/figure_page.h"
#include "core/figure/motion/clip_spec.h"

namespace fovea {

/// What stands around the motion, alike in all frames.
struct ClipWords {
  std::string title = {}, detail = {};
  std::vector<QString> below = {};  ///< lines under the motion, of the page's room
  struct Legend {
    Palette palette = Palette::diverging;
    Scale scale = {};
    QString words = {};
    double height = 0;
  };
  std::optional<Legend> legend = std::nullopt;
};

/// With the edits of the source's network (always) and the caption (where the spec has one).
ClipWords clip_words(const ClipSpec& spec, const FigureSource& source, std::string title,
                     std::string detail, const std::string& layer, const std::string& scale);

/// Where the spec has one and the clip is not too small for it.
void set_legend(ClipWords& words, const ClipSpec& spec, Palette palette, const Scale& scale,
                const std::string& meaning);

/// The page of one frame, in pixels: a title above, the legend, a line of what is now and the
/// caption below, and between them, never under words, what moves.
class ClipPage {
 public:
  ClipPage(const ClipSpec& spec, const ClipWords& words);

  FigurePage& page() { return page_; }
  const QRectF& area() const { return area_; }
  Scene finish(const QString& now);

 private:
  const ClipWords& words_;
  FigurePage page_;
  double height_, below_;  // of all, and of what is under the motion and its legend
  QRectF area_;
};

/// Places for maps of rows × columns values beside and under each other, as large as they fit, at
/// even pixels: a video has half as many for colours. Each has `label` of room above it.
std::vector<QRectF> tile_places(std::size_t count, std::int64_t rows, std::int64_t columns,
                                const QRectF& area, double label);

/// Height of a tile's label.
double tile_label(const FigurePage& page);

struct ClipTile {
  Tensor values = {};
  std::span<const float> map = {};
  std::int64_t rows = 1, columns = 1;
  Scale scale = {};
  Palette palette = Palette::diverging;
  QString label = {};
};
void draw_tile(FigurePage& page, const ClipTile& tile, const QRectF& place);

}  // namespace fovea
