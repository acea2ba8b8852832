#include "core/media/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"

namespace fovea {
namespace {

constexpr std::int64_t k_max_file = 256 << 20;
constexpr std::size_t k_max_side = 4096;
constexpr std::string_view k_blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(k_blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(k_blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find_first_of(separators, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

/// Cells that any run of `separators` parts, for separators that may stand doubled.
std::vector<std::string_view> split_at_runs(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts = split(text, separators);
  std::erase_if(parts, [](std::string_view part) { return trimmed(part).empty(); });
  return parts;
}

float number(std::string_view cell, bool decimal_comma, const std::string& where) {
  std::string text(trimmed(cell));
  if (text.empty()) throw Error{"a cell is empty", where};
  if (decimal_comma) std::ranges::replace(text, ',', '.');
  const char* begin = text.data() + (text[0] == '+' && text.size() > 1 && text[1] != '-' ? 1 : 0);
  double value = 0;
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) {
    throw Error{fmt::format("“{}” is not a number", printable(text.substr(0, 40))), where};
  }
  if (error != std::errc{} || !std::isfinite(static_cast<float>(value))) {
    throw Error{fmt::format("“{}” is not a finite number of float32", printable(text)), where};
  }
  return static_cast<float>(value);
}

/// Grows row by row and insists on equal lengths.
class Matrix {
 public:
  explicit Matrix(std::string_view row_word) : row_word_(row_word) {}

  void add_row(const std::vector<std::string_view>& cells, bool decimal_comma, std::size_t line) {
    if (columns_ == 0) columns_ = cells.size();
    if (cells.size() != columns_) {
      throw Error{fmt::format("it has {} cell{} where the first has {}", cells.size(),
                              cells.size() == 1 ? "" : "s", columns_),
                  fmt::format("{} {}", row_word_, line)};
    }
    if (++rows_ > k_max_side || columns_ > k_max_side) {
      throw Error{fmt::format("the table is larger than {} × {} cells", k_max_side, k_max_side)};
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      values_.push_back(
          number(cells[i], decimal_comma, fmt::format("{} {}, cell {}", row_word_, line, i + 1)));
    }
  }

  Tensor tensor() const {
    if (rows_ == 0) throw Error{"there are no numbers in it"};
    return Tensor::of(Shape{static_cast<std::int64_t>(rows_), static_cast<std::int64_t>(columns_)},
                      values_);
  }

 private:
  std::string_view row_word_;
  std::size_t rows_ = 0, columns_ = 0;
  std::vector<float> values_;
};

/// What parts the cells: the first of semicolon, tab, comma that occurs; otherwise spaces.
char separator_of(std::string_view text) {
  for (const char candidate : {';', '\t', ','}) {
    if (text.find(candidate) != std::string_view::npos) return candidate;
  }
  return ' ';
}

}  // namespace

Tensor parse_table(std::string_view text) {
  const char separator = separator_of(text);
  const std::vector<std::string_view> lines = split(text, "\n");
  std::vector<std::vector<std::string_view>> rows(lines.size());
  bool all_end_open = separator != ' ';
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (trimmed(lines[i]).empty()) continue;
    rows[i] = separator == ' ' ? split_at_runs(lines[i], k_blanks)
                               : split(lines[i], std::string_view(&separator, 1));
    all_end_open = all_end_open && rows[i].size() > 1 && trimmed(rows[i].back()).empty();
  }
  Matrix matrix("line");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].empty()) continue;
    if (all_end_open) rows[i].pop_back();
    matrix.add_row(rows[i], separator == ';' || separator == '\t', i + 1);
  }
  return matrix.tensor();
}

Tensor read_csv(const std::filesystem::path& path) {
  const Bytes bytes = read_file(path, k_max_file);
  if (bytes.empty()) throw Error{"the file is empty"};
  return parse_table(text_of(bytes));
}

Tensor parse_matrix(std::string_view text) {
  Matrix matrix("row");
  std::size_t row = 0;
  for (const std::string_view line : split(text, ";\n")) {
    const auto cells = split_at_runs(line, ", \t\r");
    if (!cells.empty()) matrix.add_row(cells, false, ++row);
  }
  return matrix.tensor();
}

}  // namespace fovea
