#pragma once

#include <QPointer>

#include "ui/kernel/understand/kernel_analysis.h"

namespace fovea {

/// The magnitude of an analysis' frequency response along one direction.
class FrequencyCutModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(
      fovea::KernelAnalysis* analysis READ analysis WRITE setAnalysis NOTIFY changed REQUIRED)
  /// Degrees anticlockwise from the right, 0 to below 180.
  Q_PROPERTY(qreal angle READ angle WRITE setAngle NOTIFY changed)
  Q_PROPERTY(QList<qreal> magnitudes READ magnitudes NOTIFY changed)
  /// Frequency of the last magnitude, in cycles a pixel; the first is of 0.
  Q_PROPERTY(qreal longest READ longest NOTIFY changed)

 public:
  using QObject::QObject;

  KernelAnalysis* analysis() const { return analysis_; }
  void setAnalysis(KernelAnalysis* analysis);
  qreal angle() const { return angle_; }
  void setAngle(qreal degrees);
  QList<qreal> magnitudes() const { return magnitudes_; }
  qreal longest() const { return longest_; }

 signals:
  void changed();

 private:
  void refresh();

  QPointer<KernelAnalysis> analysis_;
  qreal angle_ = 0;
  QList<qreal> magnitudes_;
  qreal longest_ = 0.5;
};

}  // namespace fovea
