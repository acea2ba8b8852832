#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

#include "core/document/answer.h"
#include "ui/clipboard/copy_source.h"
#include "ui/window/workspace.h"

namespace fovea {

/// The network's answer: its ten highest classes, or all that were searched for, highest first.
/// While the answer is covered, classes to choose a prediction from, in their own order.
class AnswerModel : public QAbstractListModel, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::Workspace* workspace READ workspace WRITE setWorkspace NOTIFY workspaceChanged
                 REQUIRED)
  /// False where the network's output is no list of numbers: then it has a column of maps only.
  Q_PROPERTY(bool present READ isPresent NOTIFY changed)
  Q_PROPERTY(int total READ total NOTIFY changed)
  /// Whether the classes have names.
  Q_PROPERTY(bool named READ isNamed NOTIFY changed)
  /// What the numbers are: "softmax", "softmax, added here", "values".
  Q_PROPERTY(QString meaning READ meaning NOTIFY changed)
  Q_PROPERTY(QString caveat READ caveat NOTIFY changed)
  Q_PROPERTY(bool preprocessingKnown READ isPreprocessingKnown NOTIFY changed)
  /// Letters that the names of what is listed have; empty for the ten highest.
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)
  /// How many classes fit the filter and are not listed.
  Q_PROPERTY(int more READ more NOTIFY changed)
  /// What was predicted and what is true, as { entry, name, score, fraction, zero, note }; empty
  /// where nothing was, or while the answer is covered.
  Q_PROPERTY(QVariantMap prediction READ prediction NOTIFY changed)
  Q_PROPERTY(QVariantMap truth READ truth NOTIFY changed)
  /// Of the picture that is copied.
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY changed)

 public:
  /// Entry: the class. Fraction: where the bar of a score ends, 0 to 1. Zero: where all bars start;
  /// above 0 where some of the scores shown are negative. True: named as the true class.
  enum Role { Name = Qt::UserRole, Score, Fraction, Zero, Entry, True };
  using QAbstractListModel::QAbstractListModel;

  Workspace* workspace() const { return workspace_; }
  void setWorkspace(Workspace* workspace);
  bool isPresent() const { return total() > 0; }
  /// Known before there is a frame, so that the answer keeps its place.
  int total() const;
  bool isNamed() const;
  QString meaning() const;
  QString caveat() const;
  bool isPreprocessingKnown() const;
  QString filter() const { return filter_; }
  void setFilter(const QString& filter);
  int more() const { return more_; }
  QVariantMap prediction() const;
  QVariantMap truth() const;

  /// All classes, the highest first; the picture has the bars that are listed.
  Copied copied(std::optional<QPointF> at) const override;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 public slots:
  /// Of a class: predicts it while the answer is covered; else says that it is the true one, or no
  /// longer is.
  void choose(int entry);

 signals:
  void workspaceChanged();
  void changed();

 private:
  void refresh();
  std::vector<std::int64_t> wanted();
  bool isCovered() const;
  QString className(std::int64_t entry) const;
  QString scoreText(std::int64_t entry) const;
  double fraction(float score) const;
  QVariantMap marked(std::int64_t entry, const QString& note) const;

  QPointer<Workspace> workspace_;
  QString filter_;
  Answer answer_;
  std::vector<std::int64_t> rows_;
  int more_ = 0;
  bool dark_ = true;
  float least_ = 0, most_ = 1;  // of the bars
};

}  // namespace fovea
