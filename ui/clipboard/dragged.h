#pragma once

#include <memory>

#include "ui/clipboard/copied.h"

namespace fovea {

/// What names the program that a drag comes from.
inline constexpr auto k_drag_mime = "application/x-fovea-drag";

/// Whether this very program drags it.
bool is_own_drag(const QMimeData& data);

/// A map that is dragged: its picture as PNG, and as a file of its name that stays as long as the
/// program runs; its numbers as text. They are made by a worker, and waited for where somebody asks
/// for them.
std::unique_ptr<QMimeData> dragged(const Copied& map);

}  // namespace fovea
