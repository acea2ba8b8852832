#include "core/document/class_names.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/document/answer.h"

namespace fovea {
namespace {

constexpr std::int64_t k_most_bytes = std::int64_t{16} << 20;

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view k_blank = " \t\r";
  const std::size_t first = line.find_first_not_of(k_blank);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(k_blank) - first + 1);
}

/// Whether a name begins with a WordNet identifier, as ImageNet's lists have them: "n01440764 ".
bool has_synset(std::string_view name) {
  constexpr std::size_t k_digits = 8;
  if (name.size() < k_digits + 3 || name[0] != 'n' || name[k_digits + 1] != ' ') return false;
  return std::ranges::all_of(name.substr(1, k_digits), [](char c) { return c >= '0' && c <= '9'; });
}

void drop_synsets(std::vector<std::string>& names) {
  if (!std::ranges::all_of(names, has_synset)) return;
  for (std::string& name : names) name.erase(0, 10);
}

std::string counted(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

}  // namespace

std::vector<std::string> read_class_names(const std::filesystem::path& path) {
  const Bytes bytes = read_file(path, k_most_bytes);
  std::string_view text = text_of(bytes);
  if (text.find('\0') != std::string_view::npos)
    throw Error{"this is no text", {}, "Class names are a text file with one name on each line."};
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (const std::string_view name = trimmed(text.substr(0, end)); !name.empty())
      names.emplace_back(name);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (names.empty()) throw Error{"there are no names in this file"};
  drop_synsets(names);
  return names;
}

Edit name_classes(const Document& document, std::vector<std::string> names) {
  const auto count = static_cast<std::size_t>(answer_count(*shape_document(document)));
  if (count == 0) throw Error{"this network answers with no list of classes"};
  if (names.size() != count) {
    throw Error{
        fmt::format("there are {} for {}", counted(names.size(), "name"), counted(count, "output")),
        {},
        "There must be one name on each line, in the order of the network's outputs."};
  }
  auto named = std::make_shared<NetworkOrigin>(*document.network.origin);
  named->model.metadata["fovea.classes"] =
      nlohmann::json(names).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  named->classes = std::move(names);
  Document result = document;
  result.network.origin = std::move(named);
  return {std::move(result), "name the classes", {}};
}

}  // namespace fovea
