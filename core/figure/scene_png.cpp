#include <QBuffer>
#include <QImageWriter>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/figure/recipe_text.h"
#include "core/figure/scene.h"
#include "core/figure/scene_painter.h"

namespace fovea {
namespace {

constexpr double k_most_pixels = 4e8;

Canvas canvas_of(QImage& image) {
  return {{reinterpret_cast<Rgba*>(image.bits()),
           static_cast<std::size_t>(image.width()) * static_cast<std::size_t>(image.height())},
          image.width(),
          image.height()};
}

/// Whole pixels of a place at whole units.
Tile tile_of(const QRectF& place, int zoom) {
  const auto at = [zoom](double length) { return static_cast<int>(std::lround(length * zoom)); };
  const int x = at(place.left()), y = at(place.top());
  return {x, y, at(place.right()) - x, at(place.bottom()) - y};
}

bool holds(const Canvas& canvas, const Tile& tile) {
  return tile.x >= 0 && tile.y >= 0 && tile.width <= canvas.width - tile.x &&
         tile.height <= canvas.height - tile.y;
}

}  // namespace

QImage colored(const Scene::Map& map) {
  QImage image(map.map.width, map.map.height, QImage::Format_RGBA8888);
  if (image.isNull()) throw Error{"there is no memory left for the figure"};
  draw_map(map.map, map.scale, color_map(map.palette, map.theme), map.reduction, canvas_of(image),
           {0, 0, image.width(), image.height()});
  return image;
}

QImage paint_scene(const Scene& scene, int zoom) {
  const double width = std::ceil(scene.width) * zoom, height = std::ceil(scene.height) * zoom;
  if (width * height > k_most_pixels) {
    throw Error{fmt::format("the figure would have {:.0f} × {:.0f} pixels", width, height),
                {},
                "Choose a smaller zoom, or fewer layers or units"};
  }
  QImage image(static_cast<int>(width), static_cast<int>(height),
               QImage::Format_RGBA8888_Premultiplied);
  if (image.isNull()) throw Error{"there is no memory left for the figure"};
  image.fill(scene.ground.isValid() ? scene.ground : QColor(Qt::transparent));
  const Canvas canvas = canvas_of(image);
  QPainter painter(&image);
  painter.scale(zoom, zoom);
  paint_items(painter, scene, [&](const Scene::Map& map) {
    const Tile tile = tile_of(map.place, zoom);
    if (holds(canvas, tile)) {
      draw_map(map.map, map.scale, color_map(map.palette, map.theme), map.reduction, canvas, tile);
    } else {
      painter.drawImage(map.place, colored(map));
    }
  });
  painter.end();
  return image;
}

std::vector<std::uint8_t> encode_scene_png(const Scene& scene, int zoom,
                                           const std::string& recipe) {
  QImage image = paint_scene(scene, zoom);
  image = scene.ground.isValid() ? image.convertToFormat(QImage::Format_RGB32)
                                 : image.convertToFormat(QImage::Format_ARGB32);
  const int dots = static_cast<int>(std::lround(k_units_per_inch * zoom / 0.0254));
  image.setDotsPerMeterX(dots);
  image.setDotsPerMeterY(dots);
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QImageWriter writer(&buffer, "png");
  writer.setCompression(25);  // of 100: many figures have to be waited for
  if (!writer.write(image)) {
    throw Error{fmt::format("the picture cannot be written as PNG: {}",
                            writer.errorString().toStdString())};
  }
  const QByteArray& data = buffer.data();
  return png_with_text({data.begin(), data.end()}, recipe);
}

}  // namespace fovea
