#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QVariantList>

#include "ui/train/train_model.h"

namespace fovea {

/// The runs that are kept, the newest first: to go on with, to compare with the one that is shown,
/// to delete.
class RunList : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(int count READ count NOTIFY changed)
  /// The newest run that has not come to its end, "Resume LeNet-5, epoch 3.1"; empty where there is
  /// none, or one is shown already.
  Q_PROPERTY(QString offer READ offer NOTIFY changed)
  /// CurveSeries of the run that is shown and of those that it is compared with.
  Q_PROPERTY(QVariantList losses READ losses NOTIFY comparedChanged)
  Q_PROPERTY(QVariantList accuracies READ accuracies NOTIFY comparedChanged)
  /// Of the run whose kernels are shown beside; empty where there is none.
  Q_PROPERTY(QString besideName READ besideName NOTIFY comparedChanged)

 public:
  enum Role {
    Name = Qt::UserRole,
    Detail,
    /// What it has otherwise than the run that is shown, "learning rate 0.05 → 0.1, seed 42 → 43";
    /// where none is, than the run that it was forked from, or else the one before it.
    Differences,
    Accuracy,
    Compared,
    SeriesColor,
    Current
  };

  explicit RunList(QObject* parent = nullptr);

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  int count() const { return rowCount(); }
  QString offer() const;
  QVariantList losses() const;
  QVariantList accuracies() const;
  QString besideName() const;
  /// The network of that run, as it was left; null where it is not there yet.
  const Graph* beside() const { return beside_ ? &*beside_ : nullptr; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 public slots:
  /// Reads the folder anew.
  void refresh();
  void takeOffer();
  /// Opens the run as it was left, paused.
  void open(int row);
  /// Draws its curves, dashed, and its kernels beside, or no longer.
  void compare(int row, bool on);
  /// Deletes its folder for good; not that of the run that is shown.
  void remove(int row);

 signals:
  void modelChanged();
  void changed();
  void comparedChanged();
  void besideChanged();

 private:
  struct Other {
    std::filesystem::path folder;
    QString name;
    CurveSeries *loss = nullptr, *accuracy = nullptr;
  };
  void take(std::vector<RunSummary> runs);
  bool isCurrent(const RunSummary& run) const;
  const RunSummary* offered() const;
  QString nameOf(const RunSummary& run) const;
  QString begunAt(const RunSummary& run) const;
  const RunSummary* comparedTo(const RunSummary& run) const;
  QString differencesOf(const RunSummary& run) const;
  QString curveName(const RunSummary& run) const;
  std::vector<Other>::const_iterator find(const RunSummary& run) const;
  void loadBeside();
  void forget(const std::filesystem::path& folder);

  QPointer<TrainModel> model_;
  std::vector<RunSummary> runs_;
  std::vector<Other> compared_;
  std::optional<Graph> beside_;
};

}  // namespace fovea
