#pragma once

#include <QColor>
#include <QImage>
#include <QQuickPaintedItem>
#include <QVariant>

namespace fovea {

/// A figure as large as there is room, in its proportions and in the middle; one that is so high
/// that nothing of it could be told is as wide as there is room, and is moved. A chequered ground
/// tells where it is transparent.
class FigurePreview : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  /// A QImage; anything else draws nothing.
  Q_PROPERTY(QVariant image READ image WRITE setImage NOTIFY changed)
  Q_PROPERTY(QColor line MEMBER line_ NOTIFY changed)
  /// How much of the figure has no room, in pixels, and how much of that is above.
  Q_PROPERTY(qreal overflow READ overflow NOTIFY placed)
  Q_PROPERTY(qreal offset MEMBER offset_ NOTIFY changed)

 public:
  explicit FigurePreview(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  QVariant image() const { return image_; }
  void setImage(const QVariant& image);
  qreal overflow() const;

 signals:
  void changed();
  void placed();

 private:
  void geometryChange(const QRectF& now, const QRectF& before) override;
  QSizeF shownSize() const;

  QImage image_;
  qreal offset_ = 0;
  QColor line_;
};

}  // namespace fovea
