#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVariantList>

#include "ui/maps/newest_worker.h"
#include "ui/train/train_model.h"

namespace fovea {

/// How each layer with a kernel or a matrix learns: gradient, update, dead units, and advice where
/// something is wrong. Told anew at most twice a second; dead units are counted over some
/// validation examples by a worker, while the table is wanted.
class LayerTable : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(bool wanted MEMBER wanted_ WRITE setWanted NOTIFY wantedChanged)
  /// { name, gradient, ratio, place, dead, verdict, advice, well } each. `place` is where the ratio
  /// is on a logarithmic axis from 1e-6 to 1, 0 to 1; −1: nowhere.
  Q_PROPERTY(QVariantList rows READ rows NOTIFY changed)
  /// Over how many examples units were looked at.
  Q_PROPERTY(int examples READ examples NOTIFY changed)

 public:
  explicit LayerTable(QObject* parent = nullptr);

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  void setWanted(bool wanted);
  QVariantList rows() const { return rows_; }
  int examples() const { return examples_; }

 signals:
  void modelChanged();
  void wantedChanged();
  void changed();

 private:
  struct Job {
    Graph graph;
    TrainingTask task;
  };
  struct Counted {
    std::vector<DeadUnits> dead;
    int examples = 0;
  };
  static Counted count(const Job& job);
  void refresh();
  void postCount();

  QPointer<TrainModel> model_;
  bool wanted_ = true;
  std::vector<DeadUnits> dead_;
  int examples_ = 0;
  QVariantList rows_;
  QTimer timer_, count_timer_;
  NewestWorker<Job, Counted> worker_;
};

}  // namespace fovea
