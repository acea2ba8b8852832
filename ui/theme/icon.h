#pragma once

#include <QColor>
#include <QQuickPaintedItem>

namespace fovea {

/// A line drawing of 16 × 16 units in one colour, sharp at any size and zoom.
class Icon : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  /// One of the names in icon.cpp ("undo", "kind-convolution"); nothing is drawn for another.
  Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
  Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)

 public:
  explicit Icon(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  static bool exists(const QString& name);

  QString name() const { return name_; }
  void setName(const QString& name);
  QColor color() const { return color_; }
  void setColor(const QColor& color);

 signals:
  void nameChanged();
  void colorChanged();

 private:
  QString name_;
  QColor color_ = Qt::white;
};

}  // namespace fovea
