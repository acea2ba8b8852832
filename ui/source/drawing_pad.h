#pragma once

#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/window/workspace.h"

namespace fovea {

/// A black pad on which a person draws in white for networks that were trained on light-on-dark
/// pictures, and in black on white for others. Every movement of the pen is an edit, so the network
/// follows while it is drawn; a stroke is one step of the history. With keys alone: arrows move the
/// pen (Shift: further), Space puts it down and lifts it, E changes between pen and eraser, [ and ]
/// the size, Delete clears.
class DrawingPad : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(bool erasing READ isErasing WRITE setErasing NOTIFY toolChanged)
  /// Of the pen, in pixels of the pad's picture.
  Q_PROPERTY(qreal penSize READ penSize WRITE setPenSize NOTIFY toolChanged)
  Q_PROPERTY(qreal usualPenSize READ usualPenSize CONSTANT)
  /// "Pen up at (140, 140), 22 wide": what the keys have made of it.
  Q_PROPERTY(QString penText READ penText NOTIFY penChanged)
  /// Whether the document's input is a drawing, which this pad shows.
  Q_PROPERTY(bool drawing READ isDrawing NOTIFY drawingChanged)

 public:
  static constexpr int k_side = 280;  ///< of the pad's picture: ten pixels for one of a digit's 28
  static constexpr qreal k_pen_size = 22;  ///< of a new pad's pen

  explicit DrawingPad(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  bool isErasing() const { return erasing_; }
  void setErasing(bool erasing);
  qreal penSize() const { return pen_size_; }
  void setPenSize(qreal size);
  qreal usualPenSize() const { return k_pen_size; }
  QString penText() const;
  bool isDrawing() const;

 public slots:
  /// Puts an empty pad in the place of the input picture.
  void begin();
  void clear();

 signals:
  void workspaceChanged();
  void toolChanged();
  void penChanged();
  void drawingChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseUngrabEvent() override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void documentMoved();
  bool isGroundDark() const;
  bool wantsLightOnDark() const;
  QImage blank() const;
  QPointF onPad(const QPointF& point) const;
  bool press(int key, bool far);
  void setPenDown(bool down);
  void movePen(const QPointF& way);
  void showPen(bool shown);
  void paintPen(QPainter* painter) const;
  void strokeTo(const QPointF& now);
  void publish(const QString& name);
  void endStroke();

  QPointer<Workspace> workspace_;
  std::shared_ptr<const Picture> shown_;
  QImage image_;
  QPointF last_{k_side / 2.0, k_side / 2.0};  // where the pen is, in pixels of image_
  qreal pen_size_ = k_pen_size;
  bool erasing_ = false;
  bool light_pen_ = false;
  bool stroking_ = false;
  bool pen_down_ = false;   // by keys
  bool pen_shown_ = false;  // while keys move it
};

}  // namespace fovea
