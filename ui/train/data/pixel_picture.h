#pragma once

#include <QColor>
#include <QImage>
#include <QQuickPaintedItem>
#include <QVariant>

namespace fovea {

/// A small picture pixel by pixel: enlarged by whole device pixels, or smoothly reduced where there
/// is less room; in the middle of the item.
class PixelPicture : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  /// A QImage; anything else draws nothing.
  Q_PROPERTY(QVariant image READ image WRITE setImage NOTIFY changed)
  Q_PROPERTY(QColor frame MEMBER frame_ NOTIFY changed)

 public:
  explicit PixelPicture(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  QVariant image() const { return image_; }
  void setImage(const QVariant& image);

 signals:
  void changed();

 private:
  QImage image_;
  QColor frame_ = Qt::transparent;
};

}  // namespace fovea
