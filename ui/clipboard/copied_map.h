#pragma once

#include "core/document/weight_reads.h"
#include "ui/clipboard/copied.h"
#include "ui/window/workspace.h"

namespace fovea {

/// The map of a unit as the window shows it: its colours on the scale of the view's scope, the
/// values, and a recipe that opens the document with this unit selected. `place` may name a
/// position, whose value is then told. Nothing where the document has no such unit.
Copied copied_map(const Workspace& workspace, const Place& place, bool dark);

/// A kernel slice of a unit, on the scale of all slices of it.
Copied copied_kernel(const Workspace& workspace, const WeightPlace& place, bool dark);

/// A kernel or another plane by itself, from −limit to limit (0: its largest magnitude).
Copied copied_plane(const QString& name, const Tensor& plane, double limit, bool dark);

/// Why what the window shows cannot be copied now; empty where it can.
QString lack_now(const Workspace& workspace);

}  // namespace fovea
