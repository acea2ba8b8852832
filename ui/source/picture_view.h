#pragma once

#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/clipboard/copy_source.h"
#include "ui/window/workspace.h"

namespace fovea {

/// The input picture, whole and in its proportions, with what the network gets of it. Where the fit
/// is crop, that part can be dragged, resized at its corners, and moved with the arrow keys (Shift:
/// ten pixels; + and − resize). A drag is one step of the history. Large pictures are reduced by a
/// worker.
class PictureView : public QQuickPaintedItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// Height over width of the picture.
  Q_PROPERTY(qreal proportion READ proportion NOTIFY pictureChanged)
  Q_PROPERTY(bool cropped READ isCropped NOTIFY cropChanged)
  /// Whether a person may choose another part: a stretched or padded picture is seen whole.
  Q_PROPERTY(bool movable READ isMovable NOTIFY cropChanged)
  Q_PROPERTY(QString cropText READ cropText NOTIFY cropChanged)

 public:
  explicit PictureView(QQuickItem* parent = nullptr);
  void paint(QPainter* painter) override;
  Copied copied(std::optional<QPointF> at) const override;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  qreal proportion() const;
  bool isCropped() const;
  bool isMovable() const;
  QString cropText() const;

 signals:
  void workspaceChanged();
  void pictureChanged();
  void cropChanged();

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
  enum class Grip { none, move, top_left, top_right, bottom_left, bottom_right };
  void documentMoved();
  void loadPreview();
  QRectF pictureRect() const;
  QRectF cropRect() const;
  Grip gripAt(const QPointF& point) const;
  void resizeFrom(const Crop& start, qreal by);
  void drag(const QPointF& point);
  void endDrag();
  void tryCrop(const Crop& crop);

  QPointer<Workspace> workspace_;
  std::shared_ptr<const Picture> picture_;
  std::shared_ptr<const Input> input_;
  QImage preview_;
  Grip grip_ = Grip::none;
  QPointF start_;
  Crop start_crop_;
};

}  // namespace fovea
