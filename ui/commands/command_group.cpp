#include "ui/commands/command_group.h"

namespace fovea {

QQmlListProperty<QObject> CommandGroup::commandProperty() {
  const auto append = [](QQmlListProperty<QObject>* list, QObject* object) {
    static_cast<CommandGroup*>(list->object)->add(object);
  };
  return QQmlListProperty<QObject>(this, nullptr, append, nullptr, nullptr, nullptr);
}

void CommandGroup::add(QObject* object) {
  auto* command = qobject_cast<Command*>(object);
  if (!command || commands_.contains(command)) return;
  commands_ << command;
  emit added(command);
}

void CommandGroup::remove(QObject* object) {
  auto* command = qobject_cast<Command*>(object);
  if (command && commands_.removeOne(command)) emit removed(command);
}

}  // namespace fovea
