#pragma once

#include <QImage>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QVariantList>

#include "core/train/report.h"
#include "ui/maps/newest_worker.h"
#include "ui/train/moment_measure.h"

namespace fovea {

/// Where the run's network is wrong on validation at the moment that is shown: who is taken for
/// whom, the worst of it, and how sure it is.
class TrainReport : public QObject {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(fovea::TrainModel* model READ model WRITE setModel NOTIFY modelChanged REQUIRED)
  /// [true][predicted], row by row.
  Q_PROPERTY(QList<qreal> counts READ counts NOTIFY changed)
  Q_PROPERTY(QStringList classes READ classes NOTIFY changed)
  /// { from, to, count, confidence, accuracy } each.
  Q_PROPERTY(QVariantList bins READ bins NOTIFY changed)
  /// { example, text, detail } each, the most confident mistake first; of the chosen cell where
  /// there is one.
  Q_PROPERTY(QVariantList pictures READ pictures NOTIFY changed)
  /// What these are: "The worst of them", "Shirt taken for T-shirt, 112".
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(bool chosen READ isChosen NOTIFY changed)
  /// "validation, step 5,812"; while the moment that is shown is measured, that this is so.
  Q_PROPERTY(QString when READ when NOTIFY changed)
  /// What is here is of another moment than is shown.
  Q_PROPERTY(bool stale READ isStale NOTIFY changed)

 public:
  explicit TrainReport(QObject* parent = nullptr);

  TrainModel* model() const { return model_; }
  void setModel(TrainModel* model);
  QList<qreal> counts() const;
  QStringList classes() const;
  QVariantList bins() const;
  QVariantList pictures() const;
  QString title() const;
  bool isChosen() const { return truth_ >= 0; }
  QString when() const;
  bool isStale() const;

 public slots:
  /// A cell of the matrix; −1, −1: all mistakes.
  void choose(int truth, int prediction);
  /// The example becomes what is followed.
  void follow(int example);
  QImage picture(int example) const;

 signals:
  void modelChanged();
  void changed();

 private:
  struct Job {
    EvaluationAnswer answer;
    TrainingTask task;
    int truth = -1, prediction = -1;
  };
  struct Report {
    std::shared_ptr<const DataSet> data;  // null: none yet
    std::int64_t step = 0;
    ConfusionMatrix matrix;
    Calibration calibration;
    std::vector<Mistake> pictures;
  };
  static Report make(const Job& job);
  void post();
  QString className(std::int32_t label) const;

  QPointer<TrainModel> model_;
  int truth_ = -1, prediction_ = -1;
  Report report_;
  MomentMeasure measure_;
  NewestWorker<Job, Report> worker_;
};

}  // namespace fovea
