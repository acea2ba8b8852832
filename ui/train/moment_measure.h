#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <deque>

#include "ui/maps/newest_worker.h"
#include "ui/train/train_model.h"

namespace fovea {

/// How the run's network does on all of validation at the moment that is shown. At the newest that
/// is what the run itself measured last; an earlier moment is measured again, by a worker that
/// gives way to the run and to the window, once the playhead rests there. Moving on cancels it.
class MomentMeasure : public QObject {
  Q_OBJECT

 public:
  explicit MomentMeasure(QObject* parent = nullptr);
  ~MomentMeasure() override;

  void setModel(TrainModel* model);
  /// The newest there is: of another moment while the one that is shown is still to be measured.
  const std::optional<EvaluationAnswer>& answer() const { return answer_; }
  bool isMeasuring() const { return wanted_ && problem_.isEmpty(); }
  /// Why the moment that is shown cannot be measured; empty where it can.
  const QString& problem() const { return problem_; }

 signals:
  void changed();

 private:
  struct Job {
    std::shared_ptr<const Checkpoint> moment;
    TrainingTask task;
    std::int64_t batch = 1;
    int threads = 1;
    std::uint64_t ticket = 0;
    CancelToken cancel;
  };
  struct Found {
    std::uint64_t ticket = 0;
    std::shared_ptr<const EvaluationAnswer> answer;  // null where it was cancelled or failed
    QString sentence;
  };
  static Found measure(const Job& job);
  void follow();
  void post();
  void take(const Found& found);
  void stop();
  void forget();
  const EvaluationAnswer* known(std::int64_t step) const;
  void keep(const EvaluationAnswer& answer);

  QPointer<TrainModel> model_;
  std::optional<EvaluationAnswer> answer_;
  std::optional<std::int64_t> wanted_;  // the step that is measured, or could not be
  QString problem_;
  std::uint64_t ticket_ = 0;           // of the last job
  std::deque<EvaluationAnswer> kept_;  // of moments that were looked at before, the newest first
  CancelToken cancel_;                 // of the job that runs
  QTimer rest_;
  NewestWorker<Job, Found> worker_;
};

}  // namespace fovea
