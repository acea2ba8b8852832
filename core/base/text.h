#pragma once

#include <string>
#include <string_view>

namespace fovea {

/// A name from a file as it can be shown on one line: control characters and broken UTF-8 become
/// “?”.
std::string printable(std::string_view name);

}  // namespace fovea
