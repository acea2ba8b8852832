#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include "core/document/answer.h"
#include "ui/window/workspace.h"

namespace fovea {

/// The network's answer: its ten highest classes, highest first.
class AnswerModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// False where the network's output is no list of numbers: then it has a column of maps only.
  Q_PROPERTY(bool present READ isPresent NOTIFY changed)
  Q_PROPERTY(int total READ total NOTIFY changed)
  Q_PROPERTY(QString name READ name NOTIFY changed)
  /// What the numbers are: "softmax", "softmax, added here", "values".
  Q_PROPERTY(QString meaning READ meaning NOTIFY changed)
  Q_PROPERTY(QString caveat READ caveat NOTIFY changed)
  Q_PROPERTY(bool preprocessingKnown READ isPreprocessingKnown NOTIFY changed)

 public:
  /// Fraction: where the bar of a score ends, 0 to 1. Zero: where all bars start; above 0 where
  /// some of the scores shown are negative.
  enum Role { Name = Qt::UserRole, Score, Fraction, Zero };
  using QAbstractListModel::QAbstractListModel;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  bool isPresent() const { return total() > 0; }
  /// Known before there is a frame, so that the answer keeps its place.
  int total() const;
  QString name() const;
  QString meaning() const;
  QString caveat() const;
  bool isPreprocessingKnown() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void workspaceChanged();
  void changed();

 private:
  void refresh();
  QString scoreText(float score) const;
  double fraction(float score) const;

  QPointer<Workspace> workspace_;
  Answer answer_;
  std::vector<std::int64_t> top_;
  float least_ = 0, most_ = 1;  // of the bars
};

}  // namespace fovea
