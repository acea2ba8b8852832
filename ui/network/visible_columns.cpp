#include "ui/network/visible_columns.h"

#include <algorithm>

namespace fovea {

int VisibleColumns::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(headers_.size());
}

QVariant VisibleColumns::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= rowCount()) return {};
  const ColumnHeader& header = headers_[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Column:
      return header.column;
    case X:
      return header.x;
    case Width:
      return header.width;
    case Name:
      return header.name;
    case ShapeText:
      return header.shape;
    case Detail:
      return header.detail;
    case Kind:
      return header.kind;
    case KindWords:
      return header.kind_words;
    case Shown:
      return header.shown;
    case Selected:
      return header.selected;
    default:
      return {};
  }
}

QHash<int, QByteArray> VisibleColumns::roleNames() const {
  return {{Column, "column"},    {X, "columnX"},           {Width, "columnWidth"},
          {Name, "name"},        {ShapeText, "shape"},     {Detail, "detail"},
          {Kind, "kind"},        {KindWords, "kindWords"}, {Shown, "shown"},
          {Selected, "selected"}};
}

void VisibleColumns::show(std::vector<ColumnHeader> headers) {
  const auto remove = [this](int first, int last) {
    if (first > last) return;
    beginRemoveRows({}, first, last);
    headers_.erase(headers_.begin() + first, headers_.begin() + last + 1);
    endRemoveRows();
  };
  const int first = headers.empty() ? 0 : headers.front().column;
  const int last = headers.empty() ? -1 : headers.back().column;
  while (!headers_.empty() && headers_.back().column > last) remove(rowCount() - 1, rowCount() - 1);
  while (!headers_.empty() && headers_.front().column < first) remove(0, 0);
  if (!headers_.empty() && headers_.front().column > last) remove(0, rowCount() - 1);
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const int row = static_cast<int>(i);
    if (i < headers_.size() && headers_[i].column == headers[i].column) {
      if (headers_[i] == headers[i]) continue;
      headers_[i] = std::move(headers[i]);
      emit dataChanged(index(row), index(row));
    } else {
      beginInsertRows({}, row, row);
      headers_.insert(headers_.begin() + row, std::move(headers[i]));
      endInsertRows();
    }
  }
}

}  // namespace fovea
