#pragma once

#include <string>

namespace fovea::app {

/// Why no window can be opened, as one clause; empty where a display answers. QGuiApplication
/// aborts where it finds none, so this is asked first.
std::string display_problem();

}  // namespace fovea::app
