#pragma once

#include <QPointer>

#include "ui/clipboard/copy_source.h"
#include "ui/train/train_model.h"

namespace fovea {

/// The charts of a run as the figures of them: its curves, its confusion matrix.
class TrainCopies : public QObject, public CopySource {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model MEMBER model_ NOTIFY changed REQUIRED)
  /// The matrix, else the curves.
  Q_PROPERTY(bool confusion MEMBER confusion_ NOTIFY changed)
  Q_PROPERTY(bool dark MEMBER dark_ NOTIFY changed)

 public:
  using QObject::QObject;
  Copied copied(std::optional<QPointF> at) const override;

 signals:
  void changed();

 private:
  QPointer<TrainModel> model_;
  bool confusion_ = false, dark_ = true;
};

}  // namespace fovea
