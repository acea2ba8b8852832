#pragma once

#include <QVariantList>

#include "core/document/document.h"

namespace fovea {

/// Rows { name, before, after } of how the answer changed, those that lead before or after first;
/// texts. Shares of 1 where the network names its classes, else plain values. Empty where a frame
/// is missing or the network answers with maps.
QVariantList answer_change(const NetworkOrigin& origin, const Frame* before, const Frame* after);

}  // namespace fovea
