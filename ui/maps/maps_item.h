#pragma once

#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include "ui/maps/atlas.h"

namespace fovea {

/// Shows an atlas, so that a point of the lens is where `scroll` puts it.
class MapsItem : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(qreal scrollX MEMBER scroll_x_ NOTIFY scrolled)
  Q_PROPERTY(qreal scrollY MEMBER scroll_y_ NOTIFY scrolled)

 public:
  explicit MapsItem(QQuickItem* parent = nullptr);
  void show(Atlas atlas);
  const Atlas& atlas() const { return atlas_; }

 signals:
  void scrolled();
  /// An atlas has reached the scene that is drawn next.
  void shown();

 protected:
  QSGNode* updatePaintNode(QSGNode* old, UpdatePaintNodeData*) override;

 private:
  Atlas atlas_;
  qreal scroll_x_ = 0, scroll_y_ = 0;
  bool fresh_ = false;
};

}  // namespace fovea
