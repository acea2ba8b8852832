#pragma once

#include <QAbstractListModel>
#include <QQmlListProperty>
#include <QVector>

#include "ui/commands/command.h"

namespace fovea {

/// Every command, also of the groups declared inside, those first that fit what was typed best.
/// Rows move and come and go one by one.
class CommandList : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QQmlListProperty<QObject> commands READ commandProperty CONSTANT)
  /// In the order of their declaration, whatever the filter.
  Q_PROPERTY(QVariantList all READ all NOTIFY allChanged)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY filterChanged)
  Q_PROPERTY(int count READ count NOTIFY filterChanged)
  Q_CLASSINFO("DefaultProperty", "commands")

 public:
  enum Role { TextRole = Qt::UserRole + 1, DetailRole, ShortcutRole, EnabledRole, CommandRole };

  explicit CommandList(QObject* parent = nullptr) : QAbstractListModel(parent) {}

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  QString filter() const { return filter_; }
  void setFilter(const QString& filter);
  int count() const { return static_cast<int>(shown_.size()); }
  QVariantList all() const;

 public slots:
  /// Runs the command in row `row` of what is shown; false where it is not enabled now.
  bool run(int row);
  fovea::Command* at(int row) const;

 signals:
  void allChanged();
  void filterChanged();

 private:
  QQmlListProperty<QObject> commandProperty();
  static void append(QQmlListProperty<QObject>* list, QObject* object);
  void add(Command* command);
  void remove(Command* command);
  void moveTo(const QVector<Command*>& wanted);

  QVector<Command*> commands_;
  QVector<Command*> shown_;
  QString filter_;
};

/// How well `typed` fits `text`: its letters in order, best where they start words or follow one
/// another; −1 where they are not all there.
int fuzzy_score(const QString& typed, const QString& text);

}  // namespace fovea
