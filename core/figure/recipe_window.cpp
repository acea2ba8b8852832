#include "core/figure/recipe_window.h"

#include "core/base/error.h"
#include "core/base/untrusted_json.h"
#include "core/document/edits.h"
#include "core/document/project/parts.h"
#include "core/document/project/words.h"

namespace fovea {
namespace {

constexpr std::int64_t k_longest_side = 1 << 16;

nlohmann::json parsed(const std::string& text) {
  try {
    return parse_untrusted<nlohmann::json>(text);
  } catch (const nlohmann::json::exception&) {
    throw Error{"the figure's recipe is damaged"};
  }
}

/// Rows of cells.
nlohmann::ordered_json cells_json(const Tensor& kernel) {
  const auto columns = static_cast<std::size_t>(kernel.shape()[1]);
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  const std::span<const float> cells = kernel.floats();
  for (std::size_t at = 0; at < cells.size(); at += columns)
    rows.push_back(std::vector<float>(cells.begin() + static_cast<std::ptrdiff_t>(at),
                                      cells.begin() + static_cast<std::ptrdiff_t>(at + columns)));
  return rows;
}

Tensor cells_of(Members& members) {
  const auto json = members.take("kernel");
  const auto rows = json && json->is_array() ? static_cast<std::int64_t>(json->size()) : 0;
  const auto columns =
      rows > 0 && (*json)[0].is_array() ? static_cast<std::int64_t>((*json)[0].size()) : 0;
  const bool fits = rows > 0 && columns > 0 && rows <= PictureFilter::k_largest &&
                    columns <= PictureFilter::k_largest;
  if (!fits) members.fail("kernel", "rows of cells");
  Tensor kernel(Shape{rows, columns});
  auto to = kernel.mutable_values<float>().begin();
  for (const auto& row : *json) {
    if (!row.is_array() || static_cast<std::int64_t>(row.size()) != columns)
      members.fail("kernel", "rows of cells");
    for (const auto& cell : row) *to++ = static_cast<float>(members.number_of(cell, "kernel"));
  }
  return kernel;
}

std::optional<PictureFilter> filter_in(const nlohmann::json& object, Members& members) {
  if (!object.contains("filter")) return std::nullopt;
  Members filter = members.in("filter");
  const Tensor kernel = cells_of(filter);
  return filter_from(filter, kernel);
}

}  // namespace

std::string window_json(const Document& document) {
  const Input& input = *document.input;
  nlohmann::ordered_json json{{"size", {input.width, input.height}},
                              {"kind", project_words::word_of(project_words::k_kinds, input.kind)}};
  json["known"] = input.preprocessing.known;
  json["selection"] = selection_json(document.network.graph, document.selection);
  json["view"] = view_json(document.view);
  json["filter"] = filter_json(document.filter);
  json["filter"]["kernel"] = cells_json(document.filter.kernel);
  return json.dump(-1, ' ', true);
}

WindowPart window_part(const std::string& json) {
  nlohmann::json object = json.empty() ? nlohmann::json::object() : parsed(json);
  Members members(object, "window");
  const auto size = members.wholes<2>("size", {0, 0}, 1, k_longest_side);
  const auto kind = members.word("kind", project_words::k_kinds, Input::Kind::picture);
  return {.width = size[0],
          .height = size[1],
          .is_drawing = kind == Input::Kind::drawing,
          .known = members.flag("known", true)};
}

std::optional<PictureFilter> window_filter(const std::string& json) {
  if (json.empty()) return std::nullopt;
  nlohmann::json object = parsed(json);
  Members members(object, "window");
  return filter_in(object, members);
}

void restore_window(Document& document, const std::string& json) {
  if (json.empty()) return;
  nlohmann::json object = parsed(json);
  Members members(object, "window");
  const View view = view_from(members.in("view"));
  const Selection selection = selection_from(members.in("selection"), document);
  if (const std::optional<PictureFilter> filter = filter_in(object, members))
    document = set_filter(document, *filter, "open").document;
  document.view = view;
  document.selection = selection;
}

}  // namespace fovea
