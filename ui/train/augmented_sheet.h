#pragma once

#include <QObject>
#include <QPointer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "ui/train/train_model.h"

namespace fovea {

/// A few real examples as the settings change them before the network sees them.
class AugmentedSheet : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  /// QImages; none where there are no examples, or nothing changes them.
  Q_PROPERTY(QVariantList images READ images NOTIFY changed)

 public:
  using QObject::QObject;

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  QVariantList images() const;

 signals:
  void modelChanged();
  void changed();

 private:
  QPointer<TrainModel> model_;
};

}  // namespace fovea
