#pragma once

#include <QColor>
#include <QImage>
#include <QQuickPaintedItem>
#include <QVariant>

namespace fovea {

/// A figure as large as there is room, in its proportions and in the middle; a chequered ground
/// tells where it is transparent.
class FigurePreview : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  /// A QImage; anything else draws nothing.
  Q_PROPERTY(QVariant image READ image WRITE setImage NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY changed)

 public:
  explicit FigurePreview(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  QVariant image() const { return image_; }
  void setImage(const QVariant& image);

 signals:
  void changed();

 private:
  QImage image_;
  QColor line_;
};

}  // namespace fovea
