#pragma once

#include <QPointer>
#include <QQuickItem>

#include "ui/clipboard/copy_spot.h"

class QMimeData;

namespace fovea {

/// Copies what a person points at, or what has the focus, to the clipboard, and lets maps be
/// dragged out of the window. It looks on as events come to the window: the right button, the menu
/// key and Shift+F10 ask for the menu of what is there. A drag of a map that leaves the window, or
/// is made with Ctrl, takes the map along as soon as a worker has made its picture; what the press
/// has begun is cancelled.
class CopyDesk : public QQuickItem {
  Q_OBJECT
  QML_ELEMENT
  /// Of what the menu is for.
  Q_PROPERTY(QString what READ what NOTIFY foundChanged)
  Q_PROPERTY(QString lack READ lack NOTIFY foundChanged)
  Q_PROPERTY(QString value READ value NOTIFY foundChanged)
  Q_PROPERTY(bool hasPicture READ hasPicture NOTIFY foundChanged)
  Q_PROPERTY(bool hasValues READ hasValues NOTIFY foundChanged)

 public:
  explicit CopyDesk(QQuickItem* parent = nullptr) : QQuickItem(parent) {}

  QString what() const { return found_.name; }
  QString lack() const { return found_.lack; }
  QString value() const { return found_.value; }
  bool hasPicture() const { return static_cast<bool>(found_.picture); }
  bool hasValues() const { return static_cast<bool>(found_.table); }

  /// What a drag is done with; the system's where nobody says so. Takes the data.
  using Drag = std::function<void(std::unique_ptr<QMimeData>, const QImage&)>;
  void setDrag(Drag drag) { drag_ = std::move(drag); }

 public slots:
  /// What is pointed at, else what has the focus.
  void copyHere();
  void copyAll() { copy(found_, CopyParts::all); }
  void copyPicture() { copy(found_, CopyParts::picture); }
  void copyValues() { copy(found_, CopyParts::values); }
  void copyValue();

 signals:
  void foundChanged();
  /// A menu for `what` at a point of the window.
  void menuWanted(const QPointF& at);
  void copied(const QString& name);
  /// A sentence on why not.
  void refused(const QString& sentence);

 protected:
  void itemChange(ItemChange change, const ItemChangeData& data) override;
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  struct Spot {
    QPointer<QQuickItem> item;
    const CopySource* source = nullptr;
    QPointF at;
  };
  static std::optional<Spot> spotUnder(QQuickItem* item, const QPointF& scene);
  std::optional<Spot> focusSpot() const;
  Copied pointedAt(const QPointF& scene, bool with_button) const;
  void copy(const Copied& copied, CopyParts parts);
  bool askMenu(const Copied& found, const QPointF& at);
  bool askMenuByKey();
  void mayDragSoon(Copied found);
  void mayDrag(const QPointF& at, Qt::KeyboardModifiers modifiers);

  QPointer<QQuickWindow> watched_;
  std::optional<QPointF> pointer_;
  Copied found_;
  Copied pressed_;  // a map, while the button is down on it
  QPointF pressed_at_;
  std::uint64_t ticket_ = 0;  // of the newest copy: an older one that comes later is not wanted
  std::uint64_t drag_ticket_ = 0;  // of a drag that is being made: the hand may let go before
  Drag drag_;
};

}  // namespace fovea
