#include "ui/train/data/class_counts_model.h"

#include <cmath>

#include "ui/train/data/example_image.h"

namespace fovea {

void ClassCountsModel::show(const std::shared_ptr<const LoadedData>& data) {
  const bool same_classes =
      data && data_ && (data->set == data_->set || data->set->classes == data_->set->classes);
  if (!same_classes) beginResetModel();
  data_ = data;
  if (!same_classes) return endResetModel();
  if (rowCount() > 0) emit dataChanged(index(0), index(rowCount() - 1));
}

int ClassCountsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !data_ ? 0 : static_cast<int>(data_->set->classes.size());
}

QVariant ClassCountsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const auto row = static_cast<std::size_t>(index.row());
  const ClassCount& count = data_->counts[row];
  switch (role) {
    case Name:
      return QString::fromStdString(data_->set->classes[row]);
    case Training:
      return qint64{count.training};
    case Validation:
      return qint64{count.validation};
    case Test:
      return qint64{count.test};
    case Excluded:
      return qint64{count.excluded};
    case Mean:
      return image_of_mean(data_->means[row]);
    default:
      return {};
  }
}

QHash<int, QByteArray> ClassCountsModel::roleNames() const {
  return {{Name, "name"}, {Training, "training"}, {Validation, "validation"},
          {Test, "test"}, {Excluded, "excluded"}, {Mean, "mean"}};
}

}  // namespace fovea
