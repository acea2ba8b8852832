#include "core/train/data/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <set>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/tensor/tensor.h"
#include "core/train/data/planes.h"

namespace fovea {
namespace {

constexpr std::size_t k_listed_rows = 100;
constexpr std::size_t k_most_classes = 10'000;
constexpr int k_most_numbered = 1'000;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view k_blank = " \t\r\"";
  const std::size_t first = text.find_first_not_of(k_blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(k_blank) - first + 1);
}

std::string_view take_until(std::string_view& rest, char end) {
  const std::string_view part = rest.substr(0, rest.find(end));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

/// The number that `text` is, whole and nothing else.
std::optional<int> whole_number(std::string_view text) {
  const char* end = text.data() + text.size();
  int value = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, value);
      error == std::errc{} && at == end) {
    return value;
  }
  double real = 0;  // as tables of real numbers have it: "17.0"
  const auto [at, error] = std::from_chars(text.data(), end, real);
  if (error != std::errc{} || at != end || real != std::floor(real) || std::abs(real) > 1e9) {
    return std::nullopt;
  }
  return static_cast<int>(real);
}

std::int64_t root_of(std::int64_t square) {
  const auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(square)) + 0.5);
  return root > 0 && root * root == square ? root : 0;
}

class CsvReader {
 public:
  CsvReader(std::string_view text, std::string name) : text_(text) { set_.name = std::move(name); }

  std::shared_ptr<const DataSet> read(const CancelToken& cancel) {
    separator_ = separator_of(text_.substr(0, text_.find('\n')));
    for (std::int64_t row = 1; !text_.empty(); ++row) {
      cancel.throw_if_cancelled();
      const std::string_view line = take_until(text_, '\n');
      if (!trimmed(line).empty()) add_row(line, row);
    }
    if (labels_.empty()) {
      throw Error{set_.unreadable.empty() ? "it holds no rows" : "none of its rows can be read",
                  set_.unreadable.empty() ? set_.name
                                          : set_.unreadable[0].what + ": " + set_.unreadable[0].why,
                  "A row is a label and then the pixels, 0 to 255, with commas between them"};
    }
    drop_odd_labels();
    count_unlisted();
    name_classes();
    set_.first_test = set_.count();
    return make_data_set(std::move(set_));
  }

 private:
  static char separator_of(std::string_view line) {
    constexpr std::string_view k_separators = ",;\t";
    return *std::ranges::max_element(k_separators, {},
                                     [&](char c) { return std::ranges::count(line, c); });
  }

  void add_row(std::string_view line, std::int64_t row) {
    const std::string_view label = trimmed(take_until(line, separator_));
    const std::string problem = label.empty() ? "it has no label" : parse_pixels(line);
    if (problem.empty()) {
      take_row(label, row);
    } else if (row > 1 || !is_header_) {
      list(row, problem);
    }
  }

  /// Fills row_; what is wrong with the row, or nothing.
  std::string parse_pixels(std::string_view line) {
    row_.clear();
    for (std::int64_t column = 1; !line.empty(); ++column) {
      const std::string_view text = trimmed(take_until(line, separator_));
      const std::optional<int> value = whole_number(text);
      is_header_ = !value && column == 1 && !text.empty();
      if (!value || *value < 0 || *value > 255) {
        constexpr std::size_t k_shown = 20;
        return fmt::format("pixel {} is “{}”, not a whole number from 0 to 255", column,
                           printable(text.substr(0, k_shown)));
      }
      row_.push_back(static_cast<std::uint8_t>(*value));
    }
    return size_problem();
  }

  /// The first row decides about the size.
  std::string size_problem() {
    const auto count = static_cast<std::int64_t>(row_.size());
    if (!labels_.empty()) {
      const std::int64_t expected = set_.example_bytes();
      return count == expected ? std::string()
                               : fmt::format("it has {} pixels, not {}", count, expected);
    }
    const std::int64_t grey = root_of(count), colour = count % 3 == 0 ? root_of(count / 3) : 0;
    if (grey == 0 && colour == 0) {
      return fmt::format("its {} pixels make no square, neither grey nor in three colours", count);
    }
    set_.channels = grey > 0 ? 1 : 3;
    set_.height = set_.width = std::max(grey, colour);
    return {};
  }

  void take_row(std::string_view label, std::int64_t row) {
    set_.pixels.resize(set_.pixels.size() + row_.size());
    planes_from_interleaved(row_.data(), set_.height * set_.width, set_.channels,
                            set_.pixels.data() + set_.pixels.size() - row_.size());
    labels_.emplace_back(label);
    set_.sources.push_back(fmt::format("row {}", row));
  }

  void list(std::int64_t row, const std::string& problem) {
    list_source(fmt::format("row {}", row), problem);
  }

  void list_source(const std::string& row, const std::string& problem) {
    if (set_.unreadable.size() < k_listed_rows) {
      set_.unreadable.push_back({fmt::format("{} of {}", row, set_.name), problem});
    } else {
      ++unlisted_;
    }
  }

  void count_unlisted() {
    if (unlisted_ == 0) return;
    set_.unreadable.push_back(
        {fmt::format("{} more rows of {}", unlisted_, set_.name), "they do not fit either"});
  }

  /// The class number that a label is; nothing where it is a word, negative or too large.
  static std::optional<int> class_number(const std::string& label) {
    const std::optional<int> number = whole_number(label);
    return number && *number >= 0 && *number < k_most_numbered ? number : std::nullopt;
  }

  /// The last class number before a gap that is wider than all before it.
  static int last_class(const std::set<int>& numbers) {
    constexpr int k_usual_gap = 10;
    int last = -1;
    for (const int number : numbers) {
      if (number - last > std::max(k_usual_gap, last + 1)) break;
      last = number;
    }
    return last;
  }

  /// Where nearly all labels are class numbers, rows with others are listed and left out: a word, a
  /// negative number, one far beyond all others.
  void drop_odd_labels() {
    constexpr std::size_t k_odd = 10;  // at most one row of so many
    std::set<int> numbers;
    for (const std::string& label : labels_) {
      if (const auto number = class_number(label)) numbers.insert(*number);
    }
    const int last = last_class(numbers);
    const auto is_odd = [&](const std::string& label) {
      const auto number = class_number(label);
      return !number || *number > last;
    };
    const auto odd = static_cast<std::size_t>(std::ranges::count_if(labels_, is_odd));
    if (odd == 0 || odd * k_odd > labels_.size()) return;
    const auto bytes = static_cast<std::size_t>(set_.example_bytes());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      if (is_odd(labels_[i])) {
        list_source(set_.sources[i], fmt::format("its label “{}” is no class from 0 to {}",
                                                 printable(labels_[i]), last));
        continue;
      }
      std::copy_n(set_.pixels.begin() + static_cast<std::ptrdiff_t>(i * bytes), bytes,
                  set_.pixels.begin() + static_cast<std::ptrdiff_t>(kept * bytes));
      labels_[kept] = labels_[i];
      set_.sources[kept++] = set_.sources[i];
    }
    labels_.resize(kept);
    set_.sources.resize(kept);
    set_.pixels.resize(kept * bytes);
  }

  bool take_numbered_classes() {
    std::vector<std::int32_t> numbers;
    for (const std::string& label : labels_) {
      const std::optional<int> number = class_number(label);
      if (!number) return false;
      numbers.push_back(*number);
    }
    for (int i = 0; i <= std::ranges::max(numbers); ++i) set_.classes.push_back(std::to_string(i));
    set_.labels = std::move(numbers);
    return true;
  }

  void name_classes() {
    if (take_numbered_classes()) return;
    std::map<std::string, std::int32_t> classes;
    for (const std::string& label : labels_) classes.emplace(printable(label), 0);
    if (classes.size() > k_most_classes) {
      throw Error{fmt::format("its labels name {} classes", classes.size()), set_.name,
                  "The label belongs in the first column"};
    }
    for (auto& [name, index] : classes) {
      index = static_cast<std::int32_t>(set_.classes.size());
      set_.classes.push_back(name);
    }
    for (const std::string& label : labels_) set_.labels.push_back(classes.at(printable(label)));
  }

  std::string_view text_;
  char separator_ = ',';
  DataSet set_;
  std::vector<std::string> labels_;
  std::vector<std::uint8_t> row_;
  bool is_header_ = false;  ///< the row parsed last has words for pixels
  std::int64_t unlisted_ = 0;
};

}  // namespace

std::shared_ptr<const DataSet> parse_csv_set(std::string_view text, std::string name,
                                             const CancelToken& cancel) {
  return CsvReader(text, std::move(name)).read(cancel);
}

std::shared_ptr<const DataSet> read_csv_set(const std::filesystem::path& path,
                                            const CancelToken& cancel) {
  // Text, pixels and the growing of both are in memory at once.
  const Bytes bytes = read_file(path, memory_budget() / 3);
  return parse_csv_set(text_of(bytes), path.filename().string(), cancel);
}

}  // namespace fovea
