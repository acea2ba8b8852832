#pragma once

#include <QKeySequence>
#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

namespace fovea {

/// Something that a person can have done: what it is called, its keys, and what it does.
class Command : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString text MEMBER text_ NOTIFY changed)
  /// What it does, in a sentence; may be empty.
  Q_PROPERTY(QString detail MEMBER detail_ NOTIFY changed)
  /// More words that find it.
  Q_PROPERTY(QString words MEMBER words_ NOTIFY changed)
  /// In Qt's portable notation, "Ctrl+Shift+Z"; may be empty.
  Q_PROPERTY(QString shortcut MEMBER shortcut_ NOTIFY changed)
  /// Other keys for the same, which are not listed; may be empty.
  Q_PROPERTY(QString otherShortcut MEMBER other_shortcut_ NOTIFY changed)
  /// All keys to listen to.
  Q_PROPERTY(QVariantList keys READ keys NOTIFY changed)
  Q_PROPERTY(bool enabled MEMBER enabled_ NOTIFY changed)
  /// The keys are listed, but somebody else listens to them (keys that are held, arrows).
  Q_PROPERTY(bool passive MEMBER passive_ NOTIFY changed)
  /// The keys work only where something has the focus, which listens to them; it can be run from
  /// the palette all the same.
  Q_PROPERTY(bool local MEMBER local_ NOTIFY changed)

 public:
  using QObject::QObject;
  const QString& text() const { return text_; }
  const QString& detail() const { return detail_; }
  const QString& words() const { return words_; }
  const QString& shortcut() const { return shortcut_; }
  QVariantList keys() const {
    QVariantList keys;
    for (const QString& one : {shortcut_, other_shortcut_})
      if (!one.isEmpty()) keys << one;
    return keys;
  }
  bool isEnabled() const { return enabled_; }
  bool isPassive() const { return passive_; }

 public slots:
  void trigger() {
    if (enabled_ && !passive_) emit triggered();
  }

 signals:
  void changed();
  void triggered();

 private:
  QString text_, detail_, words_, shortcut_, other_shortcut_;
  bool enabled_ = true;
  bool passive_ = false;
  bool local_ = false;
};

}  // namespace fovea
