#include "core/kernel/kernel_text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {
namespace {

using namespace std::string_view_literals;

struct Line {
  std::size_t number = 0;  // from 1
  std::string_view text;
};

/// Lines that are not blank; not many more than are allowed, as files may be long.
std::vector<Line> lines_of(std::string_view text, std::string_view ends, const TableRules& rules) {
  std::vector<Line> lines;
  for (std::size_t number = 1;; ++number) {
    const std::size_t end = text.find_first_of(ends);
    if (!is_blank(text.substr(0, end))) lines.push_back({number, text.substr(0, end)});
    if (end == std::string_view::npos) return lines;
    check_side(lines.size(), "rows", rules);
    text.remove_prefix(end + 1);
  }
}

/// A run of separators alone is what a spreadsheet makes of empty rows.
void drop_empty_end(std::vector<Row>& rows) {
  const auto is_empty = [](const Cell& cell) { return is_blank(cell.text); };
  while (!rows.empty() && std::ranges::all_of(rows.back().cells, is_empty)) rows.pop_back();
  const auto ends_empty = [&](const Row& row) {
    return row.cells.size() > 1 && is_empty(row.cells.back());
  };
  while (!rows.empty() && std::ranges::all_of(rows, ends_empty)) {
    for (Row& row : rows) row.cells.pop_back();
  }
}

Tensor read_rows(std::string_view text, const TableRules& rules) {
  std::vector<Row> rows;
  for (const Line& line : lines_of(text, ";\n", rules)) {
    rows.push_back({rows.size() + 1, split_words(line.text, rules.max_side)});
  }
  return table_of(rows, false, rules);
}

/// Outside quotation marks.
char separator_of(std::string_view text) {
  bool is_inside = false;
  std::string outside;
  for (const char c : text) {
    is_inside = (c == '"') != is_inside && c != '\n';
    if (!is_inside) outside += c;
  }
  for (const char candidate : "\t;,"sv) {
    if (outside.find(candidate) != std::string::npos) return candidate;
  }
  return ' ';
}

Tensor read_table(std::string_view text, const TableRules& rules) {
  const char separator = separator_of(text);
  std::vector<Row> rows;
  for (const Line& line : lines_of(text, "\n", rules)) {
    const std::string where = fmt::format("{} {}", rules.row_word, line.number);
    rows.push_back({line.number, separator == ' ' ? split_words(line.text, rules.max_side)
                                                  : split_cells(line.text, separator,
                                                                rules.max_side + 1, where)});
  }
  drop_empty_end(rows);
  return table_of(rows, separator == ';' || separator == '\t', rules);
}

/// Whether semicolons part rows: there is one line of them, or spaces part numbers between them.
bool semicolons_part_rows(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  const std::size_t last = text.find_last_not_of(" \t\n");
  if (text.substr(first, last - first).find('\n') == std::string_view::npos) return true;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(";\n", begin), text.size());
    const std::size_t start = std::min(text.find_first_not_of(" \t", begin), end);
    const std::size_t gap = std::min(text.find_first_of(" \t", start), end);
    if (!is_blank(text.substr(gap, end - gap))) return true;
    begin = end + 1;
  }
  return false;
}

bool is_number_word(std::string word) {
  std::ranges::transform(word, word.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (word.starts_with('-') || word.starts_with('+')) word.erase(0, 1);
  if (word == "nan" || word == "inf" || word == "infinity") return true;
  return word.find_first_not_of("0123456789+-.e") == std::string::npos &&
         word.find_first_of("0123456789") != std::string::npos;
}

}  // namespace

Tensor parse_kernel(std::string_view text, const TableRules& rules) {
  const std::string plain = plain_text(text);
  if (is_blank(plain)) throw Error{"there are no numbers in it"};
  if (plain.find('"') != std::string::npos) return read_table(plain, rules);
  if (plain.find(';') != std::string::npos) {
    return semicolons_part_rows(plain) ? read_rows(plain, rules) : read_table(plain, rules);
  }
  return plain.find('\t') != std::string::npos ? read_table(plain, rules) : read_rows(plain, rules);
}

Tensor parse_kernel_table(std::string_view text, const TableRules& rules) {
  return read_table(plain_text(text), rules);
}

bool is_kernel_text(std::string_view text) {
  const std::string plain = plain_text(text);
  bool has_number = false;
  for (std::size_t begin = 0; begin < plain.size();) {
    const std::size_t end = std::min(plain.find_first_of(";, \t\n\"", begin), plain.size());
    if (end > begin && !is_number_word(plain.substr(begin, end - begin))) return false;
    has_number = has_number || end > begin;
    begin = end + 1;
  }
  return has_number;
}

Tensor checked_kernel(const Tensor& tensor, const TableRules& rules) {
  auto dims = tensor.shape().dims();
  while (dims.size() > 2 && dims.front() == 1) dims = dims.subspan(1);
  if (dims.size() != 2) {
    throw Error{fmt::format("a kernel has rows and columns, not {}", tensor.shape().to_string())};
  }
  check_side(static_cast<std::size_t>(dims[0]), "rows", rules);
  check_side(static_cast<std::size_t>(dims[1]), "columns", rules);
  const Tensor kernel = tensor.to(ElementType::float32).reshaped(Shape(dims));
  const auto cells = kernel.floats();
  const auto bad = std::ranges::find_if_not(cells, [](float v) { return std::isfinite(v); });
  if (bad != cells.end()) {
    const auto at = bad - cells.begin();
    throw Error{"a cell of the kernel is not a finite number",
                fmt::format("row {}, column {}", at / dims[1] + 1, at % dims[1] + 1)};
  }
  return kernel;
}

std::string to_text(const Tensor& kernel, KernelStyle style) {
  const std::string_view cell_gap = style == KernelStyle::csv    ? ","
                                    : style == KernelStyle::tabs ? "\t"
                                                                 : " ";
  const std::string_view row_gap = style == KernelStyle::line ? "; " : "\n";
  std::string text;
  const auto cells = kernel.floats();
  const auto columns = static_cast<std::size_t>(kernel.shape()[1]);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text += i % columns == 0 ? row_gap : cell_gap;
    text += fmt::format("{}", cells[i]);
  }
  if (style != KernelStyle::line) text += '\n';
  return text;
}

}  // namespace fovea
