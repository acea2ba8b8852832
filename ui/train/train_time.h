#pragma once

#include <QObject>
#include <QPointer>

#include "ui/maps/newest_worker.h"
#include "ui/train/train_model.h"

namespace fovea {

/// Walks through the moments of a run: fetches the nearest checkpoint, perhaps from a file, and has
/// the model show it.
class TrainTime : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  /// Where a fetched moment is still to come.
  Q_PROPERTY(bool waiting READ isWaiting NOTIFY waitingChanged)

 public:
  explicit TrainTime(QObject* parent = nullptr);

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  bool isWaiting() const { return waiting_; }

 public slots:
  /// The nearest moment at or before the epoch; from the newest on, now.
  void seek(qreal epoch);
  /// The moment so many before (negative) or after the one that is shown.
  void walk(int moments);

 signals:
  void modelChanged();
  void waitingChanged();

 private:
  struct Job {
    std::shared_ptr<Timeline> timeline;
    std::int64_t step = 0;
  };
  struct Found {
    std::shared_ptr<Timeline> timeline;  // to know a newer run's from an older one's
    std::shared_ptr<const Checkpoint> checkpoint;
    QString sentence;
  };
  static Found find(const Job& job);
  void fetch(std::int64_t step);
  void take(const Found& found);
  void setWaiting(bool waiting);

  QPointer<TrainModel> model_;
  bool waiting_ = false;
  NewestWorker<Job, Found> worker_;
};

}  // namespace fovea
