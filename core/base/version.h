#pragma once

#include <string_view>

namespace fovea {

/// The program's version, "MAJOR.MINOR.PATCH".
std::string_view version();

}  // namespace fovea
