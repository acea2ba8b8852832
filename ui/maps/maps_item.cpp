#include "ui/maps/maps_item.h"

#include <QQuickWindow>
#include <QSGImageNode>

namespace fovea {

MapsItem::MapsItem(QQuickItem* parent) : QQuickItem(parent) {
  setFlag(ItemHasContents);
  setClip(true);
  connect(this, &MapsItem::scrolled, this, &QQuickItem::update);
}

void MapsItem::show(Atlas atlas) {
  atlas_ = std::move(atlas);
  fresh_ = true;
  update();
}

QSGNode* MapsItem::updatePaintNode(QSGNode* old, UpdatePaintNodeData*) {
  auto* node = static_cast<QSGImageNode*>(old);
  if (atlas_.image.isNull()) {
    delete node;
    return nullptr;
  }
  if (!node) {
    node = window()->createImageNode();
    node->setOwnsTexture(true);
    node->setFiltering(QSGTexture::Nearest);
    fresh_ = true;
  }
  if (fresh_) {
    node->setTexture(window()->createTextureFromImage(atlas_.image));
    fresh_ = false;
    emit shown();
  }
  const QSizeF size = QSizeF(atlas_.image.size()) / atlas_.ratio;
  // Texels must meet device pixels, or nearest neighbour would double some and drop others.
  const auto snapped = [this](double x) { return std::round(x * atlas_.ratio) / atlas_.ratio; };
  node->setRect(QRectF(
      QPointF(snapped(atlas_.origin.x() - scroll_x_), snapped(atlas_.origin.y() - scroll_y_)),
      size));
  return node;
}

}  // namespace fovea
