#include "ui/train/run_list.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "ui/controls/number_text.h"
#include "ui/train/on_worker.h"
#include "ui/train/settings_words.h"

namespace fovea {
namespace {

constexpr int k_first_color = 2;  // training and validation of the run that is shown are before

std::vector<QPointF> points_of(const auto& rows, auto member) {
  std::vector<QPointF> points;
  for (const auto& row : rows) points.emplace_back(row.epoch, row.*member);
  return points;
}

CurveSeries* series_of(QObject* parent, const QString& name, int color,
                       const std::vector<QPointF>& points) {
  auto* series = new CurveSeries(parent);
  series->setProperty("name", name);
  series->setProperty("color", color);
  series->setProperty("dashed", true);
  series->append(points);
  return series;
}

}  // namespace

RunList::RunList(QObject* parent) : QAbstractListModel(parent) {}

void RunList::setModel(TrainModel* model) {
  if (model == model_) return;
  model_ = model;
  if (model_) connect(model_, &TrainModel::runChanged, this, &RunList::refresh);
  emit modelChanged();
  emit comparedChanged();
  refresh();
}

void RunList::refresh() {
  if (!model_) return;
  on_worker<std::vector<RunSummary>>(
      this, [runs = model_->runsFolder()] { return list_runs(runs); },
      [this](Outcome<std::vector<RunSummary>> read) {
        if (read.value) take(std::move(*read.value));
      });
}

void RunList::take(std::vector<RunSummary> runs) {
  beginResetModel();
  runs_ = std::move(runs);
  endResetModel();
  for (const RunSummary& run : runs_) {
    const auto compared = find(run);
    if (compared == compared_.end()) continue;
    for (CurveSeries* series : {compared->loss, compared->accuracy})
      series->setProperty("name", curveName(run));
  }
  emit changed();
}

int RunList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

bool RunList::isCurrent(const RunSummary& run) const {
  return model_ && model_->hasRun() && run.folder == model_->runFolder();
}

QString RunList::nameOf(const RunSummary& run) const {
  return tr("%1, seed %2").arg(QString::fromStdString(run.name)).arg(run.settings.seed);
}

/// "30 Nov 19:07", as the folder is called; empty where it is called otherwise.
QString RunList::begunAt(const RunSummary& run) const {
  const QString name = QString::fromStdString(run.folder.filename().string());
  const QDateTime begun = QDateTime::fromString(name.left(15), "yyyyMMdd-HHmmss");
  return begun.isValid() ? QLocale(QLocale::English).toString(begun, "d MMM HH:mm") : QString();
}

const RunSummary* RunList::comparedTo(const RunSummary& run) const {
  const auto shown = std::ranges::find_if(runs_, [&](const auto& it) { return isCurrent(it); });
  if (shown != runs_.end()) return &*shown;
  const auto parent = std::ranges::find_if(runs_, [&](const RunSummary& it) {
    return !run.parent.empty() && it.folder.filename() == run.parent;
  });
  if (parent != runs_.end()) return &*parent;
  const auto before = std::ranges::find(runs_, run.folder, &RunSummary::folder);
  return before == runs_.end() || before + 1 == runs_.end() ? nullptr : &*(before + 1);
}

QString RunList::differencesOf(const RunSummary& run) const {
  const RunSummary* other = comparedTo(run);
  if (other == nullptr || other == &run) return {};
  QStringList all;
  for (const RunDifference& it : run_differences(*other, run)) all << difference_text(it);
  if (all.isEmpty()) return tr("the same settings");
  return all.join(QStringLiteral(", "));
}

/// Beside the run that is shown, with what tells it from that first.
QString RunList::curveName(const RunSummary& run) const {
  const RunSummary* other = comparedTo(run);
  const auto all = other ? run_differences(*other, run) : std::vector<RunDifference>{};
  const auto first = std::ranges::find_if(all, [&](const RunDifference& it) {
    return it.what != QObject::tr("network") &&
           it.what != QObject::tr("seed");  // which the name says
  });
  return first == all.end() ? nameOf(run)
                            : tr("%1, %2 %3").arg(nameOf(run), first->what, first->to);
}

QVariant RunList::data(const QModelIndex& index, int role) const {
  const RunSummary& run = runs_[static_cast<std::size_t>(index.row())];
  const auto compared = find(run);
  switch (role) {
    case Name:
      return nameOf(run);
    case Detail: {
      const QString epochs =
          tr("%1 of %2 epochs")
              .arg(number_string(run.epoch, 1), number_string(run.settings.epochs, 0));
      QStringList parts;
      if (const QString begun = begunAt(run); !begun.isEmpty()) parts << begun;
      parts << (run.parent.empty() ? epochs : tr("a fork, %1").arg(epochs));
      parts << tr("on %1").arg(QString::fromStdString(run.data));
      return parts.join(", ");
    }
    case Differences:
      return differencesOf(run);
    case Accuracy:
      return std::isfinite(run.accuracy) ? tr("%1\u202f%").arg(number_string(100 * run.accuracy, 1))
                                         : QString();
    case Compared:
      return compared != compared_.end();
    case SeriesColor:
      return compared != compared_.end() ? compared->loss->color() : 0;
    case Current:
      return isCurrent(run);
    default:
      return {};
  }
}

QHash<int, QByteArray> RunList::roleNames() const {
  return {{Name, "name"},         {Detail, "detail"},     {Differences, "differences"},
          {Accuracy, "accuracy"}, {Compared, "compared"}, {SeriesColor, "seriesColor"},
          {Current, "current"}};
}

const RunSummary* RunList::offered() const {
  if (!model_ || model_->hasRun()) return nullptr;
  const auto found = std::ranges::find_if(
      runs_, [](const RunSummary& run) { return run.epoch > 0 && !run.is_finished(); });
  return found == runs_.end() ? nullptr : &*found;
}

QString RunList::offer() const {
  const RunSummary* run = offered();
  if (run == nullptr) return {};
  return tr("Resume %1, epoch %2")
      .arg(QString::fromStdString(run->name), number_string(run->epoch, 1));
}

void RunList::takeOffer() {
  if (const RunSummary* run = offered())
    model_->resume(QString::fromStdString(run->folder.string()));
}

void RunList::open(int row) {
  if (row < 0 || row >= count()) return;
  const RunSummary& run = runs_[static_cast<std::size_t>(row)];
  if (!isCurrent(run)) model_->resume(QString::fromStdString(run.folder.string()));
}

std::vector<RunList::Other>::const_iterator RunList::find(const RunSummary& run) const {
  return std::ranges::find(compared_, run.folder, &RunList::Other::folder);
}

void RunList::compare(int row, bool on) {
  if (row < 0 || row >= count()) return;
  const RunSummary& run = runs_[static_cast<std::size_t>(row)];
  if (on == (find(run) != compared_.end())) return;
  if (!on) {
    forget(run.folder);
  } else {
    int color = k_first_color;
    const auto is_taken = [&] {
      return std::ranges::any_of(compared_,
                                 [&](const auto& it) { return it.loss->color() == color; });
    };
    while (is_taken()) ++color;
    const QString name = curveName(run);
    const auto& points = run.curves.validation;
    compared_.push_back(
        {run.folder, name, series_of(this, name, color, points_of(points, &ValidationPoint::loss)),
         series_of(this, name, color, points_of(points, &ValidationPoint::accuracy))});
  }
  emit dataChanged(index(row), index(row));
  emit comparedChanged();
  loadBeside();
}

void RunList::forget(const std::filesystem::path& folder) {
  const auto found = std::ranges::find(compared_, folder, &RunList::Other::folder);
  if (found == compared_.end()) return;
  found->loss->deleteLater();
  found->accuracy->deleteLater();
  compared_.erase(found);
}

void RunList::remove(int row) {
  if (row < 0 || row >= count()) return;
  const RunSummary run = runs_[static_cast<std::size_t>(row)];
  if (isCurrent(run)) return;
  beginRemoveRows({}, row, row);
  runs_.erase(runs_.begin() + row);
  endRemoveRows();
  forget(run.folder);
  emit comparedChanged();
  emit changed();
  loadBeside();
  on_worker<bool>(
      this,
      [folder = run.folder] {
        std::error_code failure;
        std::filesystem::remove_all(folder, failure);
        if (failure)
          throw Error{"the run cannot be deleted: " + failure.message(), folder.string()};
        return true;
      },
      [this](Outcome<bool> done) {
        if (!done.value && model_) model_->fail(done.sentence);
      });
}

QVariantList RunList::losses() const {
  if (!model_) return {};
  QVariantList all{QVariant::fromValue(model_->trainingLoss()),
                   QVariant::fromValue(model_->validationLoss())};
  for (const auto& it : compared_) all << QVariant::fromValue(it.loss);
  return all;
}

QVariantList RunList::accuracies() const {
  if (!model_) return {};
  QVariantList all{QVariant::fromValue(model_->trainingAccuracy()),
                   QVariant::fromValue(model_->validationAccuracy())};
  for (const auto& it : compared_) all << QVariant::fromValue(it.accuracy);
  return all;
}

QString RunList::besideName() const {
  return compared_.empty() ? QString() : compared_.back().name;
}

void RunList::loadBeside() {
  beside_.reset();
  emit besideChanged();
  if (compared_.empty()) return;
  const std::filesystem::path folder = compared_.back().folder;
  on_worker<Graph>(
      this, [folder] { return newest_network(folder); },
      [this, folder](Outcome<Graph> read) {
        if (compared_.empty() || compared_.back().folder != folder || !read.value) return;
        beside_ = std::move(read.value);
        emit besideChanged();
      });
}

}  // namespace fovea
