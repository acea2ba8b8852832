#include "ui/maps/atlas.h"

#include <QObject>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/cpu/parallel.h"
#include "core/figure/statistics.h"
#include "core/figure/tone_map.h"
#include "ui/plots/diverging.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

/// Cells have room for numbers where they are so many times as wide and high as the text is.
constexpr double k_number_width = 2.8, k_number_height = 1.2;

/// From a value to its place on a colour table.
struct Mapping {
  const ColorMap& table;
  float gain = 1, offset = 0;
  Rgba operator()(float value) const { return table.at(value * gain + offset); }
};

Mapping mapping_for(const AtlasScale& scale, const ValueRange& range, bool dark) {
  const Theme theme = dark ? Theme::dark : Theme::light;
  if (scale.palette != Palette::diverging) {
    const float width = range.most - range.least;
    const float gain = width > 0 ? 1 / width : 0;
    return {color_map(scale.palette, theme), gain, width > 0 ? -range.least * gain : 0.5F};
  }
  const float limit = range.limit();
  return {color_map(Palette::diverging, theme), limit > 0 ? 0.5F / limit : 0, 0.5F};
}

/// Draws one tile into the image, clipped to it.
class TilePainter {
 public:
  TilePainter(QImage& image, double ratio, bool peak)
      : bits_(image.bits()),
        stride_(image.bytesPerLine()),
        image_rect_(image.rect()),
        ratio_(ratio),
        peak_(peak) {}

  void paint(const AtlasTile& tile, const Mapping& mapping) const {
    const QRect place = device_rect(tile.place);
    const QRect seen = place & image_rect_;
    if (seen.isEmpty()) return;
    if (!tile.more[0].empty()) return paint_colour(tile, mapping, place, seen);
    const bool reduced = place.width() < tile.columns || place.height() < tile.rows;
    if (reduced) {
      paint_reduced(tile, mapping, place, seen);
    } else {
      paint_enlarged(tile, mapping, place, seen);
    }
  }

  QRect device_rect(const QRectF& rect) const {
    const auto at = [this](double x) { return static_cast<int>(std::lround(x * ratio_)); };
    return QRect(QPoint(at(rect.left()), at(rect.top())),
                 QPoint(at(rect.right()) - 1, at(rect.bottom()) - 1));
  }

 private:
  std::uint32_t* line(int y) const { return reinterpret_cast<std::uint32_t*>(bits_ + y * stride_); }

  /// Each of the three as a grey, put together.
  void paint_colour(const AtlasTile& tile, const Mapping& mapping, const QRect& place,
                    const QRect& seen) const {
    AtlasTile channel = tile;
    channel.more = {};
    std::vector<std::uint32_t> colours;
    for (const int shift : {0, 8, 16}) {
      if (shift > 0) channel.values = tile.more[static_cast<std::size_t>(shift / 8 - 1)];
      const bool reduced = place.width() < tile.columns || place.height() < tile.rows;
      reduced ? paint_reduced(channel, mapping, place, seen)
              : paint_enlarged(channel, mapping, place, seen);
      for (int y = seen.top(), i = 0; y <= seen.bottom(); ++y) {
        for (int x = seen.left(); x <= seen.right(); ++x, ++i) {
          const std::uint32_t grey = line(y)[x] & 0xff;
          if (shift == 0) colours.push_back(0xff000000U);
          colours[static_cast<std::size_t>(i)] |= grey << shift;
        }
      }
    }
    auto colour = colours.begin();
    for (int y = seen.top(); y <= seen.bottom(); ++y, colour += seen.width())
      std::copy_n(colour, seen.width(), line(y) + seen.left());
  }

  void paint_reduced(const AtlasTile& tile, const Mapping& mapping, const QRect& place,
                     const QRect& seen) const {
    const int width = std::min(place.width(), static_cast<int>(tile.columns));
    const int height = std::min(place.height(), static_cast<int>(tile.rows));
    const MapView map{tile.values, static_cast<int>(tile.rows), static_cast<int>(tile.columns)};
    const std::vector<float> values =
        reduced_map(map, peak_ ? Reduction::peak : Reduction::mean, height, width);
    AtlasTile reduced = tile;
    reduced.values = values;
    reduced.rows = height;
    reduced.columns = width;
    paint_enlarged(reduced, mapping, place, seen);
  }

  void paint_enlarged(const AtlasTile& tile, const Mapping& mapping, const QRect& place,
                      const QRect& seen) const {
    std::int64_t drawn_row = -1;
    for (int y = seen.top(); y <= seen.bottom(); ++y) {
      const std::int64_t row = (y - place.top()) * tile.rows / place.height();
      std::uint32_t* out = line(y);
      if (row == drawn_row) {
        std::copy_n(line(y - 1) + seen.left(), seen.width(), out + seen.left());
        continue;
      }
      drawn_row = row;
      const float* values = tile.values.data() + row * tile.columns;
      for (int x = seen.left(); x <= seen.right(); ++x)
        out[x] = mapping(values[(x - place.left()) * tile.columns / place.width()]);
    }
  }

  uchar* bits_;
  qsizetype stride_;
  QRect image_rect_;
  double ratio_;
  bool peak_;
};

/// `value` with as many digits, two at most, as fit into `room` pixels; empty where not even one
/// does.
QString fitting_number(float value, const QFontMetricsF& metrics, double room) {
  for (const int digits : {2, 1}) {
    const QString text = number_text(value, digits);
    if (metrics.horizontalAdvance(text) <= room) return text;
  }
  return {};
}

/// Lines between cells that are large enough for their numbers, so that equal ones are told apart,
/// and the numbers.
void write_cells(QPainter& painter, const AtlasTile& tile, const Mapping& mapping,
                 const QRectF& seen, const QPen& line) {
  const double width = tile.place.width() / static_cast<double>(tile.columns);
  const double height = tile.place.height() / static_cast<double>(tile.rows);
  const double text = painter.font().pixelSize();
  if (width < k_number_width * text || height < k_number_height * text) return;
  const QFontMetricsF metrics(painter.font());
  const auto edge = [&](std::int64_t row, std::int64_t column) {
    return tile.place.topLeft() +
           QPointF(static_cast<double>(column) * width, static_cast<double>(row) * height);
  };
  const double half = line.widthF() / 2;
  painter.setPen(line);
  for (std::int64_t row = 1; row < tile.rows; ++row)
    painter.drawLine(edge(row, 0) + QPointF(0, half), edge(row, tile.columns) + QPointF(0, half));
  for (std::int64_t column = 1; column < tile.columns; ++column)
    painter.drawLine(edge(0, column) + QPointF(half, 0),
                     edge(tile.rows, column) + QPointF(half, 0));
  for (std::int64_t row = 0; row < tile.rows; ++row) {
    for (std::int64_t column = 0; column < tile.columns; ++column) {
      const QRectF cell(edge(row, column), QSizeF(width, height));
      if (!cell.intersects(seen)) continue;
      const float value = tile.values[static_cast<std::size_t>(row * tile.columns + column)];
      painter.setPen(ink_on(color_of(mapping(value))));
      painter.drawText(cell, Qt::AlignCenter, fitting_number(value, metrics, width - 3));
    }
  }
}

bool is_silent(const AtlasTile& tile, const ValueRange& range) {
  return range.limit() == 0 && std::ranges::all_of(tile.values, [](float v) { return v == 0; });
}

/// "dead", or that the person muted it.
void write_silence(QPainter& painter, const AtlasTile& tile, const AtlasJob& job) {
  const QString word = tile.muted ? QObject::tr("muted") : QObject::tr("dead");
  if (tile.place.width() < painter.fontMetrics().horizontalAdvance(word) + 2) return;
  painter.setPen(job.text);
  painter.drawText(tile.place, Qt::AlignCenter, word);
}

/// What the values of a scale reach from and to.
ValueRange range_of(const AtlasScale& scale, RangeCache& cache) {
  if (scale.fixed) return *scale.fixed;
  ValueRange range;
  for (std::size_t i = 0; i < scale.over.size(); ++i) {
    const ValueRange one = cache.range_of(scale.over[i]);
    if (i == 0) range = one;
    range.include(one);
  }
  return range;
}

/// What painting a tile has found out; nothing for those that are not seen.
struct Drawn {
  ValueRange own;
  std::optional<Mapping> mapping;
};

bool is_seen(const AtlasJob& job, const AtlasTile& tile) {
  return !tile.values.empty() &&
         tile.place.intersects(QRectF(QPointF(0, 0), QSizeF(job.size) / job.ratio));
}

/// The pixels of all tiles, which lie beside each other.
std::vector<Drawn> paint_tiles(const AtlasJob& job, Atlas& atlas) {
  constexpr double k_tile_ns = 40'000;
  const TilePainter painter(atlas.image, job.ratio, job.peak);
  std::vector<Drawn> drawn(job.tiles.size());
  const auto paint = [&](std::int64_t index) {
    const auto i = static_cast<std::size_t>(index);
    const AtlasTile& tile = job.tiles[i];
    if (!is_seen(job, tile)) return;
    const AtlasScale& scale = job.scales[static_cast<std::size_t>(tile.scale)];
    if (scale.per_unit || tile.may_be_dead) drawn[i].own = ValueRange::of(tile.values);
    const ValueRange& shared =
        scale.per_unit ? drawn[i].own : atlas.ranges[static_cast<std::size_t>(tile.scale)];
    drawn[i].mapping.emplace(mapping_for(scale, tile.range.value_or(shared), job.dark));
    painter.paint(tile, *drawn[i].mapping);
  };
  parallel_for(
      {.count = std::ssize(job.tiles), .nanoseconds_each = k_tile_ns, .threads = default_threads()},
      CancelToken{}, paint);
  return drawn;
}

}  // namespace

ValueRange ValueRange::of(std::span<const float> values) {
  const Statistics found = statistics(values);
  return {found.min, found.max};
}

void ValueRange::include(const ValueRange& other) {
  least = std::min(least, other.least);
  most = std::max(most, other.most);
}

ValueRange RangeCache::range_of(const Tensor& tensor) {
  for (Entry& entry : entries_) {
    if (!same(entry.tensor, tensor)) continue;
    entry.used = true;
    return entry.range;
  }
  entries_.push_back({tensor, ValueRange::of(tensor.floats())});
  return entries_.back().range;
}

void RangeCache::prune() {
  std::erase_if(entries_, [](const Entry& entry) { return !entry.used; });
  for (Entry& entry : entries_) entry.used = false;
}

Atlas compose(const AtlasJob& job, RangeCache& cache) {
  Atlas atlas;
  atlas.origin = job.origin;
  atlas.ratio = job.ratio;
  atlas.legends = job.legends;
  atlas.revision = job.revision;
  atlas.network = job.network;
  atlas.image = QImage(job.size, QImage::Format_RGBA8888_Premultiplied);
  atlas.image.fill(Qt::transparent);
  for (const AtlasScale& scale : job.scales) atlas.ranges.push_back(range_of(scale, cache));

  const std::vector<Drawn> drawn = paint_tiles(job, atlas);
  QPainter painter(&atlas.image);
  painter.scale(job.ratio, job.ratio);
  QFont font(QStringLiteral("Inter"));
  font.setPixelSize(static_cast<int>(job.text_size));
  painter.setFont(font);
  const QRectF seen(QPointF(0, 0), QSizeF(job.size) / job.ratio);
  const double pixel = 1 / job.ratio;
  for (std::size_t i = 0; i < job.tiles.size(); ++i) {
    const AtlasTile& tile = job.tiles[i];
    if (!is_seen(job, tile)) continue;
    if (tile.framed) {
      painter.setPen(QPen(job.frame, pixel));
      const double half = pixel / 2;
      painter.drawRect(tile.place.adjusted(-half, -half, half, half));
    }
    write_cells(painter, tile, *drawn[i].mapping, seen, QPen(job.frame, pixel));
    if (tile.may_be_dead && is_silent(tile, drawn[i].own)) write_silence(painter, tile, job);
  }
  painter.setPen(job.text);
  for (const AtlasWords& words : job.words) {
    const QString shown =
        painter.fontMetrics().elidedText(words.text, Qt::ElideRight, words.place.width());
    painter.drawText(words.place, Qt::AlignLeft | Qt::AlignVCenter, shown);
  }
  return atlas;
}

}  // namespace fovea
