#include "core/kernel/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/base/text.h"

namespace fovea {
namespace {

constexpr std::string_view k_blanks = " \t\r";
constexpr std::size_t k_shown = 40;  // characters of a cell that an error quotes

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(k_blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(k_blanks) - first + 1);
}

[[noreturn]] void refuse(std::string_view cell, std::string_view why, const std::string& where) {
  throw Error{fmt::format("“{}” is {}", printable(cell.substr(0, k_shown)), why), where,
              "Write a number there, such as 0.5 or -2"};
}

/// Read as float32 at once: by way of a double some numbers would be rounded twice.
float number(const Cell& cell, bool decimal_comma, const std::string& where) {
  std::string text(trimmed(cell.text));
  if (text.empty()) throw Error{"a cell is empty", where, "Write a number there, or 0"};
  const std::string written = text;
  if (decimal_comma || cell.is_quoted) std::ranges::replace(text, ',', '.');
  const char* begin = text.data() + (text[0] == '+' && text.size() > 1 && text[1] != '-' ? 1 : 0);
  const char* last = text.data() + text.size();
  float value = 0;
  auto [end, error] = std::from_chars(begin, last, value);
  if (end != last || error == std::errc::invalid_argument) refuse(written, "not a number", where);
  if (error == std::errc::result_out_of_range) {
    double wide = 0;
    error = std::from_chars(begin, last, wide).ec;
    value = static_cast<float>(wide);  // 0 where it was too small
  }
  if (error != std::errc{} || !std::isfinite(value)) {
    refuse(written, "not a finite number of float32", where);
  }
  return value;
}

std::string counted(std::size_t cells) {
  return fmt::format("{} cell{}", cells, cells == 1 ? "" : "s");
}

void check_lengths(const std::vector<Row>& rows, const TableRules& rules) {
  if (rows.empty()) throw Error{"there are no numbers in it"};
  check_side(rows.size(), "rows", rules);
  const Row& first = rows.front();
  check_side(first.cells.size(), "columns", rules);
  for (const Row& row : rows) {
    if (row.cells.size() == first.cells.size()) continue;
    throw Error{
        fmt::format("{} {} has {}, {} {} has {}", rules.row_word, row.number,
                    counted(row.cells.size()), rules.row_word, first.number, first.cells.size()),
        {},
        fmt::format("Make all {}s equally long", rules.row_word)};
  }
}

}  // namespace

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

std::string plain_text(std::string_view text) {
  constexpr std::string_view k_mark = "\xEF\xBB\xBF";
  constexpr std::pair<std::string_view, char> k_plain[] = {{"\xE2\x88\x92", '-'},  // minus sign
                                                           {"\xC2\xA0", ' '},      // no-break
                                                           {"\xE2\x80\xAF", ' '},  // narrow
                                                           {"\xE2\x80\x89", ' '},  // thin
                                                           {"\r\n", '\n'},        {"\r", '\n'}};
  if (text.starts_with(k_mark)) text.remove_prefix(k_mark.size());
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const auto* it = std::ranges::find_if(
        k_plain, [&](const auto& pair) { return text.starts_with(pair.first); });
    plain += it == std::end(k_plain) ? text.front() : it->second;
    text.remove_prefix(it == std::end(k_plain) ? 1 : it->first.size());
  }
  return plain;
}

void check_side(std::size_t count, std::string_view word, const TableRules& rules) {
  if (count <= static_cast<std::size_t>(rules.max_side)) return;
  throw Error{fmt::format("it has more than {} {}", rules.max_side, word),
              {},
              fmt::format("Leave at most {0} × {0} cells", rules.max_side)};
}

std::vector<Cell> split_cells(std::string_view line, char separator, std::int64_t most,
                              const std::string& where) {
  std::vector<Cell> cells;
  while (static_cast<std::int64_t>(cells.size()) <= most) {
    const std::size_t open = line.find_first_not_of(' ');
    std::size_t end = 0;
    if (open != std::string_view::npos && line[open] == '"') {
      const std::size_t close = line.find('"', open + 1);
      if (close == std::string_view::npos) throw Error{"a quotation mark is not closed", where};
      end = line.find(separator, close);
      const bool is_last = is_blank(line.substr(close + 1, end - close - 1));
      if (!is_last) throw Error{"there is more in a cell after its quotation mark", where};
      cells.push_back({line.substr(open + 1, close - open - 1), true});
    } else {
      end = line.find(separator);
      cells.push_back({line.substr(0, end)});
    }
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
  return cells;
}

std::vector<Cell> split_words(std::string_view line, std::int64_t most) {
  std::vector<Cell> cells;
  line = trimmed(line);
  while (!line.empty() && static_cast<std::int64_t>(cells.size()) <= most) {
    const std::size_t end = std::min(line.find_first_of(", \t"), line.size());
    cells.push_back({line.substr(0, end)});
    line = trimmed(line.substr(end));
    if (line.starts_with(',')) line = trimmed(line.substr(1));
  }
  return cells;
}

Tensor table_of(const std::vector<Row>& rows, bool decimal_comma, const TableRules& rules) {
  check_lengths(rows, rules);
  std::vector<float> values;
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      values.push_back(number(row.cells[i], decimal_comma,
                              fmt::format("{} {}, column {}", rules.row_word, row.number, i + 1)));
    }
  }
  return Tensor::of(Shape{static_cast<std::int64_t>(rows.size()),
                          static_cast<std::int64_t>(rows.front().cells.size())},
                    values);
}

}  // namespace fovea
