#include "ui/clipboard/copy_desk.h"

#include <QClipboard>
#include <QDrag>
#include <QGuiApplication>
#include <QMimeData>
#include <QMouseEvent>
#include <QQuickWindow>
#include <QStyleHints>
#include <algorithm>

#include "ui/clipboard/dragged.h"
#include "ui/train/on_worker.h"

namespace fovea {
namespace {

constexpr int k_most_levels = 3;  // above what has the focus
constexpr int k_pixmap_side = 96;

bool is_text_field(const QQuickItem* item) {
  return item && (item->inherits("QQuickTextInput") || item->inherits("QQuickTextEdit"));
}

/// As they are painted, the last first.
QList<QQuickItem*> from_above(const QQuickItem& item) {
  QList<QQuickItem*> children = item.childItems();
  std::ranges::stable_sort(children, {}, &QQuickItem::z);
  std::ranges::reverse(children);
  return children;
}

void drag_by_system(QObject* source, std::unique_ptr<QMimeData> data, const QImage& image) {
  auto* drag = new QDrag(source);
  drag->setMimeData(data.release());
  drag->setPixmap(QPixmap::fromImage(
      image.scaled(k_pixmap_side, k_pixmap_side, Qt::KeepAspectRatio, Qt::FastTransformation)));
  drag->exec(Qt::CopyAction);
}

}  // namespace

void CopyDesk::itemChange(ItemChange change, const ItemChangeData& data) {
  if (change == ItemSceneChange) {
    if (watched_) watched_->removeEventFilter(this);
    watched_ = data.window;
    if (watched_) watched_->installEventFilter(this);
  }
  QQuickItem::itemChange(change, data);
}

/// The uppermost at that point of the scene; one without a source where something covers the rest.
std::optional<CopyDesk::Spot> CopyDesk::spotUnder(QQuickItem* item, const QPointF& scene) {
  if (!item->isVisible() || item->opacity() == 0) return std::nullopt;
  const QPointF at = item->mapFromScene(scene);
  const bool inside = item->contains(at);
  if (item->clip() && !inside) return std::nullopt;
  for (QQuickItem* child : from_above(*item))
    if (auto found = spotUnder(child, scene)) return found;
  if (!inside) return std::nullopt;
  if (const auto* source = dynamic_cast<const CopySource*>(item)) return Spot{item, source, at};
  // A popup, and what darkens the rest of the window under a modal one.
  const QQuickItem* parent = item->parentItem();
  if (parent && parent->inherits("QQuickOverlay")) return Spot{};
  return std::nullopt;
}

std::optional<CopyDesk::Spot> CopyDesk::focusSpot() const {
  QQuickItem* item = watched_ ? watched_->activeFocusItem() : nullptr;
  for (int level = 0; item && level <= k_most_levels; ++level, item = item->parentItem()) {
    QList<QQuickItem*> near{item};
    near += from_above(*item);
    for (QQuickItem* one : near) {
      const auto* source = dynamic_cast<const CopySource*>(one);
      if (source && one->isVisible() && !source->copied({}).name.isEmpty())
        return Spot{one, source, {}};
    }
  }
  return std::nullopt;
}

Copied CopyDesk::pointedAt(const QPointF& scene, bool with_button) const {
  const auto spot = watched_ ? spotUnder(watched_->contentItem(), scene) : std::nullopt;
  if (!spot || !spot->source) return {};
  const auto* plain = qobject_cast<CopySpot*>(spot->item);
  if (with_button && plain && plain->isKeysOnly()) return {};
  return spot->source->copied(spot->at);
}

void CopyDesk::copyHere() {
  Copied found = pointer_ ? pointedAt(*pointer_, false) : Copied{};
  if (found.name.isEmpty())
    if (const auto spot = focusSpot()) found = spot->source->copied({});
  if (found.name.isEmpty()) {
    emit refused(tr("Point at a map, a chart or a number to copy it."));
    return;
  }
  copy(found, CopyParts::all);
}

void CopyDesk::copyValue() {
  if (found_.value.isEmpty()) return;
  QGuiApplication::clipboard()->setText(found_.value);
  emit copied(found_.value);
}

void CopyDesk::copy(const Copied& what, CopyParts parts) {
  if (!what.lack.isEmpty()) {
    emit refused(what.lack);
    return;
  }
  const std::uint64_t ticket = ++ticket_;
  on_worker<ClipContent>(
      this, [what, parts] { return content_of(what, parts); },
      [this, ticket, name = what.name](const Outcome<ClipContent>& outcome) {
        if (ticket != ticket_) return;
        if (!outcome.value) {
          emit refused(outcome.sentence);
          return;
        }
        QGuiApplication::clipboard()->setMimeData(mime_of(*outcome.value).release());
        const auto many = static_cast<qlonglong>(outcome.value->many);
        emit copied(many > 0 ? tr("%1, %2 values").arg(name).arg(many) : name);
      });
}

bool CopyDesk::askMenu(const Copied& found, const QPointF& at) {
  if (found.name.isEmpty()) return false;
  found_ = found;
  emit foundChanged();
  emit menuWanted(at);
  return true;
}

bool CopyDesk::askMenuByKey() {
  if (is_text_field(watched_->activeFocusItem())) return false;
  if (const auto spot = focusSpot()) {
    const QPointF middle(spot->item->width() / 2, spot->item->height() / 2);
    return askMenu(spot->source->copied({}), spot->item->mapToScene(middle));
  }
  return pointer_ && askMenu(pointedAt(*pointer_, false), *pointer_);
}

void CopyDesk::mayDrag(const QPointF& at, Qt::KeyboardModifiers modifiers) {
  if (pressed_.name.isEmpty()) return;
  const bool outside = !QRectF(QPointF(), watched_->size()).contains(at);
  const bool asked =
      (modifiers & Qt::ControlModifier) != 0 &&
      (at - pressed_at_).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance();
  if (!outside && !asked) return;
  const Copied map = std::exchange(pressed_, {});
  if (QQuickItem* grabber = watched_->mouseGrabberItem()) grabber->ungrabMouse();
  const std::uint64_t ticket = ++drag_ticket_;
  on_worker<Dragged>(
      this, [map] { return dragged(map); },
      [this, ticket](const Outcome<Dragged>& outcome) {
        if (ticket != drag_ticket_) return;
        if (!outcome.value) {
          emit refused(outcome.sentence);
          return;
        }
        const QImage& image = outcome.value->content.image;
        if (drag_)
          drag_(mime_of(*outcome.value), image);
        else
          drag_by_system(this, mime_of(*outcome.value), image);
      });
}

void CopyDesk::mayDragSoon(Copied found) {
  if (!found.is_map || !found.lack.isEmpty()) return;
  pressed_ = std::move(found);
  if (pressed_.prepare)
    on_worker<bool>(
        this, [prepare = pressed_.prepare] { return prepare(), true; }, [](const auto&) {});
}

bool CopyDesk::eventFilter(QObject* object, QEvent* event) {
  switch (event->type()) {
    case QEvent::Leave:
      pointer_.reset();
      break;
    case QEvent::MouseMove: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      pointer_ = mouse->position();
      if ((mouse->buttons() & Qt::LeftButton) != 0) mayDrag(*pointer_, mouse->modifiers());
      break;
    }
    case QEvent::MouseButtonPress: {
      const auto* mouse = static_cast<QMouseEvent*>(event);
      pointer_ = mouse->position();
      pressed_ = {};
      ++drag_ticket_;
      if (mouse->button() == Qt::RightButton) return askMenu(pointedAt(*pointer_, true), *pointer_);
      if (mouse->button() != Qt::LeftButton) break;
      pressed_at_ = *pointer_;
      mayDragSoon(pointedAt(*pointer_, true));
      break;
    }
    case QEvent::MouseButtonRelease:
      pressed_ = {};
      ++drag_ticket_;
      break;
    case QEvent::KeyPress: {
      const auto* key = static_cast<QKeyEvent*>(event);
      const bool asks = key->key() == Qt::Key_Menu ||
                        (key->key() == Qt::Key_F10 && key->modifiers() == Qt::ShiftModifier);
      if (asks && askMenuByKey()) return true;
      break;
    }
    default:
      break;
  }
  return QQuickItem::eventFilter(object, event);
}

}  // namespace fovea
