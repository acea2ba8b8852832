#pragma once

#include <optional>
#include <string>

#include "core/document/document.h"

namespace fovea {

/// How a window shows a document, for a recipe: an object of JSON with the size and kind of the
/// input, the selection, the view and the filter of the Kernel lens, as in a project's file
/// (core/document/FORMAT.md).
std::string window_json(const Document& document);

/// What of it concerns the network, which selection and size mean something for.
struct WindowPart {
  /// Of what the network gets; 0 where nothing is said.
  std::int64_t width = 0, height = 0;
  bool is_drawing = false;
  bool known = true;  ///< how the network wants its pictures; else it was assumed
};
/// Throws Error.
WindowPart window_part(const std::string& json);

/// The filter of the Kernel lens, where the window says one. Throws Error.
std::optional<PictureFilter> window_filter(const std::string& json);

/// The document selects, is viewed and filters as the window did. Throws Error.
void restore_window(Document& document, const std::string& json);

}  // namespace fovea
