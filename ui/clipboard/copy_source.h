#pragma once

#include <QPointF>
#include <optional>

#include "ui/clipboard/copied.h"

namespace fovea {

/// Something in the window that can be copied: an item, or the model of a CopySpot.
class CopySource {
 public:
  virtual ~CopySource() = default;
  /// What lies at a point of the item or spot; without one, what is selected, or all of it.
  virtual Copied copied(std::optional<QPointF> at) const = 0;

 protected:
  CopySource() = default;
  CopySource(const CopySource&) = default;
  CopySource& operator=(const CopySource&) = default;
};

}  // namespace fovea
