// What a workspace says of itself, for the bars.

#include "ui/window/numbers.h"
#include "ui/window/workspace.h"

namespace fovea {

QString Workspace::undoText() const {
  return canUndo() ? tr("Undo: %1").arg(QString::fromStdString(history_.undo_name())) : QString();
}
QString Workspace::redoText() const {
  return canRedo() ? tr("Redo: %1").arg(QString::fromStdString(history_.redo_name())) : QString();
}

QString Workspace::networkName() const {
  return QString::fromStdString(document().network.origin->name);
}

QString Workspace::engineText() const {
  if (!frame_) return {};
  const QString kind = frame_->engine == EngineKind::vulkan ? tr("Vulkan") : tr("CPU");
  return kind + QStringLiteral(": ") + QString::fromStdString(frame_->device);
}

QString Workspace::timeText() const {
  return frame_ ? tr("%1 ms").arg(number_text(frame_->total_ms, 2)) : QString();
}

QString Workspace::macsText() const {
  if (!frame_ || frame_->macs == 0 || frame_->total_ms <= 0) return {};
  const double rate = static_cast<double>(frame_->macs) / (frame_->total_ms * 1e6);
  return tr("%1 GMAC/s").arg(number_text(rate, 2));
}

QString Workspace::notice() const {
  return frame_ ? QString::fromStdString(frame_->notice) : QString();
}

}  // namespace fovea
