#pragma once

#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/window/workspace.h"

namespace fovea {

/// A black pad on which a person draws in white for networks that were trained on light-on-dark
/// pictures, and in black on white for others. Every movement of the pen is an edit, so the network
/// follows while it is drawn; a stroke is one step of the history.
class DrawingPad : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(bool erasing READ isErasing WRITE setErasing NOTIFY toolChanged)
  /// Of the pen, in pixels of the pad's picture.
  Q_PROPERTY(qreal penSize READ penSize WRITE setPenSize NOTIFY toolChanged)
  /// Whether the document's input is a drawing, which this pad shows.
  Q_PROPERTY(bool drawing READ isDrawing NOTIFY drawingChanged)

 public:
  static constexpr int k_side = 280;  ///< of the pad's picture: ten pixels for one of a digit's 28

  explicit DrawingPad(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  bool isErasing() const { return erasing_; }
  void setErasing(bool erasing);
  qreal penSize() const { return pen_size_; }
  void setPenSize(qreal size);
  bool isDrawing() const;

 public slots:
  /// Puts an empty pad in the place of the input picture.
  void begin();
  void clear();

 signals:
  void workspaceChanged();
  void toolChanged();
  void drawingChanged();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseUngrabEvent() override;

 private:
  void documentMoved();
  bool isGroundDark() const;
  bool wantsLightOnDark() const;
  QImage blank() const;
  QPointF onPad(const QPointF& point) const;
  void strokeTo(const QPointF& point);
  void publish(const std::string& name);
  void endStroke();

  QPointer<Workspace> workspace_;
  std::shared_ptr<const Picture> shown_;
  QImage image_;
  QPointF last_;
  qreal pen_size_ = 22;
  bool erasing_ = false;
  bool light_pen_ = false;
  bool stroking_ = false;
};

}  // namespace fovea
