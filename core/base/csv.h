#pragma once

#include <string>
#include <string_view>

namespace fovea {

/// A cell of a CSV, in quotes where it has to be.
std::string csv_cell(std::string_view text);

}  // namespace fovea
