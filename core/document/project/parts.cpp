#include "core/document/project/parts.h"

#include "core/document/project/names.h"
#include "core/document/project/words.h"
#include "core/document/unit_view.h"

namespace fovea {
namespace {

using namespace project_words;
using Json = nlohmann::ordered_json;

constexpr std::int64_t k_longest_side = 1 << 16, k_most = std::int64_t{1} << 40;

Tensor toy_of(Members& members, const Tensor& absent) {
  const auto json = members.take("toy");
  if (!json) return absent;
  const Shape shape = absent.shape();
  if (!json->is_array() || static_cast<std::int64_t>(json->size()) != shape.elements())
    members.fail("toy", fmt::format("a list of {} numbers", shape.elements()));
  Tensor toy(shape);
  auto to = toy.mutable_values<float>().begin();
  for (const auto& cell : *json) *to++ = static_cast<float>(members.number_of(cell, "toy"));
  return toy;
}

/// Of the Kernel lens, in the order of its places.
constexpr std::array<const char*, 3> k_slides{"picture", "grid", "network"};

}  // namespace

Json filter_json(const PictureFilter& filter) {
  const auto toy = filter.toy.floats();
  return {{"name", json_name(filter.name)},
          {"bias", filter.bias},
          {"stride", filter.stride},
          {"dilation", filter.dilation},
          {"padding", word_of(k_paddings, filter.padding)},
          {"pads", filter.pads},
          {"border", word_of(k_borders, filter.border)},
          {"flip", filter.flip},
          {"colour", filter.colour},
          {"summed", filter.summed},
          {"on_toy", filter.on_toy},
          {"toy", std::vector<float>(toy.begin(), toy.end())}};
}

PictureFilter filter_from(Members members, const Tensor& kernel) {
  PictureFilter filter = first_filter();
  filter.kernel = kernel;
  filter.name = from_json_name(members.text("name", filter.name));
  filter.bias = static_cast<float>(members.number("bias", 0));
  filter.stride = members.wholes<2>("stride", filter.stride, 1, PictureFilter::k_largest);
  filter.dilation = members.wholes<2>("dilation", filter.dilation, 1, PictureFilter::k_largest);
  filter.padding = members.word("padding", k_paddings, filter.padding);
  filter.pads = members.wholes<4>("pads", filter.pads, 0, PictureFilter::k_most_padding);
  filter.border = members.word("border", k_borders, filter.border);
  filter.flip = members.flag("flip", false);
  filter.colour = members.flag("colour", false);
  filter.summed = members.flag("summed", false);
  filter.on_toy = members.flag("on_toy", false);
  filter.toy = toy_of(members, filter.toy);
  return filter;
}

Json selection_json(const Graph& graph, const Selection& selection) {
  Json json = Json::object();
  if (selection.value == k_no_value) return json;
  json["value"] = json_name(graph.name_of(selection.value));
  json["unit"] = selection.unit;
  json["kernel_input"] = selection.kernel_input;
  if (selection.pinned) json["pinned"] = {selection.pinned->first, selection.pinned->second};
  return json;
}

Selection selection_from(Members members, const Document& document) {
  const Graph& graph = document.network.graph;
  Selection selection;
  const std::string name = members.text("value");
  selection.value = name.empty() ? k_no_value : graph.find_value(from_json_name(name));
  selection.unit = members.whole("unit", -1, -1, k_most);
  selection.kernel_input = members.whole("kernel_input", 0, 0, k_most);
  const auto pinned = members.wholes<2>("pinned", {-1, -1}, 0, k_most);
  if (selection.value == k_no_value || graph.is_weight(selection.value)) return {};
  const UnitView view = unit_view(shape_document(document)->shape(selection.value));
  if (selection.unit >= view.units) return {};
  if (pinned[0] >= 0 && pinned[0] < view.rows && pinned[1] < view.columns)
    selection.pinned = {pinned[0], pinned[1]};
  return selection;
}

Json view_json(const View& view) {
  return {{"lens", word_of(k_lenses, view.lens)},
          {"kernel_in_network", view.kernel_in_network},
          {"scope", word_of(k_scopes, view.scope)},
          {"peak", view.peak},
          {"map_pixels", view.map_pixels}};
}

View view_from(Members members) {
  View view;
  view.lens = members.word("lens", k_lenses, view.lens);
  view.kernel_in_network = members.flag("kernel_in_network", view.kernel_in_network);
  view.scope = members.word("scope", k_scopes, view.scope);
  view.peak = members.flag("peak", view.peak);
  view.map_pixels = static_cast<int>(members.whole("map_pixels", 0, 0, k_longest_side));
  return view;
}

Json kernel_look_json(const KernelLook& look) {
  Json json{{"page", look.page},
            {"look", look.look},
            {"pixels", look.pixels},
            {"unit", look.unit},
            {"read", look.read}};
  for (std::size_t i = 0; i < k_slides.size(); ++i) {
    const KernelLook::Window& window = look.windows[i];
    if (window.rows > 0)
      json[k_slides[i]] = {window.row, window.column, window.rows, window.columns};
  }
  return json;
}

KernelLook kernel_look_from(Members members) {
  KernelLook look;
  look.page = static_cast<int>(members.whole("page", 0, 0, 100));
  look.look = static_cast<int>(members.whole("look", 0, 0, 100));
  look.pixels = members.flag("pixels", false);
  look.unit = static_cast<int>(members.whole("unit", 0, 0, INT32_MAX));
  look.read = static_cast<int>(members.whole("read", 0, 0, INT32_MAX));
  for (std::size_t i = 0; i < k_slides.size(); ++i) {
    const auto at = members.wholes<4>(k_slides[i], {0, 0, 0, 0}, 0, k_most);
    if (at[0] < at[2] && at[1] < at[3]) look.windows[i] = {at[0], at[1], at[2], at[3]};
  }
  return look;
}

}  // namespace fovea
