#pragma once

#include <memory>

#include "ui/clipboard/copied.h"

namespace fovea {

/// What names the program that a drag comes from.
inline constexpr auto k_drag_mime = "application/x-fovea-drag";

/// Whether this very program drags it.
bool is_own_drag(const QMimeData& data);

/// A map that is dragged: its picture, also as a file of its name that stays as long as the program
/// runs, and its numbers where they are few.
struct Dragged {
  ClipContent content = {};
  QString file = {};  ///< empty: it could not be written
};

/// For a worker. Where the recipe cannot be made any more the picture comes without it; throws what
/// the picture's maker throws.
Dragged dragged(const Copied& map);

std::unique_ptr<QMimeData> mime_of(const Dragged& map);

}  // namespace fovea
