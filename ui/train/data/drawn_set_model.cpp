#include "ui/train/data/drawn_set_model.h"

#include <QStandardPaths>
#include <algorithm>

#include "core/media/centre_by_mass.h"
#include "core/media/picture_image.h"

namespace fovea {

DrawnSetModel::DrawnSetModel(QObject* parent)
    : QAbstractListModel(parent),
      folder_(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/drawn"),
      files_(this, [this](const QString& problem) { say(problem); }) {
  reload();
}

void DrawnSetModel::setFolder(const QString& folder) {
  if (folder == folder_) return;
  folder_ = folder;
  added_.clear();
  beginResetModel();
  rows_.clear();
  endResetModel();
  chosen_ = -1;
  emit chosenChanged();
  emit counted();
  emit folderChanged();
  reload();
}

void DrawnSetModel::reload() {
  files_.post([this, set = set(), folder = folder_]() -> FileQueue::Taking {
    return [this, entries = set.list(), folder] {
      if (folder == folder_) take(entries);
    };
  });
}

void DrawnSetModel::take(const std::vector<DrawnSet::Entry>& entries) {
  const QString before = className();
  const std::vector<ClassRow> named = std::move(rows_);  // by now, perhaps of nothing yet
  beginResetModel();
  rows_.clear();
  for (const DrawnSet::Entry& entry : entries) {
    const QString name = QString::fromStdString(entry.class_name);
    if (rows_.empty() || rows_.back().name != name) rows_.push_back({name});
    ++rows_.back().count;
  }
  for (const ClassRow& row : named)
    if (std::ranges::find(rows_, row.name, &ClassRow::name) == rows_.end())
      rows_.push_back({row.name});
  endResetModel();
  chosen_ = rows_.empty() ? -1 : 0;
  emit chosenChanged();
  if (!before.isEmpty()) chooseClass(before);
  emit counted();
}

int DrawnSetModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant DrawnSetModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const ClassRow& row = rows_[static_cast<std::size_t>(index.row())];
  if (role == Name) return row.name;
  if (role == Count) return row.count;
  return {};
}

QHash<int, QByteArray> DrawnSetModel::roleNames() const {
  return {{Name, "name"}, {Count, "count"}};
}

int DrawnSetModel::total() const {
  int sum = 0;
  for (const ClassRow& row : rows_) sum += row.count;
  return sum;
}

QString DrawnSetModel::className() const {
  return chosen_ < 0 ? QString() : rows_[static_cast<std::size_t>(chosen_)].name;
}

void DrawnSetModel::setChosen(int row) {
  if (row == chosen_ || row < 0 || row >= rowCount()) return;
  chosen_ = row;
  emit chosenChanged();
}

void DrawnSetModel::chooseClass(const QString& name) {
  const QString wanted = name.trimmed();
  if (wanted.isEmpty()) return;
  const auto found = std::ranges::find(rows_, wanted, &ClassRow::name);
  const int row = static_cast<int>(found - rows_.begin());
  if (found == rows_.end()) {
    beginInsertRows({}, row, row);
    rows_.push_back({wanted});
    endInsertRows();
  }
  setChosen(row);
}

void DrawnSetModel::setCentred(bool centred) {
  if (centred == centred_) return;
  centred_ = centred;
  emit centredChanged();
}

QImage DrawnSetModel::resultOf(const QImage& drawing) const {
  if (drawing.isNull()) return {};
  if (!centred_)
    return drawing
        .scaled(k_digit_side, k_digit_side, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_Grayscale8);
  return to_image(centre_by_mass(from_image(drawing, {}))).copy();
}

void DrawnSetModel::countOne(const QString& name, int more) {
  const auto found = std::ranges::find(rows_, name, &ClassRow::name);
  if (found == rows_.end()) return;
  found->count = std::max(0, found->count + more);
  const QModelIndex row = index(static_cast<int>(found - rows_.begin()));
  emit dataChanged(row, row, {Count});
}

void DrawnSetModel::add(const QImage& drawing) {
  if (chosen_ < 0) return say(tr("Name the class that is drawn first."));
  const QString name = className();
  files_.post([this, set = set(), folder = folder_, name = name.toStdString(),
               example = from_image(resultOf(drawing), name.toStdString())]() -> FileQueue::Taking {
    return [this, entry = set.add(name, example), folder] {
      if (folder != folder_) return;
      added_.push_back(entry);
      countOne(QString::fromStdString(entry.class_name), 1);
      say({});
      emit counted();
    };
  });
}

void DrawnSetModel::takeBack() {
  if (added_.empty()) return;
  const DrawnSet::Entry last = added_.back();
  added_.pop_back();
  emit counted();
  files_.post([this, set = set(), folder = folder_, last]() -> FileQueue::Taking {
    set.remove(last.file);
    return [this, last, folder] {
      if (folder != folder_) return;
      countOne(QString::fromStdString(last.class_name), -1);
      say({});
      emit counted();
    };
  });
}

void DrawnSetModel::giveTo(DataModel* model, bool adds) {
  files_.post([this, set = set(), target = QPointer(model), adds]() -> FileQueue::Taking {
    return [this, read = set.read(), target, adds] {
      say({});
      if (!target) return;
      if (adds)
        target->add(read);
      else
        target->use(read);
      emit given();
    };
  });
}

void DrawnSetModel::say(const QString& problem) {
  if (problem == problem_) return;
  problem_ = problem;
  emit problemChanged();
}

}  // namespace fovea
