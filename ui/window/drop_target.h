#pragma once

#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include "ui/window/workspace.h"

namespace fovea {

/// Takes what is dropped on it into the workspace: files, a kernel or its text, or a picture as a
/// browser hands it over.
class DropTarget : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace MEMBER workspace_ NOTIFY workspaceChanged REQUIRED)
  /// Something that can be taken is held over it.
  Q_PROPERTY(bool wanted READ isWanted NOTIFY wantedChanged)

 public:
  explicit DropTarget(QQuickItem* parent = nullptr);
  bool isWanted() const { return wanted_; }

 signals:
  void workspaceChanged();
  void wantedChanged();
  /// What may be a kernel is held over a point of this item, or is about to be taken there.
  void kernelHeldAt(const QPointF& point);
  void kernelDroppedAt(const QPointF& point);

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragMoveEvent(QDragMoveEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void setWanted(bool wanted);

  Workspace* workspace_ = nullptr;
  bool wanted_ = false, may_be_kernel_ = false;
};

}  // namespace fovea
