#pragma once

#include <QAbstractListModel>
#include <memory>

#include "ui/train/data/loaded_data.h"

namespace fovea {

/// The classes of a data set with how many examples of each are where, and the mean of those that
/// are trained on.
class ClassCountsModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { Name = Qt::UserRole, Training, Validation, Test, Excluded, Mean };

  using QAbstractListModel::QAbstractListModel;

  void show(const std::shared_ptr<const LoadedData>& data);
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 private:
  std::shared_ptr<const LoadedData> data_;
};

}  // namespace fovea
