#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <cmath>

#include "core/tensor/tensor.h"

namespace fovea {

/// A matrix [rows, columns] of float32 on its way from a model to what draws it. A copy shares the
/// numbers.
class CellBlock {
  Q_GADGET
  QML_VALUE_TYPE(cellBlock)
  Q_PROPERTY(int rows READ rows)
  Q_PROPERTY(int columns READ columns)

 public:
  CellBlock() = default;
  explicit CellBlock(Tensor cells) : cells_(std::move(cells)) {}

  bool empty() const { return cells_.empty(); }
  int rows() const { return empty() ? 0 : static_cast<int>(cells_.shape()[0]); }
  int columns() const { return empty() ? 0 : static_cast<int>(cells_.shape()[1]); }
  std::span<const float> values() const {
    return empty() ? std::span<const float>{} : cells_.floats();
  }
  /// Largest magnitude, 0 where there are no cells.
  qreal largest() const {
    float most = 0;
    for (const float value : values()) most = std::max(most, std::abs(value));
    return most;
  }
  friend bool operator==(const CellBlock& a, const CellBlock& b) {
    return same(a.cells_, b.cells_);
  }

 private:
  Tensor cells_;
};

}  // namespace fovea
