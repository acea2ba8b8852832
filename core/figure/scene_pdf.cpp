#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/figure/recipe_text.h"
#include "core/figure/scene.h"
#include "core/figure/scene_painter.h"
#include "core/media/qt_gui.h"

namespace fovea {
namespace {

/// Source: ISO 16684-1, "XMP packet".
QByteArray xmp_packet(const std::string& recipe) {
  return QByteArray::fromStdString(fmt::format(
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\">\n{}\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
      "<?xpacket end=\"r\"?>",
      recipe_element(recipe)));
}

/// The items that are seen on a page.
Scene within(const Scene& scene, const QRectF& page) {
  Scene part = scene;
  std::erase_if(part.items, [&](const Scene::Item& item) {
    const VerticalExtent extent = extent_of(item);
    return extent.bottom < page.top() || extent.top > page.bottom();
  });
  return part;
}

}  // namespace

std::vector<std::uint8_t> encode_scene_pdf(const Scene& scene, const std::string& recipe) {
  constexpr int k_dots_per_inch = 1200;
  ensure_qt_gui();
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(k_dots_per_inch);
  writer.setTitle(QString::fromStdString(scene.title));
  writer.setCreator(QString::fromStdString(fmt::format("Fovea {}", version())));
  writer.setDocumentXmpMetadata(xmp_packet(recipe));
  const double page_height = scene.page_height > 0 ? scene.page_height : scene.height;
  const auto pages = static_cast<int>(std::lround(scene.height / page_height));
  writer.setPageLayout({QPageSize(QSizeF(scene.width, page_height) / k_units_per_point,
                                  QPageSize::Point, {}, QPageSize::ExactMatch),
                        QPageLayout::Portrait, QMarginsF()});
  QPainter painter;
  if (!painter.begin(&writer)) throw Error{"the PDF file cannot be made"};
  painter.setRenderHint(QPainter::LosslessImageRendering);
  const double scale = k_dots_per_inch / k_units_per_inch;
  painter.scale(scale, scale);
  for (int page = 0; page < pages; ++page) {
    if (page > 0) writer.newPage();
    const QRectF place(0, page * page_height, scene.width, page_height);
    painter.save();
    painter.translate(0, -place.top());
    if (scene.ground.isValid()) painter.fillRect(place, scene.ground);
    paint_items(painter, within(scene, place), [&](const Scene::Map& map) {
      painter.drawImage(map.place, colored(map).convertToFormat(QImage::Format_RGB32));
    });
    painter.restore();
  }
  painter.end();
  const QByteArray& data = buffer.data();
  return {data.begin(), data.end()};
}

}  // namespace fovea
