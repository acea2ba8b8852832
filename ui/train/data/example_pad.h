#pragma once

#include <QImage>
#include <QQuickPaintedItem>
#include <QVariant>

namespace fovea {

/// A black pad on which an example is drawn in white, as digits and clothing are. With keys as the
/// source's DrawingPad: arrows move the pen (Shift: further), Space puts it down and lifts it, E
/// changes between pen and eraser, [ and ] the size, Delete clears.
class ExamplePad : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  /// A QImage.
  Q_PROPERTY(QVariant image READ image NOTIFY drawn)
  Q_PROPERTY(bool blank READ isBlank NOTIFY drawn)
  Q_PROPERTY(bool erasing READ isErasing WRITE setErasing NOTIFY toolChanged)
  /// Of the pen, in pixels of the pad's picture, which has `k_side` a side.
  Q_PROPERTY(qreal penSize READ penSize WRITE setPenSize NOTIFY toolChanged)
  /// "Pen up at (140, 140), 22 wide".
  Q_PROPERTY(QString penText READ penText NOTIFY penChanged)

 public:
  static constexpr int k_side = 280;

  explicit ExamplePad(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  QVariant image() const { return image_; }
  bool isBlank() const { return blank_; }
  bool isErasing() const { return erasing_; }
  void setErasing(bool erasing);
  qreal penSize() const { return pen_size_; }
  void setPenSize(qreal size);
  QString penText() const;

 public slots:
  void clear();
  /// Puts a picture back on the pad, as one that was drawn before.
  void put(const QImage& image);

 signals:
  void drawn();
  void toolChanged();
  void penChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseUngrabEvent() override { stroking_ = false; }
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  QPointF onPad(const QPointF& point) const;
  void strokeTo(const QPointF& now);
  void movePen(const QPointF& way);
  void setPenDown(bool down);
  void showPen(bool shown);

  QImage image_;
  QPointF pen_{k_side / 2.0, k_side / 2.0};
  qreal pen_size_ = 22;
  bool blank_ = true, erasing_ = false;
  bool stroking_ = false;   // with a button held
  bool pen_down_ = false;   // by keys
  bool pen_shown_ = false;  // while keys move it
};

}  // namespace fovea
