#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QVariantList>

#include "core/base/cancel.h"
#include "ui/window/workspace.h"

namespace fovea {

/// What the network answers under each of the common recipes of preprocessing. Computed on a worker
/// with a session of its own while `active`, and again when input or network change.
class RecipeTable : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)
  /// What the numbers are: "softmax", "values as they are".
  Q_PROPERTY(QString meaning READ meaning NOTIFY activeChanged)

 public:
  /// Recipe: index in common_recipes(). Answers: the highest three as { name, score }; empty until
  /// `Done`. Used: whether the document's preprocessing is this one.
  enum Role { Name = Qt::UserRole, RecipeIndex, Answers, Done, Problem, Used };

  using QAbstractListModel::QAbstractListModel;
  ~RecipeTable() override;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  bool isActive() const { return active_; }
  void setActive(bool active);
  QString meaning() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void workspaceChanged();
  void activeChanged();

 private:
  struct Row {
    int recipe = 0;
    Preprocessing how;
    QVariantList answers;
    QString problem;
    bool done = false;
  };
  void documentMoved();
  void restart();
  /// Keeps the rows of recipes that stay, so that a list keeps its place.
  void setRows(std::vector<Row> rows);
  void take(const CancelToken& run, std::size_t row, const QVariantList& answers,
            const QString& problem);

  QPointer<Workspace> workspace_;
  bool active_ = false;
  std::vector<Row> rows_;
  CancelToken run_;
  std::shared_ptr<const Input> input_;  // what the rows are of
  Graph computed_;
};

}  // namespace fovea
