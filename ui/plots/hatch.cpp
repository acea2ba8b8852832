#include "ui/plots/hatch.h"

#include <QPainter>

namespace fovea {

Hatch::Hatch(QQuickItem* parent) : QQuickPaintedItem(parent) {
  connect(this, &Hatch::inkChanged, this, [this] { update(); });
}

void Hatch::paint(QPainter* painter) {
  painter->fillRect(boundingRect(), QBrush(ink_, Qt::BDiagPattern));
}

}  // namespace fovea
