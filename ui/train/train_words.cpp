// What the Train lens says of a run.

#include <QVariantMap>
#include <cmath>
#include <thread>

#include "core/train/architectures.h"
#include "ui/controls/number_text.h"
#include "ui/train/train_model.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

QString percent(double share) {
  if (!std::isfinite(share)) return {};
  return TrainModel::tr("%1\u202f%").arg(number_string(100 * share, 1));
}

}  // namespace

QString TrainModel::dataName() const {
  return data_.set ? QString::fromStdString(data_.set->name) : QString();
}

QString TrainModel::dataCounts() const {
  if (!data_.set) return {};
  const auto count = [](const std::vector<std::int32_t>& split) {
    return count_text(static_cast<qint64>(split.size()));
  };
  return tr("%1 to learn from, %2 for validation, %3 for test")
      .arg(count(data_.splits.training), count(data_.splits.validation), count(data_.splits.test));
}

QVariantList TrainModel::bodies() const {
  QVariantList all;
  for (const Architecture& it : architectures()) {
    all << QVariantMap{{"text", QString::fromStdString(architecture_title(it.name))},
                       {"detail", QString::fromUtf8(it.sentence.data(),
                                                    static_cast<qsizetype>(it.sentence.size()))}};
  }
  const QString open = workspace_ ? workspace_->networkName() : QString();
  all << QVariantMap{{"text", tr("This network")},
                     {"detail", tr("%1 as it is now, all of it learning on").arg(open)}};
  all << QVariantMap{
      {"text", tr("This network, new head")},
      {"detail", tr("Keeps the body of %1 frozen and learns a new last layer").arg(open)}};
  return all;
}

QStringList TrainModel::layers() const {
  QStringList names;
  if (!run_.origin) return names;
  const Graph& graph = run_.origin->model.graph;
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    if (unit_count(graph, static_cast<NodeId>(i)) > 0)
      names << QString::fromStdString(graph.nodes()[i].name);
  }
  return names;
}

QString TrainModel::pictureName() const {
  return workspace_ ? QString::fromStdString(workspace_->document().input->picture->name)
                    : QString();
}

QString TrainModel::runName() const { return QString::fromStdString(run_.name); }

QString TrainModel::learntName() const {
  return QString::fromStdString(run_.data.set ? run_.data.set->name : run_.name);
}

QString TrainModel::stepText() const {
  if (!trainer_) return {};
  const auto last =
      static_cast<qint64>(std::ceil(run_settings_.epochs * static_cast<double>(steps_in_epoch_)));
  if (last == 0) return count_text(metrics_.step);  // nobody knows without its examples
  return tr("%1 of %2").arg(count_text(metrics_.step), count_text(last));
}

QString TrainModel::epochText() const {
  return trainer_ ? number_string(metrics_.epoch, 1) : QString();
}

QString TrainModel::speedText() const {
  if (!trainer_ || metrics_.images_per_second <= 0) return {};
  // Three digits that count.
  const double rate = metrics_.images_per_second;
  const double unit = std::max(1.0, std::pow(10, std::floor(std::log10(rate)) - 2));
  return tr("%1 images/s").arg(count_text(static_cast<qint64>(std::round(rate / unit) * unit)));
}

QString TrainModel::engineText() const {
  if (hasRun() && engine_ == EngineKind::vulkan) return tr("Vulkan");
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  return threads == 1 ? tr("CPU, 1 thread") : tr("CPU, %1 threads").arg(threads);
}

QString TrainModel::testText() const {
  if (!trainer_) return {};
  if (test_looks_ == 0) return tr("not looked at");
  const QString looks =
      test_looks_ == 1 ? tr("looked at once") : tr("looked at %1 times").arg(test_looks_);
  if (!std::isfinite(test_accuracy_)) return looks;
  return tr("%1 at step %2, %3").arg(percent(test_accuracy_), count_text(test_step_), looks);
}

QString TrainModel::statusText() const {
  if (!trainer_) return tr("No run yet");
  const RunMetrics& shown = shownMetrics();
  return tr("epoch %1 · step %2").arg(number_string(shown.epoch, 1), count_text(shown.step));
}

QString TrainModel::validationText() const {
  const QString accuracy = percent(shownMetrics().validation_accuracy);
  return trainer_ && !accuracy.isEmpty() ? tr("validation %1").arg(accuracy) : QString();
}

qreal TrainModel::shownEpoch() const { return shownMetrics().epoch; }

qreal TrainModel::lastEpoch() const {
  const double planned = hasRun() ? run_settings_.epochs : settings_.value().epochs;
  return std::max(planned, metrics_.epoch);
}

QString TrainModel::momentText() const {
  return tr("epoch %1").arg(number_string(shownEpoch(), steps_in_epoch_ > 20 ? 2 : 1));
}

}  // namespace fovea
