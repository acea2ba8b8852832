#include "ui/commands/command_list.h"

#include <algorithm>

#include "ui/commands/command_group.h"

namespace fovea {
namespace {

constexpr int k_word_start = 8;
constexpr int k_consecutive = 5;

bool starts_word(const QString& text, qsizetype at) {
  return at == 0 || !text[at - 1].isLetterOrNumber();
}

/// The best of a command's text and its other words, which count less.
int score_of(const Command& command, const QString& typed) {
  const int by_text = fuzzy_score(typed, command.text());
  const int by_words = fuzzy_score(typed, command.words());
  return by_text >= 0 ? by_text + k_word_start : by_words;
}

}  // namespace

int fuzzy_score(const QString& typed, const QString& text) {
  const QString needle = typed.toCaseFolded().remove(QLatin1Char(' '));
  const QString hay = text.toCaseFolded();
  int score = 0;
  qsizetype from = 0, last = -2;
  for (const QChar letter : needle) {
    qsizetype at = hay.indexOf(letter, from);
    if (at < 0) return -1;
    // A later occurrence that starts a word reads better than a nearer one inside a word.
    for (qsizetype other = at; at != last + 1 && other >= 0 && !starts_word(hay, at);) {
      other = hay.indexOf(letter, other + 1);
      if (other >= 0 && starts_word(hay, other)) at = other;
    }
    score += 1 + (starts_word(hay, at) ? k_word_start : 0) + (at == last + 1 ? k_consecutive : 0);
    last = at;
    from = at + 1;
  }
  return score;
}

QQmlListProperty<QObject> CommandList::commandProperty() {
  return QQmlListProperty<QObject>(this, nullptr, &CommandList::append, nullptr, nullptr, nullptr);
}

void CommandList::append(QQmlListProperty<QObject>* list, QObject* object) {
  auto* self = static_cast<CommandList*>(list->object);
  if (auto* command = qobject_cast<Command*>(object)) self->add(command);
  auto* group = qobject_cast<CommandGroup*>(object);
  if (!group) return;
  for (Command* command : group->all()) self->add(command);
  connect(group, &CommandGroup::added, self, &CommandList::add);
  connect(group, &CommandGroup::removed, self, &CommandList::remove);
}

void CommandList::add(Command* command) {
  const int row = count();
  beginInsertRows({}, row, row);
  commands_ << command;
  shown_ << command;
  endInsertRows();
  emit allChanged();
  connect(command, &Command::changed, this, [this, command] {
    const auto at = static_cast<int>(shown_.indexOf(command));
    if (at >= 0) emit dataChanged(index(at), index(at));
  });
}

void CommandList::remove(Command* command) {
  disconnect(command, nullptr, this, nullptr);
  commands_.removeOne(command);
  const auto row = static_cast<int>(shown_.indexOf(command));
  if (row >= 0) {
    beginRemoveRows({}, row, row);
    shown_.remove(row);
    endRemoveRows();
  }
  emit allChanged();
}

QVariantList CommandList::all() const {
  QVariantList all;
  for (Command* command : commands_) all << QVariant::fromValue(command);
  return all;
}

int CommandList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant CommandList::data(const QModelIndex& index, int role) const {
  const Command* command = at(index.row());
  if (!command) return {};
  switch (role) {
    case TextRole:
      return command->text();
    case DetailRole:
      return command->detail();
    case ShortcutRole:
      return QKeySequence(command->shortcut()).toString(QKeySequence::NativeText);
    case EnabledRole:
      return command->isEnabled();
    case CommandRole:
      return QVariant::fromValue(const_cast<Command*>(command));
    default:
      return {};
  }
}

QHash<int, QByteArray> CommandList::roleNames() const {
  return {{TextRole, "text"},
          {DetailRole, "detail"},
          {ShortcutRole, "shortcut"},
          {EnabledRole, "available"},
          {CommandRole, "command"}};
}

Command* CommandList::at(int row) const {
  return row >= 0 && row < shown_.size() ? shown_[row] : nullptr;
}

bool CommandList::run(int row) {
  Command* command = at(row);
  if (!command || !command->isEnabled() || command->isPassive()) return false;
  command->trigger();
  return true;
}

void CommandList::setFilter(const QString& filter) {
  if (filter == filter_) return;
  filter_ = filter;
  QVector<std::pair<int, Command*>> scored;
  for (Command* command : commands_)
    if (const int score = score_of(*command, filter); score >= 0)
      scored.push_back({score, command});
  if (!filter.trimmed().isEmpty())
    std::ranges::stable_sort(scored, std::greater{}, &std::pair<int, Command*>::first);
  QVector<Command*> wanted;
  for (const auto& [score, command] : scored) wanted << command;
  moveTo(wanted);
  emit filterChanged();
}

void CommandList::moveTo(const QVector<Command*>& wanted) {
  for (int row = count() - 1; row >= 0; --row) {
    if (wanted.contains(shown_[row])) continue;
    beginRemoveRows({}, row, row);
    shown_.remove(row);
    endRemoveRows();
  }
  for (int row = 0; row < wanted.size(); ++row) {
    const int now = static_cast<int>(shown_.indexOf(wanted[row]));
    if (now == row) continue;
    if (now < 0) {
      beginInsertRows({}, row, row);
      shown_.insert(row, wanted[row]);
      endInsertRows();
    } else {
      beginMoveRows({}, now, now, {}, row);
      shown_.move(now, row);
      endMoveRows();
    }
  }
}

}  // namespace fovea
