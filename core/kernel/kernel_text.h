#pragma once

#include <string>
#include <string_view>

#include "core/kernel/table.h"
#include "core/tensor/tensor.h"

namespace fovea {

/// Cells along the longer side of the largest kernel that the window works on.
constexpr std::int64_t k_max_kernel_side = 31;
constexpr TableRules k_kernel_rules{.max_side = k_max_kernel_side};

/// Reads a kernel [kH, kW] of float32 as a person types it or pastes it from a spreadsheet:
/// - rows apart by semicolons or line ends, cells by spaces or commas: "1 0 -1; 2 0 -2";
/// - cells apart by tabs, or by semicolons where there are several lines and no spaces between
///   numbers: then a comma is a decimal mark.
/// Cells may stand in quotation marks; "−" is a minus; blank lines, and empty columns at the end of
/// every row, do not count. Throws Error that says row and column, and what to do.
Tensor parse_kernel(std::string_view text, const TableRules& rules = k_kernel_rules);

/// Reads what a CSV file holds: rows are lines, cells apart by the first of tab, semicolon, comma
/// and space that occurs; with tabs and semicolons a comma is a decimal mark. Else as
/// `parse_kernel`.
Tensor parse_kernel_table(std::string_view text, const TableRules& rules = k_kernel_rules);

/// Whether the text is made of what kernels are written with: numbers and what parts them. "nan"
/// and "inf" count as numbers, to be refused as such.
bool is_kernel_text(std::string_view text);

/// Any tensor as a kernel [kH, kW] of float32: axes of 1 in front are left out, so that a
/// 1 × 1 × 3 × 3 bank is a kernel. Throws Error where it has other axes, is too large, or a cell is
/// not finite.
Tensor checked_kernel(const Tensor& tensor, const TableRules& rules = k_kernel_rules);

enum class KernelStyle {
  line,   ///< "1 0 -1; 2 0 -2": one line
  lines,  ///< "1 0 -1\n2 0 -2\n"
  csv,    ///< "1,0,-1\n2,0,-2\n"
  tabs    ///< what spreadsheets exchange
};

/// Writes a kernel [kH, kW] of float32; reading it gives the same bits.
std::string to_text(const Tensor& kernel, KernelStyle style = KernelStyle::line);

}  // namespace fovea
