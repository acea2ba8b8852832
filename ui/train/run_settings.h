#pragma once

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "core/train/settings.h"

namespace fovea {

/// How the next step learns, to be changed by hand. Shares are 0 to 1; see core/train/settings.h
/// for what each means.
class RunSettings : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(qreal learningRate READ learningRate WRITE setLearningRate NOTIFY changed)
  Q_PROPERTY(int batch READ batch WRITE setBatch NOTIFY changed)
  Q_PROPERTY(qreal epochs READ epochs WRITE setEpochs NOTIFY changed)
  Q_PROPERTY(qreal seed READ seed WRITE setSeed NOTIFY changed)
  Q_PROPERTY(int patience READ patience WRITE setPatience NOTIFY changed)
  Q_PROPERTY(int optimiser READ optimiser WRITE setOptimiser NOTIFY changed)
  Q_PROPERTY(qreal momentum READ momentum WRITE setMomentum NOTIFY changed)
  Q_PROPERTY(bool nesterov READ nesterov WRITE setNesterov NOTIFY changed)
  Q_PROPERTY(qreal weightDecay READ weightDecay WRITE setWeightDecay NOTIFY changed)
  Q_PROPERTY(qreal clipNorm READ clipNorm WRITE setClipNorm NOTIFY changed)
  Q_PROPERTY(int schedule READ schedule WRITE setSchedule NOTIFY changed)
  Q_PROPERTY(qreal warmUp READ warmUp WRITE setWarmUp NOTIFY changed)
  Q_PROPERTY(qreal stepEpochs READ stepEpochs WRITE setStepEpochs NOTIFY changed)
  Q_PROPERTY(qreal stepFactor READ stepFactor WRITE setStepFactor NOTIFY changed)
  Q_PROPERTY(int loss READ loss WRITE setLoss NOTIFY changed)
  Q_PROPERTY(qreal labelSmoothing READ labelSmoothing WRITE setLabelSmoothing NOTIFY changed)
  Q_PROPERTY(qreal dropout READ dropout WRITE setDropout NOTIFY changed)
  Q_PROPERTY(QStringList frozen READ frozen NOTIFY changed)
  /// Names of the augmentations and what they are, in one order.
  Q_PROPERTY(QVariantList augmentations READ augmentations NOTIFY changed)

 public:
  explicit RunSettings(QObject* parent = nullptr);

  const TrainingSettings& value() const { return settings_; }
  /// As a run has them; no `edited` follows.
  void take(const TrainingSettings& settings);

  qreal learningRate() const { return settings_.learning_rate; }
  void setLearningRate(qreal rate) { change(settings_.learning_rate, rate); }
  int batch() const { return static_cast<int>(settings_.batch); }
  void setBatch(int batch) { change(settings_.batch, std::int64_t{batch}); }
  qreal epochs() const { return settings_.epochs; }
  void setEpochs(qreal epochs) { change(settings_.epochs, double{epochs}); }
  qreal seed() const { return static_cast<qreal>(settings_.seed); }
  void setSeed(qreal seed) { change(settings_.seed, static_cast<std::uint64_t>(seed)); }
  int patience() const { return settings_.patience; }
  void setPatience(int epochs) { change(settings_.patience, epochs); }
  int optimiser() const { return static_cast<int>(settings_.optimiser.kind); }
  /// Its usual learning rate comes with it where the old one's was in force.
  void setOptimiser(int kind);
  qreal momentum() const { return settings_.optimiser.momentum; }
  void setMomentum(qreal momentum) { change(settings_.optimiser.momentum, double{momentum}); }
  bool nesterov() const { return settings_.optimiser.nesterov; }
  void setNesterov(bool on) { change(settings_.optimiser.nesterov, on); }
  qreal weightDecay() const { return settings_.optimiser.weight_decay; }
  void setWeightDecay(qreal decay) { change(settings_.optimiser.weight_decay, double{decay}); }
  qreal clipNorm() const { return settings_.optimiser.clip_norm; }
  void setClipNorm(qreal norm) { change(settings_.optimiser.clip_norm, double{norm}); }
  int schedule() const { return static_cast<int>(settings_.schedule.kind); }
  void setSchedule(int kind) { change(settings_.schedule.kind, static_cast<ScheduleKind>(kind)); }
  qreal warmUp() const { return settings_.schedule.warm_up; }
  void setWarmUp(qreal epochs) { change(settings_.schedule.warm_up, double{epochs}); }
  qreal stepEpochs() const { return settings_.schedule.step_epochs; }
  void setStepEpochs(qreal epochs) { change(settings_.schedule.step_epochs, double{epochs}); }
  qreal stepFactor() const { return settings_.schedule.step_factor; }
  void setStepFactor(qreal factor) { change(settings_.schedule.step_factor, double{factor}); }
  int loss() const { return static_cast<int>(settings_.loss.kind); }
  void setLoss(int kind) { change(settings_.loss.kind, static_cast<LossKind>(kind)); }
  qreal labelSmoothing() const { return settings_.loss.label_smoothing; }
  void setLabelSmoothing(qreal share) { change(settings_.loss.label_smoothing, double{share}); }
  qreal dropout() const { return settings_.dropout; }
  void setDropout(qreal share) { change(settings_.dropout, double{share}); }
  QStringList frozen() const;
  QVariantList augmentations() const;

 public slots:
  void setFrozen(const QString& node, bool frozen);
  /// Of `augmentations`, by its index; flipping is 0 or 1.
  void setAugmentation(int index, qreal amount);

 signals:
  void changed();
  /// By hand.
  void edited();

 private:
  template <typename T>
  void change(T& member, const T& value) {
    if (member == value) return;
    member = value;
    emit changed();
    emit edited();
  }

  TrainingSettings settings_;
};

}  // namespace fovea
