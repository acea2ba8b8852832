#pragma once

#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>

#include "ui/window/workspace.h"

namespace fovea {

/// What the network gets, before scale and mean: the newest frame's input, turned back into the
/// pixels that it was made of, black at 0 and white at 255.
class SmallCopy : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)

 public:
  explicit SmallCopy(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}
  void paint(QPainter* painter) override;
  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);

 signals:
  void workspaceChanged();

 private:
  QPointer<Workspace> workspace_;
};

}  // namespace fovea
