#include "ui/train/train_report.h"

#include <QVariantMap>
#include <algorithm>

#include "ui/controls/number_text.h"
#include "ui/train/data/example_image.h"
#include "ui/train/example_pixels.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr std::size_t k_most_pictures = 24;

/// The examples of one cell, the surest first; also those that are right.
std::vector<Mistake> examples_of_cell(const Evaluation& evaluation, const DataSet& data,
                                      std::span<const std::int32_t> examples, int truth,
                                      int prediction) {
  const std::size_t classes = data.classes.size();
  std::vector<Mistake> found;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    const std::int32_t label = data.labels[static_cast<std::size_t>(examples[i])];
    if (label != truth) continue;
    const auto row = std::span(evaluation.probabilities).subspan(i * classes, classes);
    const auto most = std::ranges::max_element(row);
    if (most - row.begin() != prediction) continue;
    found.push_back({.example = examples[i],
                     .truth = label,
                     .prediction = prediction,
                     .confidence = double{*most}});
  }
  std::ranges::stable_sort(found, std::greater(), &Mistake::confidence);
  if (found.size() > k_most_pictures) found.resize(k_most_pictures);
  return found;
}

}  // namespace

TrainReport::TrainReport(QObject* parent)
    : QObject(parent), worker_(this, make, [this](const Report& report) {
        if (!model_ || report.data != model_->task().data) return;
        report_ = report;
        emit changed();
      }) {
  connect(&measure_, &MomentMeasure::changed, this, [this] {
    post();
    emit changed();
  });
}

void TrainReport::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  if (model_) {
    connect(model_, &TrainModel::runChanged, this, [this] {
      report_ = {};
      truth_ = prediction_ = -1;
      emit changed();
    });
  }
  measure_.setModel(model);
  emit modelChanged();
  post();
}

TrainReport::Report TrainReport::make(const Job& job) {
  const DataSet& data = *job.task.data;
  const auto& examples = job.task.splits.validation;
  const Evaluation& evaluation = job.answer.evaluation;
  if (evaluation.probabilities.size() != examples.size() * data.classes.size()) return {};
  return {.data = job.task.data,
          .step = job.answer.step,
          .matrix = confusion_matrix(evaluation, data, examples),
          .calibration = calibration(evaluation, data, examples, 10),
          .pictures = job.truth >= 0
                          ? examples_of_cell(evaluation, data, examples, job.truth, job.prediction)
                          : worst_mistakes(evaluation, data, examples, k_most_pictures)};
}

void TrainReport::post() {
  if (!model_ || !measure_.answer() || !model_->task().data) return;
  worker_.post({*measure_.answer(), model_->task(), truth_, prediction_});
}

void TrainReport::choose(int truth, int prediction) {
  truth_ = truth;
  prediction_ = prediction;
  post();
  emit changed();
}

void TrainReport::follow(int example) {
  if (!report_.data || !model_->workspace()) return;
  model_->workspace()->attempt([&](const Document& document) {
    return open_picture(document, example_picture(*report_.data, example), Input::Kind::picture);
  });
  model_->workspace()->notes()->setTruth(report_.data->labels[static_cast<std::size_t>(example)]);
}

QImage TrainReport::picture(int example) const {
  return report_.data ? image_of_example(*report_.data, example).copy() : QImage();
}

QList<qreal> TrainReport::counts() const {
  QList<qreal> all;
  for (const std::int64_t count : report_.matrix.counts) all << static_cast<qreal>(count);
  return all;
}

QStringList TrainReport::classes() const {
  QStringList names;
  if (!report_.data) return names;
  for (const std::string& name : report_.data->classes) names << QString::fromStdString(name);
  return names;
}

QVariantList TrainReport::bins() const {
  QVariantList all;
  for (const CalibrationBin& it : report_.calibration.bins) {
    all << QVariantMap{{"from", it.from},
                       {"to", it.to},
                       {"count", static_cast<qreal>(it.count)},
                       {"confidence", it.confidence},
                       {"accuracy", it.accuracy}};
  }
  return all;
}

QString TrainReport::className(std::int32_t label) const {
  return QString::fromStdString(report_.data->classes[static_cast<std::size_t>(label)]);
}

QVariantList TrainReport::pictures() const {
  QVariantList all;
  for (const Mistake& it : report_.pictures) {
    all << QVariantMap{
        {"example", it.example},
        {"text",
         tr("%1 %2\u202f%").arg(className(it.prediction), number_string(100 * it.confidence, 0))},
        {"detail", tr("is %1").arg(className(it.truth))}};
  }
  return all;
}

QString TrainReport::title() const {
  if (!isChosen() || !report_.data) return tr("The worst of them");
  const QString count = count_text(report_.matrix.count(truth_, prediction_));
  return truth_ == prediction_
             ? tr("%1 recognised, %2").arg(className(truth_), count)
             : tr("%1 taken for %2, %3").arg(className(truth_), className(prediction_), count);
}

QString TrainReport::when() const {
  if (!measure_.problem().isEmpty()) return measure_.problem();
  if (isStale()) return tr("measuring step %1…").arg(count_text(model_->shownMetrics().step));
  return report_.data ? tr("validation, step %1").arg(count_text(report_.step)) : QString();
}

/// The newest moment is not waited for: what the run measured last stands for it.
bool TrainReport::isStale() const {
  if (!model_ || model_->isAtNow()) return false;
  return measure_.isMeasuring() || !report_.data || report_.step != model_->shownMetrics().step;
}

}  // namespace fovea
