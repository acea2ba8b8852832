#include "ui/window/drop_target.h"

#include <QMimeData>

namespace fovea {

DropTarget::DropTarget(QQuickItem* parent) : QQuickItem(parent) { setFlag(ItemAcceptsDrops); }

void DropTarget::setWanted(bool wanted) {
  if (wanted == wanted_) return;
  wanted_ = wanted;
  emit wantedChanged();
}

void DropTarget::dragEnterEvent(QDragEnterEvent* event) {
  // Pages that are not on this computer are let in, to be told why not.
  const QMimeData* data = event->mimeData();
  setWanted(data->hasUrls() || data->hasImage() || holds_kernel(*data));
  event->setAccepted(wanted_);
}

void DropTarget::dragMoveEvent(QDragMoveEvent* event) { event->setAccepted(wanted_); }

void DropTarget::dragLeaveEvent(QDragLeaveEvent*) { setWanted(false); }

void DropTarget::dropEvent(QDropEvent* event) {
  setWanted(false);
  event->setAccepted(workspace_ && workspace_->take(*event->mimeData()));
}

}  // namespace fovea
