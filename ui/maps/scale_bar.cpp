#include "ui/maps/scale_bar.h"

#include <QImage>
#include <QPainter>
#include <cstring>

#include "core/figure/color_map.h"

namespace fovea {

ScaleBar::ScaleBar(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &ScaleBar::lookChanged, this, [this] { update(); });
}

void ScaleBar::paint(QPainter* painter) {
  const Palette palette = palette_ == u"print"        ? Palette::print
                          : palette_ == u"sequential" ? Palette::sequential
                                                      : Palette::diverging;
  const ColorMap& map = color_map(palette, dark_ ? Theme::dark : Theme::light);
  QImage bar(ColorMap::k_colors, 1, QImage::Format_RGBA8888);
  std::memcpy(bar.scanLine(0), map.table.data(), ColorMap::k_colors * sizeof(Rgba));
  painter->drawImage(QRectF(0, 0, width(), height()), bar);
}

}  // namespace fovea
