#pragma once

#include <filesystem>
#include <string_view>

#include "core/tensor/tensor.h"

namespace fovea {

/// Reads a table of numbers as float32 [rows, columns]: cells apart by commas, semicolons, tabs or
/// spaces, found out in that text; with semicolons or tabs a comma is a decimal mark. A byte order
/// mark, either line end, blank lines, spaces around cells and one separator at the end of every
/// line are allowed. Throws Error (where: line and cell) on text, NaN and infinity, a missing cell,
/// or lines of different length. At most 4,096 × 4,096 cells.
Tensor read_csv(const std::filesystem::path& path);
Tensor parse_table(std::string_view text);

/// "1 0 -1; 2 0 -2": rows apart by semicolons or line ends, cells by spaces or commas.
Tensor parse_matrix(std::string_view text);

}  // namespace fovea
