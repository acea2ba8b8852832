#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVariantList>
#include <QVariantMap>

#include "core/train/one_step.h"
#include "ui/maps/newest_worker.h"
#include "ui/train/train_model.h"

namespace fovea {

/// One training step on the picture that is followed, seen from the selected unit: forward, loss,
/// backward, update, as the run's optimiser takes it at the moment that is shown (the newest that
/// the timeline has, while the run goes on). In double precision, by a worker, while it is wanted.
class StepModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  Q_PROPERTY(bool wanted MEMBER wanted_ WRITE setWanted NOTIFY wantedChanged)
  /// Why nothing is shown; empty where all is well.
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(bool ready READ isReady NOTIFY changed)
  /// "conv1, unit 3"
  Q_PROPERTY(QString unitName READ unitName NOTIFY changed)
  Q_PROPERTY(QStringList classes READ classes NOTIFY changed)
  /// The class that the step is taught.
  Q_PROPERTY(int label READ label WRITE setLabel NOTIFY changed)
  /// Tensors [H, W], for TensorPicture.
  Q_PROPERTY(QVariant map READ map NOTIFY changed)
  Q_PROPERTY(QVariant mapGradient READ mapGradient NOTIFY changed)
  Q_PROPERTY(QVariant before READ before NOTIFY changed)
  Q_PROPERTY(QVariant gradient READ gradient NOTIFY changed)
  Q_PROPERTY(QVariant update READ update NOTIFY changed)
  Q_PROPERTY(QVariant after READ after NOTIFY changed)
  /// The largest magnitude of the kernel before and after: one scale for both.
  Q_PROPERTY(qreal kernelLimit READ kernelLimit NOTIFY changed)
  /// "0.413"
  Q_PROPERTY(QString lossText READ lossText NOTIFY changed)
  Q_PROPERTY(QString lossAfterUnitText READ lossAfterUnitText NOTIFY changed)
  Q_PROPERTY(QString lossAfterAllText READ lossAfterAllText NOTIFY changed)
  Q_PROPERTY(QString probabilityText READ probabilityText NOTIFY changed)
  Q_PROPERTY(QString mapText READ mapText NOTIFY changed)
  Q_PROPERTY(QString gradientText READ gradientText NOTIFY changed)
  /// "SGD with momentum 0.9": what takes the step.
  Q_PROPERTY(QString optimiserText READ optimiserText NOTIFY changed)
  /// The learning rate that the schedule has at the moment that is explained.
  Q_PROPERTY(QString rateText READ rateText NOTIFY changed)
  /// "step 1,946": the moment of the run; empty where its optimiser is not what takes the step,
  /// since the document shows another network.
  Q_PROPERTY(QString momentText READ momentText NOTIFY changed)
  /// What the optimiser remembers of the kernel after the step, and what that is called; empty
  /// where it remembers nothing.
  Q_PROPERTY(QVariant memory READ memory NOTIFY changed)
  Q_PROPERTY(QString memoryTitle READ memoryTitle NOTIFY changed)
  /// The step in numbers: { name, values } each, of one weight of the kernel and of the bias.
  Q_PROPERTY(QStringList heads READ heads NOTIFY changed)
  Q_PROPERTY(QVariantList rows READ rows NOTIFY changed)
  Q_PROPERTY(QString formula READ formula NOTIFY changed)
  /// Which weight of the kernel's slice the first row is of: the one that moves most, until
  /// somebody chooses.
  Q_PROPERTY(int weight READ weight WRITE setWeight NOTIFY changed)
  Q_PROPERTY(int weights READ weights NOTIFY changed)
  /// { name, input, passed, gradient, text } each: the map that a layer after the unit reads, the
  /// same with 1 where its gradient comes from and 0 elsewhere, and that gradient.
  Q_PROPERTY(QVariantList routes READ routes NOTIFY changed)
  /// Which of the kernel's slices, and how many there are.
  Q_PROPERTY(int slice READ slice WRITE setSlice NOTIFY changed)
  Q_PROPERTY(int slices READ slices NOTIFY changed)

 public:
  explicit StepModel(QObject* parent = nullptr);

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  void setWanted(bool wanted);
  QString problem() const { return shown_.sentence; }
  bool isReady() const { return shown_.step.has_value(); }
  QString unitName() const;
  QStringList classes() const;
  int label() const { return static_cast<int>(shown_.label); }
  void setLabel(int label);
  QVariant map() const;
  QVariant mapGradient() const;
  QVariant before() const { return kernel(&SliceStep::before); }
  QVariant gradient() const { return kernel(&SliceStep::gradient); }
  QVariant update() const { return kernel(&SliceStep::update); }
  QVariant after() const { return kernel(&SliceStep::after); }
  qreal kernelLimit() const;
  QString lossText() const;
  QString lossAfterUnitText() const;
  QString lossAfterAllText() const;
  QString probabilityText() const;
  QString mapText() const;
  QString gradientText() const;
  QString optimiserText() const;
  QString rateText() const;
  QString momentText() const;
  QVariant memory() const { return kernel(&SliceStep::first_after); }
  QString memoryTitle() const;
  QStringList heads() const;
  QVariantList rows() const;
  QString formula() const;
  int weight() const;
  void setWeight(int weight);
  int weights() const;
  QVariantList routes() const { return shown_.routes; }
  int slice() const { return slice_; }
  void setSlice(int slice);
  int slices() const;

 signals:
  void modelChanged();
  void wantedChanged();
  void changed();

 private:
  struct Job {
    Graph graph;
    StepQuestion question;  // without the moment
    TrainingSettings settings;
    std::shared_ptr<Timeline> timeline;  // null: with a fresh optimiser
    std::int64_t step = 0;
    double epoch = 0;
  };
  struct Shown {
    std::optional<OneStep> step;
    QString sentence;
    QVariantList routes;
    NodeId node = k_no_node;
    std::int64_t unit = 0;
    std::int32_t label = 0;
    OptimiserSettings optimiser;
    double rate = 0;
    std::optional<std::int64_t> at;  // step of the run
  };
  static Shown explain(const Job& job);
  void wish();
  void post();
  QVariant kernel(Tensor SliceStep::*part) const;
  const SliceStep* kernelStep() const;
  const SliceStep* biasStep() const;
  std::size_t firstOfSlice() const;
  QString weightName() const;

  QPointer<TrainModel> model_;
  bool wanted_ = false;
  int label_ = -1;  // that a person chose
  int slice_ = 0;
  int weight_ = -1;  // that a person chose
  Shown shown_;
  QTimer timer_;
  NewestWorker<Job, Shown> worker_;
};

}  // namespace fovea
