#include "ui/window/drop_target.h"

#include <QMimeData>
#include <QUrl>
#include <algorithm>

#include "ui/clipboard/dragged.h"

namespace fovea {
namespace {

/// Of a file only its ending is known before it is read.
bool may_be_kernel(const QMimeData& data) {
  static const QStringList endings{".csv", ".npy", ".json", ".txt"};
  const QList<QUrl> urls = data.urls();
  if (urls.isEmpty()) return holds_kernel(data);
  return std::ranges::any_of(endings, [&](const QString& ending) {
    return urls.first().path().endsWith(ending, Qt::CaseInsensitive);
  });
}

}  // namespace

DropTarget::DropTarget(QQuickItem* parent) : QQuickItem(parent) { setFlag(ItemAcceptsDrops); }

void DropTarget::setWanted(bool wanted) {
  if (wanted == wanted_) return;
  wanted_ = wanted;
  emit wantedChanged();
}

void DropTarget::dragEnterEvent(QDragEnterEvent* event) {
  // Pages that are not on this computer are let in, to be told why not.
  const QMimeData* data = event->mimeData();
  // A map on its way out comes over its own window: there is nothing to open.
  setWanted(!is_own_drag(*data) && (data->hasUrls() || data->hasImage() || holds_kernel(*data)));
  may_be_kernel_ = wanted_ && may_be_kernel(*data);
  event->setAccepted(wanted_);
}

void DropTarget::dragMoveEvent(QDragMoveEvent* event) {
  event->setAccepted(wanted_);
  if (may_be_kernel_) emit kernelHeldAt(event->position());
}

void DropTarget::dragLeaveEvent(QDragLeaveEvent*) { setWanted(false); }

void DropTarget::dropEvent(QDropEvent* event) {
  setWanted(false);
  if (is_own_drag(*event->mimeData())) return event->ignore();
  if (may_be_kernel_) emit kernelDroppedAt(event->position());
  event->setAccepted(workspace_ && workspace_->take(*event->mimeData()));
}

}  // namespace fovea
