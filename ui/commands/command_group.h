#pragma once

#include <QQmlListProperty>
#include <QVector>

#include "ui/commands/command.h"

namespace fovea {

/// Commands that belong together: a part of a CommandList in a file of its own. What else is
/// declared inside, such as an Instantiator, is kept.
class CommandGroup : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QQmlListProperty<QObject> commands READ commandProperty CONSTANT)
  Q_CLASSINFO("DefaultProperty", "commands")

 public:
  using QObject::QObject;
  const QVector<Command*>& all() const { return commands_; }

 public slots:
  /// For commands that are made from a model.
  void add(QObject* command);
  void remove(QObject* command);

 signals:
  void added(fovea::Command* command);
  void removed(fovea::Command* command);

 private:
  QQmlListProperty<QObject> commandProperty();

  QVector<Command*> commands_;
};

}  // namespace fovea
