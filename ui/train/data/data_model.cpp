#include "ui/train/data/data_model.h"

#include <algorithm>
#include <cmath>

#include "ui/train/data/example_image.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

constexpr double k_most_share = 0.9;

}  // namespace

DataModel::DataModel(QObject* parent)
    : QObject(parent),
      worker_(
          this,
          [this](const DataJob& job) {
            return load_data(
                job, [this, ticket = job.ticket](std::int64_t done, std::int64_t total) {
                  const double share = static_cast<double>(done) / static_cast<double>(total);
                  QMetaObject::invokeMethod(
                      this, [this, ticket, share] { tellProgress(ticket, share); },
                      Qt::QueuedConnection);
                });
          },
          [this](const DataResult& result) { take(result); }) {}

DataModel::~DataModel() { cancel_.cancel(); }

// Asking.

void DataModel::wantAny() {
  if (state_ == State::Empty) load(QStringLiteral("fashion-mnist"));
}

void DataModel::load(const QString& source) {
  DataJob job{.source = source.toStdString(), .settings = settings_};
  job.settings.excluded.clear();
  read(std::move(job), source);
}

void DataModel::loadUrl(const QUrl& url) { load(url.toLocalFile()); }

void DataModel::addUrl(const QUrl& url) { addSource(url.toLocalFile()); }

void DataModel::addSource(const QString& source) {
  read({.source = source.toStdString(), .set = data(), .adds = true, .settings = settings_},
       source);
}

void DataModel::add(const std::shared_ptr<const DataSet>& set) {
  if (!loaded_) return use(set);
  read({.set = data(), .addition = set, .settings = settings_}, QString::fromStdString(set->name));
}

void DataModel::use(const std::shared_ptr<const DataSet>& set) {
  DataJob job{.set = set, .settings = settings_};
  job.settings.excluded.clear();
  read(std::move(job), QString::fromStdString(set->name));
}

void DataModel::show(const std::shared_ptr<const DataSet>& set, const SplitSettings& settings,
                     const QString& source) {
  settings_ = settings;
  emit settingsChanged();
  read({.set = set, .settings = settings_}, source);
}

void DataModel::read(DataJob job, const QString& source) {
  cancel_.cancel();
  cancel_ = CancelToken();
  outdated_ = ticket_;
  job.ticket = ++ticket_;
  job.cancel = cancel_;
  source_ = source;
  progress_ = -1;
  emit progressChanged();
  setState(State::Loading);
  worker_.post(std::move(job));
}

void DataModel::cancel() {
  if (state_ != State::Loading) return;
  cancel_.cancel();
  outdated_ = ticket_;
  setState(loaded_ ? State::Ready : State::Empty);
}

/// What is being read is divided when it is there.
void DataModel::divide() {
  emit settingsChanged();
  if (state_ == State::Loading || !loaded_) return;
  worker_.post({.set = data(), .settings = settings_, .ticket = ++ticket_});
}

// What comes back.

void DataModel::tellProgress(std::uint64_t ticket, double share) {
  if (ticket <= outdated_ || state_ != State::Loading) return;
  progress_ = share;
  emit progressChanged();
}

void DataModel::take(const DataResult& result) {
  if (result.ticket <= outdated_) return;
  if (!result.data) {
    setState(loaded_ ? State::Ready : State::Failed, result.problem);
    return;
  }
  const bool other = data() != result.data->set;
  loaded_ = result.data;
  if (other) settings_.excluded = loaded_->settings.excluded;
  const int classes = static_cast<int>(loaded_->set->classes.size());
  if (class_filter_ >= classes) class_filter_ = -1;
  classes_.show(loaded_);
  setState(State::Ready);
  if (other) {
    emit filterChanged();
    find();
  }
  emit changed();
  if (loaded_->settings != settings_ && result.ticket == ticket_)
    divide();
  else
    emit settingsChanged();
}

void DataModel::setState(State state, const QString& problem) {
  if (state == state_ && problem == problem_) return;
  state_ = state;
  problem_ = problem;
  emit stateChanged();
}

// What there is.

const Splits& DataModel::splits() const {
  static const Splits k_none;
  return loaded_ ? loaded_->splits : k_none;
}

const SplitSettings& DataModel::splitSettings() const {
  return loaded_ ? loaded_->settings : settings_;
}

QString DataModel::name() const {
  return loaded_ ? QString::fromStdString(loaded_->set->name) : QString();
}

QString DataModel::sizeText() const {
  if (!loaded_) return {};
  const QString size = tr("%1 × %2").arg(loaded_->set->width).arg(loaded_->set->height);
  if (loaded_->set->channels == 1) return tr("%1, grey").arg(size);
  if (loaded_->set->channels == 3) return tr("%1, colour").arg(size);
  return tr("%1, %2 channels").arg(size).arg(loaded_->set->channels);
}

QStringList DataModel::classNames() const {
  QStringList names;
  if (!loaded_) return names;
  for (const std::string& name : loaded_->set->classes) names << QString::fromStdString(name);
  return names;
}

QStringList DataModel::unreadable() const {
  QStringList lines;
  if (!loaded_) return lines;
  for (const Unreadable& one : loaded_->set->unreadable)
    lines << QString::fromStdString(one.what + ": " + one.why);
  return lines;
}

bool DataModel::hasOwnTest() const {
  return loaded_ && loaded_->set->first_test < loaded_->set->count();
}

// How it is divided.

void DataModel::setValidationShare(qreal share) {
  share = std::isfinite(share) ? std::clamp(share, 0.0, k_most_share) : settings_.validation;
  if (share == settings_.validation) return;
  settings_.validation = share;
  divide();
}

void DataModel::setTestShare(qreal share) {
  share = std::isfinite(share) ? std::clamp(share, 0.0, k_most_share) : settings_.test;
  if (share == settings_.test) return;
  settings_.test = share;
  divide();
}

void DataModel::setSeed(qreal seed) {
  constexpr double k_most = 1e15;  // whole numbers that a double holds
  if (!std::isfinite(seed)) return;
  const auto whole = static_cast<std::uint64_t>(std::clamp(std::round(seed), 0.0, k_most));
  if (whole == settings_.seed) return;
  settings_.seed = whole;
  divide();
}

bool DataModel::isExcluded(int example) const { return settings_.excluded.contains(example); }

void DataModel::setExcluded(int example, bool excluded) {
  if (example < 0 || example >= count() || isExcluded(example) == excluded) return;
  if (excluded)
    settings_.excluded.insert(example);
  else
    settings_.excluded.erase(example);
  divide();
}

// Its examples.

void DataModel::setSearchText(const QString& text) {
  if (text == search_) return;
  search_ = text;
  emit filterChanged();
  find();
}

void DataModel::setClassFilter(int label) {
  if (label == class_filter_ || label < -1 || label >= classes_.rowCount()) return;
  class_filter_ = label;
  emit filterChanged();
  find();
}

void DataModel::find() {
  found_.clear();
  if (loaded_) {
    found_ = find_examples(*loaded_->set, search_.trimmed().toStdString());
    if (class_filter_ >= 0)
      std::erase_if(found_, [this](std::int32_t example) {
        return loaded_->set->labels[static_cast<std::size_t>(example)] != class_filter_;
      });
  }
  emit foundChanged();
}

QString DataModel::className(int example) const {
  if (example < 0 || example >= count()) return {};
  const auto label = loaded_->set->labels[static_cast<std::size_t>(example)];
  return QString::fromStdString(loaded_->set->classes[static_cast<std::size_t>(label)]);
}

QString DataModel::placeOf(int example) const {
  if (example < 0 || example >= count()) return {};
  if (isExcluded(example)) return tr("left out");
  if (std::ranges::binary_search(splits().training, example)) return tr("training");
  if (std::ranges::binary_search(splits().validation, example)) return tr("validation");
  return tr("test");
}

QString DataModel::sourceOf(int example) const {
  if (example < 0 || example >= count() || loaded_->set->sources.empty()) return {};
  return QString::fromStdString(loaded_->set->sources[static_cast<std::size_t>(example)]);
}

QImage DataModel::picture(int example) const {
  return loaded_ ? image_of_example(*loaded_->set, example).copy() : QImage();
}

}  // namespace fovea
