#include "core/figure/scene_painter.h"

#include <QPen>

namespace fovea {
namespace {

QPen pen_of(const QColor& color, double width) {
  QPen pen(color, width);
  pen.setCapStyle(Qt::FlatCap);
  pen.setJoinStyle(Qt::MiterJoin);
  return pen;
}

struct ItemPainter {
  QPainter& painter;
  const std::function<void(const Scene::Map&)>& draw_map;

  void operator()(const Scene::Map& map) const { draw_map(map); }
  void operator()(const Scene::Image& image) const { painter.drawImage(image.place, image.image); }

  void operator()(const Scene::Text& text) const {
    const QFont font = figure_font(text.bold);
    const double scale = text.size / k_font_pixels;
    const double width = text_width(text.text, text.size, text.bold) / scale;
    const double left = text.align == Scene::Align::left     ? 0
                        : text.align == Scene::Align::centre ? -width / 2
                                                             : -width;
    painter.save();
    painter.translate(text.at);
    if (text.upwards) painter.rotate(-90);
    painter.scale(scale, scale);
    painter.setFont(font);
    painter.setPen(text.color);
    painter.drawText(QPointF(left, 0), text.text);
    painter.restore();
  }

  void operator()(const Scene::Box& box) const {
    if (box.fill.isValid()) painter.fillRect(box.place, box.fill);
    if (!box.line.isValid()) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen_of(box.line, box.width));
    painter.drawRect(box.place);
  }

  void operator()(const Scene::Line& line) const {
    QPen pen = pen_of(line.color, line.width);
    pen.setJoinStyle(Qt::RoundJoin);
    if (!line.dashes.empty()) {
      QList<qreal> pattern;  // in widths of the line
      for (const double length : line.dashes) pattern.push_back(length / line.width);
      pen.setDashPattern(pattern);
    }
    painter.setPen(pen);
    painter.drawPolyline(line.points.data(), static_cast<int>(line.points.size()));
  }
};

}  // namespace

void paint_items(QPainter& painter, const Scene& scene,
                 const std::function<void(const Scene::Map&)>& draw_map) {
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::TextAntialiasing);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  for (const Scene::Item& item : scene.items) std::visit(ItemPainter{painter, draw_map}, item);
}

}  // namespace fovea
