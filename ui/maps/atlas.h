#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/figure/color_map.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// Least and largest of some values, of those that are finite; both 0 where none is.
struct ValueRange {
  float least = 0, most = 0;
  float limit() const { return std::max(std::abs(least), std::abs(most)); }
  void include(const ValueRange& other);
  static ValueRange of(std::span<const float> values);
  friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

/// Values that share one scale.
struct AtlasScale {
  std::vector<Tensor> over;  ///< its range is that of all of these
  /// diverging: symmetric about 0; else least to most.
  Palette palette = Palette::diverging;
  bool per_unit = false;  ///< every tile to its own range
  /// What the values can be, where that is known: then it is the range, whatever they are.
  std::optional<ValueRange> fixed = std::nullopt;
};

/// One rectangle of values to be drawn.
struct AtlasTile {
  std::span<const float> values;  ///< row-major; kept alive by the job's tensors
  /// Green and blue beside `values`, which are red then: all from the least to the most of the
  /// scale. Empty where the tile is no colour picture.
  std::array<std::span<const float>, 2> more = {};
  std::int64_t rows = 1, columns = 1;
  QRectF place;   ///< in pixels of the interface, from the atlas' top left corner
  int scale = 0;  ///< index of its AtlasScale
  std::optional<ValueRange> range = std::nullopt;  ///< in place of its scale's
  bool framed = true;
  bool may_be_dead = true;  ///< to be marked where all is zero
  bool muted = false;       ///< and why
};

/// A line of text, cut to its place.
struct AtlasWords {
  QString text;
  QRectF place;
};

/// What a picture of all visible maps is made from. A value, handed to another thread.
struct AtlasJob {
  QSize size;  ///< device pixels
  double ratio = 1;
  QPointF origin;  ///< of the atlas in the lens; comes back with it
  bool dark = true;
  bool peak = false;   ///< reduce by largest magnitude instead of by mean
  QColor frame, text;  ///< frames, also between cells that are large; words
  double text_size = 10;
  std::vector<AtlasScale> scales;
  std::vector<AtlasTile> tiles;
  std::vector<AtlasWords> words;
  std::vector<std::shared_ptr<const void>> keep;
  std::vector<int> legends;    ///< by scale: whose legend it is; the job's maker knows
  std::uint64_t revision = 0;  ///< of the document that is shown; comes back with the atlas
  std::uint64_t network = 0;   ///< counts structures and sizes; comes back with the atlas
};

struct Atlas {
  QImage image;  ///< RGBA8888, premultiplied, transparent where there is no map
  QPointF origin;
  double ratio = 1;
  std::vector<ValueRange> ranges;  ///< by scale
  std::vector<int> legends;
  std::uint64_t revision = 0, network = 0;
};

/// Ranges of tensors, kept as long as they are asked for again.
class RangeCache {
 public:
  ValueRange range_of(const Tensor& tensor);
  /// Forgets what was not asked for since the last call.
  void prune();

 private:
  struct Entry {
    Tensor tensor;
    ValueRange range;
    bool used = true;
  };
  std::vector<Entry> entries_;
};

Atlas compose(const AtlasJob& job, RangeCache& ranges);

}  // namespace fovea
