#pragma once

namespace fovea {

/// Makes sure that Qt can draw text and SVG: where no application object exists yet (the command
/// line), one on Qt's offscreen platform, which needs no display, is made and kept until the
/// process ends. Call it on the main thread. Throws Error where an application without a graphical
/// part exists.
void ensure_qt_gui();

}  // namespace fovea
