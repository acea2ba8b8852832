#include "ui/clipboard/painted.h"

#include <QPainter>
#include <QQuickWindow>
#include <QVariant>

namespace fovea {
namespace {

constexpr double k_sharper = 2;

/// What the window is called by a screen reader: the item's, or of what it is a part.
QString name_of(const QQuickItem& item) {
  for (const QQuickItem* it = &item; it; it = it->parentItem()) {
    const QObject* attached = nullptr;
    for (const QObject* child : it->children())
      if (child->inherits("QQuickAccessibleAttached")) attached = child;
    const QString name = attached ? attached->property("name").toString() : QString();
    if (!name.isEmpty()) return name.section(':', 0, 0);
  }
  return QObject::tr("chart");
}

}  // namespace

Copied copied_chart(const QQuickPaintedItem& item, CopiedTable table, const QString& name) {
  const double ratio = k_sharper * (item.window() ? item.window()->devicePixelRatio() : 1);
  QImage image((item.size() * ratio).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  image.fill(item.window() ? item.window()->color() : QColor(Qt::white));
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing, item.antialiasing());
  // Painting changes nothing of an item.
  const_cast<QQuickPaintedItem&>(item).paint(&painter);
  painter.end();
  image.setDevicePixelRatio(1);
  return {.name = name.isEmpty() ? name_of(item) : name,
          .picture = [image] { return image; },
          .table = [table = std::move(table)] { return table; }};
}

}  // namespace fovea
