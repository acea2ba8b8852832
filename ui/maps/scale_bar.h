#pragma once

#include <QQuickPaintedItem>

namespace fovea {

/// The colours of a scale, from its least to its most, as a bar.
class ScaleBar : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY lookChanged)
  Q_PROPERTY(bool gray MEMBER gray_ NOTIFY lookChanged)

 public:
  explicit ScaleBar(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

 signals:
  void lookChanged();

 private:
  bool dark_ = true, gray_ = false;
};

}  // namespace fovea
