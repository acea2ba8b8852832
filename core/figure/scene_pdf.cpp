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

}  // namespace

std::vector<std::uint8_t> encode_scene_pdf(const Scene& scene, const std::string& recipe) {
  constexpr int k_dots_per_inch = 1200;
  ensure_qt_gui();
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(k_dots_per_inch);
  writer.setCreator(QString::fromStdString(fmt::format("Fovea {}", version())));
  writer.setDocumentXmpMetadata(xmp_packet(recipe));
  writer.setPageLayout({QPageSize(QSizeF(scene.width, scene.height) / k_units_per_point,
                                  QPageSize::Point, {}, QPageSize::ExactMatch),
                        QPageLayout::Portrait, QMarginsF()});
  QPainter painter;
  if (!painter.begin(&writer)) throw Error{"the PDF file cannot be made"};
  painter.setRenderHint(QPainter::LosslessImageRendering);
  const double scale = k_dots_per_inch / k_units_per_inch;
  painter.scale(scale, scale);
  if (scene.ground.isValid())
    painter.fillRect(QRectF(0, 0, scene.width, scene.height), scene.ground);
  paint_items(painter, scene, [&](const Scene::Map& map) {
    painter.drawImage(map.place, colored(map).convertToFormat(QImage::Format_RGB32));
  });
  painter.end();
  const QByteArray& data = buffer.data();
  return {data.begin(), data.end()};
}

}  // namespace fovea
