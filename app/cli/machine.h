#pragma once

#include <string>

namespace fovea::app {

/// What the processor calls itself; "unknown processor" where the system does not say.
std::string cpu_name();

}  // namespace fovea::app
