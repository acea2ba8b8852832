#pragma once

#include <QColor>
#include <QQuickPaintedItem>

namespace fovea {

/// Diagonal lines over what is not of the moment that is shown.
class Hatch : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QColor ink MEMBER ink_ NOTIFY inkChanged)

 public:
  explicit Hatch(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

 signals:
  void inkChanged();

 private:
  QColor ink_ = Qt::gray;
};

}  // namespace fovea
