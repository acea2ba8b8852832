#pragma once

#include <QQuickPaintedItem>
#include <QVariant>

#include "core/tensor/tensor.h"
#include "ui/clipboard/copy_source.h"

namespace fovea {

/// One plane of a tensor as cells of colour, centred: enlarged by whole device pixels, or reduced
/// by area mean where there is less room. A kernel, a map, a table of counts.
class TensorPicture : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  /// A float32 Tensor, [H, W] or [maps, H, W]; anything else draws nothing.
  Q_PROPERTY(QVariant tensor READ tensor WRITE setTensor NOTIFY tensorChanged)
  /// Which of its maps.
  Q_PROPERTY(int map MEMBER map_ WRITE setMap NOTIFY tensorChanged)
  /// "diverging": −limit to limit. "sequential" and "print": 0 to limit.
  Q_PROPERTY(QString palette MEMBER palette_ WRITE setPalette NOTIFY lookChanged)
  /// 0: the largest magnitude of the plane.
  Q_PROPERTY(qreal limit MEMBER limit_ WRITE setLimit NOTIFY lookChanged)
  Q_PROPERTY(bool dark MEMBER dark_ WRITE setDark NOTIFY lookChanged)
  Q_PROPERTY(QColor frame MEMBER frame_ WRITE setFrame NOTIFY lookChanged)
  /// The values are written into cells that have room for them, in this many pixels; 0: never.
  Q_PROPERTY(int fontSize MEMBER font_size_ WRITE setFontSize NOTIFY lookChanged)
  Q_PROPERTY(int rows READ rows NOTIFY tensorChanged)
  Q_PROPERTY(int columns READ columns NOTIFY tensorChanged)

 public:
  explicit TensorPicture(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  QVariant tensor() const { return QVariant::fromValue(tensor_); }
  void setTensor(const QVariant& tensor);
  void setMap(int map);
  void setPalette(const QString& palette) { change(palette_, palette); }
  void setLimit(qreal limit) { change(limit_, limit); }
  void setDark(bool dark) { change(dark_, dark); }
  void setFrame(const QColor& color) { change(frame_, color); }
  void setFontSize(int size) { change(font_size_, size); }
  int rows() const { return extent(2); }
  int columns() const { return extent(1); }

 signals:
  void tensorChanged();
  void lookChanged();

 protected:
  void geometryChange(const QRectF& now, const QRectF& before) override;

 private:
  template <typename T>
  void change(T& member, const T& value) {
    if (member == value) return;
    member = value;
    update();
    emit lookChanged();
  }
  int extent(std::size_t axis_from_end) const;
  std::span<const float> plane() const;
  double shownLimit() const;
  QSize sizeIn(const QSize& room) const;
  void write(QPainter* painter, const QRectF& place, double limit) const;

  Tensor tensor_;
  int map_ = 0;
  QString palette_ = QStringLiteral("diverging");
  qreal limit_ = 0;
  bool dark_ = true;
  QColor frame_ = Qt::transparent;
  int font_size_ = 0;
};

}  // namespace fovea
