#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

/// What a table of numbers may be, and how its rows are called in errors.
struct TableRules {
  std::int64_t max_side = 4096;       ///< rows, and columns, at most
  std::string_view row_word = "row";  ///< "line" where rows are lines of a file
};

/// A cell as it was written, and its place from 1.
struct Cell {
  std::string_view text;
  bool is_quoted = false;
};

/// Rows that are not blank, with the numbers that a person counts them by.
struct Row {
  std::size_t number = 0;
  std::vector<Cell> cells;
};

/// The text with line ends as "\n", without a byte order mark, and with "−" and the spaces that
/// typesetting uses replaced by "-" and " ".
std::string plain_text(std::string_view text);

bool is_blank(std::string_view text);

/// Parts at every `separator` outside quotation marks, which are taken off; stops after `most` + 1
/// parts. Throws Error (where: `where`) where a quotation mark is not closed.
std::vector<Cell> split_cells(std::string_view line, char separator, std::int64_t most,
                              const std::string& where);

/// Parts at spaces and at single commas.
std::vector<Cell> split_words(std::string_view line, std::int64_t most);

/// The cells as float32 [rows, columns]. `decimal_comma` says that a comma is a decimal mark; in
/// quotation marks it is one anyway. Throws Error (where: row and column) where there is no row, a
/// row is longer than the first, or a cell is empty, no number, or not finite.
Tensor table_of(const std::vector<Row>& rows, bool decimal_comma, const TableRules& rules);

/// Throws the Error that says that so many rows or columns are too many.
void check_side(std::size_t count, std::string_view word, const TableRules& rules);

}  // namespace fovea
