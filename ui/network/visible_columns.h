#pragma once

#include <QAbstractListModel>
#include <vector>

namespace fovea {

/// What a column's header says.
struct ColumnHeader {
  int column = 0;  ///< in the layout
  qreal x = 0, width = 0;
  QString name, shape, detail;
  QString kind;        ///< as the theme has it
  QString kind_words;  ///< for a person
  QString shown;       ///< "36 of 96 shown"; empty where all are
  bool selected = false;
  friend bool operator==(const ColumnHeader&, const ColumnHeader&) = default;
};

/// Headers of the columns that are in view, as rows that come and go while the lens is scrolled.
class VisibleColumns : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role {
    Column = Qt::UserRole,
    X,
    Width,
    Name,
    ShapeText,
    Detail,
    Kind,
    KindWords,
    Shown,
    Selected
  };
  using QAbstractListModel::QAbstractListModel;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

  /// `headers` are of neighbouring columns, in order.
  void show(std::vector<ColumnHeader> headers);

 private:
  std::vector<ColumnHeader> headers_;
};

}  // namespace fovea
