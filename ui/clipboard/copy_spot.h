#pragma once

#include <QPointer>
#include <QQuickItem>
#include <QVariantList>

#include "ui/clipboard/copy_source.h"

namespace fovea {

/// A place of the window where something can be copied; it takes no events. What lies under it is
/// not copied there, also where it has nothing itself: so panels cover what they lie over.
class CopySpot : public QQuickItem, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  /// A CopySource; null: `rows` are what is copied.
  Q_PROPERTY(QObject* source READ source WRITE setSource NOTIFY changed)
  Q_PROPERTY(QString name MEMBER name_ NOTIFY changed)
  Q_PROPERTY(QStringList header MEMBER header_ NOTIFY changed)
  /// Lists of cells, numbers or texts.
  Q_PROPERTY(QVariantList rows MEMBER rows_ NOTIFY changed)
  /// Why it cannot be copied now; empty: it can.
  Q_PROPERTY(QString lack MEMBER lack_ NOTIFY changed)
  /// The right button does something else there.
  Q_PROPERTY(bool keysOnly MEMBER keys_only_ NOTIFY changed)

 public:
  explicit CopySpot(QQuickItem* parent = nullptr) : QQuickItem(parent) {}
  QObject* source() const { return source_; }
  void setSource(QObject* source);
  bool isKeysOnly() const { return keys_only_; }
  Copied copied(std::optional<QPointF> at) const override;

 signals:
  void changed();

 private:
  QPointer<QObject> source_;
  QString name_, lack_;
  QStringList header_;
  QVariantList rows_;
  bool keys_only_ = false;
};

}  // namespace fovea
