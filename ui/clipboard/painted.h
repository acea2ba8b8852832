#pragma once

#include <QQuickPaintedItem>

#include "ui/clipboard/copied.h"

namespace fovea {

/// A chart as it is painted, twice as sharp as it is shown, on the window's ground; with the item's
/// accessible name for a name where none is given.
Copied copied_chart(const QQuickPaintedItem& item, CopiedTable table, const QString& name = {});

}  // namespace fovea
