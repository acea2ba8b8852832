#include <QBuffer>
#include <QImageWriter>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/version.h"
#include "core/figure/recipe_text.h"
#include "core/figure/scene.h"

namespace fovea {
namespace {

std::string number(double value) {
  std::string text = fmt::format("{:.3f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string rect_of(const QRectF& rect) {
  return fmt::format("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(rect.x()),
                     number(rect.y()), number(rect.width()), number(rect.height()));
}

std::string data_uri(const QImage& image) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QImageWriter writer(&buffer, "png");
  if (!writer.write(image)) throw Error{"the maps of the SVG file cannot be written"};
  return fmt::format("data:image/png;base64,{}", buffer.data().toBase64().toStdString());
}

/// Exact pixels, also in viewers that know CSS's older word alone.
std::string image_element(const QRectF& place, const QImage& image) {
  return fmt::format(
      "<image {} preserveAspectRatio=\"none\" "
      "style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\" xlink:href=\"{}\"/>\n",
      rect_of(place), data_uri(image));
}

struct ItemWriter {
  std::string& out;

  void operator()(const Scene::Map& map) const {
    out += image_element(map.place, colored(map).convertToFormat(QImage::Format_RGB32));
  }
  void operator()(const Scene::Image& image) const {
    out += image_element(image.place, image.image);
  }
  void operator()(const Scene::Text& text) const {
    const std::string_view anchor = text.align == Scene::Align::left     ? ""
                                    : text.align == Scene::Align::centre ? "middle"
                                                                         : "end";
    out += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"", number(text.at.x()),
                       number(text.at.y()), number(text.size), text.color.name().toStdString());
    if (!anchor.empty()) out += fmt::format(" text-anchor=\"{}\"", anchor);
    if (text.bold) out += " font-weight=\"600\"";
    if (text.upwards)
      out +=
          fmt::format(" transform=\"rotate(-90 {} {})\"", number(text.at.x()), number(text.at.y()));
    out += fmt::format(">{}</text>\n", xml_escaped(text.text.toStdString()));
  }
  void operator()(const Scene::Box& box) const {
    out += fmt::format("<rect {} fill=\"{}\"", rect_of(box.place),
                       box.fill.isValid() ? box.fill.name().toStdString() : "none");
    if (box.line.isValid())
      out += fmt::format(" stroke=\"{}\" stroke-width=\"{}\"", box.line.name().toStdString(),
                         number(box.width));
    out += "/>\n";
  }
  void operator()(const Scene::Line& line) const {
    out += "<polyline points=\"";
    for (const QPointF& point : line.points)
      out += fmt::format("{}{},{}", out.back() == '"' ? "" : " ", number(point.x()),
                         number(point.y()));
    out +=
        fmt::format("\" fill=\"none\" stroke-linejoin=\"round\" stroke=\"{}\" stroke-width=\"{}\"",
                    line.color.name().toStdString(), number(line.width));
    if (!line.dashes.empty()) {
      out += " stroke-dasharray=\"";
      for (const double length : line.dashes)
        out += fmt::format("{}{}", out.back() == '"' ? "" : " ", number(length));
      out += '"';
    }
    out += "/>\n";
  }
};

}  // namespace

std::string svg_element(const Scene& scene, const std::string& recipe) {
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" "
      "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\"{0}mm\" "
      "height=\"{1}mm\" "
      "viewBox=\"0 0 {2} {3}\" font-family=\"Inter, Helvetica, Arial, sans-serif\">\n"
      "<!-- Fovea {4} -->\n<metadata>{5}</metadata>\n",
      number(scene.width / k_units_per_mm), number(scene.height / k_units_per_mm),
      number(scene.width), number(scene.height), version(), recipe_element(recipe));
  const ItemWriter writer{out};
  if (scene.ground.isValid())
    writer(Scene::Box{.place = QRectF(0, 0, scene.width, scene.height), .fill = scene.ground});
  for (const Scene::Item& item : scene.items) std::visit(writer, item);
  return out + "</svg>\n";
}

std::vector<std::uint8_t> encode_scene_svg(const Scene& scene, const std::string& recipe) {
  const std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg_element(scene, recipe);
  return {out.begin(), out.end()};
}

}  // namespace fovea
