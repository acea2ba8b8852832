#include <fmt/format.h>

#include "core/base/untrusted_json.h"
#include "core/document/project/members.h"
#include "core/document/project/names.h"
#include "core/document/project/parts.h"
#include "core/document/project/project_json.h"
#include "core/document/project/words.h"
#include "core/document/unit_view.h"
#include "core/document/weights.h"

namespace fovea {
namespace {

using namespace project_words;
using Json = nlohmann::json;

constexpr std::int64_t k_longest_side = 1 << 16, k_most = std::int64_t{1} << 40;
constexpr double k_farthest = 1e9;  // pixels

Json parsed(std::string_view text) {
  try {
    return parse_untrusted<Json>(text);
  } catch (const Json::exception&) {
    throw Error{"the project is damaged: project.json is no JSON"};
  }
}

TensorPlaces places_of(Members& members, const std::string& key) {
  const auto json = members.take(key);
  TensorPlaces places;
  if (!json) return places;
  if (!json->is_object()) members.fail(key, "an object");
  for (const auto& [name, place] : json->items())
    places[from_json_name(name)] = members.whole_of(place, key + '.' + name, 0, k_most);
  return places;
}

Crop crop_of(Members members) {
  const Crop crop{.x = members.number("x", 0),
                  .y = members.number("y", 0),
                  .width = members.number("width", 0),
                  .height = members.number("height", 0)};
  const auto check = [&](const char* key, double value, bool is_right) {
    if (!is_right || std::abs(value) > k_farthest) members.fail(key, "a part of a picture");
  };
  check("x", crop.x, true);
  check("y", crop.y, true);
  check("width", crop.width, crop.width > 0);
  check("height", crop.height, crop.height > 0);
  return crop;
}

Preprocessing preprocessing_of(Members members) {
  Preprocessing preprocessing = preprocessing_from_json(members.json().dump());
  for (const char* key : {"channels", "size", "fit", "resize_shorter", "filter", "antialias",
                          "layout", "scale", "mean", "std", "polarity"})
    members.take(key);
  preprocessing.known = members.flag("known", true);
  return preprocessing;
}

/// A class by index, −1 for none; one that the answer has not is dropped by whoever shows it.
int class_of(Members& members, const std::string& key) {
  return static_cast<int>(members.whole(key, -1, -1, INT32_MAX));
}

}  // namespace

ProjectReading::ProjectReading(std::string_view text) : json_(parsed(text)) {
  if (!json_.is_object()) throw Error{"it is no project of Fovea"};
  Members members(json_, {});
  if (members.text("format") != "fovea-project") throw Error{"it is no project of Fovea"};
  const std::int64_t version = members.whole("version", 0, 1, k_most);
  const std::string writer = members.text("written_by");
  if (version == 0) members.fail("version", "a version");
  if (version > k_project_version) {
    throw Error{fmt::format("it was saved by a newer Fovea{}: version {} of the format, and {} is "
                            "the latest that is known here",
                            writer.empty() ? "" : " (" + writer + ")", version, k_project_version),
                {},
                "Open it with that one"};
  }
  upgrade_project(json_, static_cast<int>(version));
}

std::optional<std::string> ProjectReading::copy_of() {
  Members members(json_, {});
  if (!members.json().contains("copy_of")) return std::nullopt;
  return from_json_name(members.text("copy_of"));
}

ProjectReading::NetworkPart ProjectReading::network() {
  Members network = Members(json_, {}).in("network");
  NetworkPart part;
  part.name = from_json_name(network.text("name", "network"));
  part.path = from_json_name(network.text("path"));
  part.graph_name = from_json_name(network.text("graph_name"));
  part.producer = from_json_name(network.text("producer"));
  part.places.edited = places_of(network, "weights");
  part.places.originals = places_of(network, "original_weights");
  return part;
}

void ProjectReading::finish(Project& project, const Tensor& pixels, const Tensor& kernel) {
  Document& document = project.document;
  Members members(json_, {});
  project.copy_of = copy_of();
  project.copy_stamp = from_json_name(members.text("copy_stamp"));
  project.run = from_json_name(members.in("network").text("run"));
  const Json runs = members.take("runs").value_or(Json::array());
  if (!runs.is_array()) members.fail("runs", "a list");
  for (const Json& run : runs) {
    if (!run.is_string()) members.fail("runs", "a list of names");
    project.runs.push_back(from_json_name(run.get<std::string>()));
  }
  read_muted(document.network);
  read_input(document, pixels);
  read_filter(document, kernel);
  read_view(document.view);
  read_selection(document);
  read_look(document.network.graph, project.look);
  for (const char* part : {"network", "input", "filter", "selection", "view", "look"})
    members.leave(part);
  project.not_understood.json = json_.dump();
}

void ProjectReading::read_muted(Network& network) {
  Members members = Members(json_, {}).in("network");
  const auto muted = members.take("muted");
  if (!muted) return;
  if (!muted->is_object()) members.fail("muted", "an object");
  std::set<Unit> units;
  for (const auto& [name, indices] : muted->items()) {
    const NodeId node = node_of_name(network.graph, from_json_name(name));
    if (node == k_no_node) members.fail("muted." + name, "a layer of that name");
    if (!indices.is_array()) members.fail("muted." + name, "a list");
    const std::int64_t last = unit_count(network.graph, node) - 1;
    for (const Json& index : indices)
      units.insert({node, members.whole_of(index, "muted." + name, 0, last)});
  }
  network.computed = mute(network.graph, units, network);
  network.muted = std::move(units);
}

void ProjectReading::read_input(Document& document, const Tensor& pixels) {
  Members members = Members(json_, {}).in("input");
  Picture picture;
  picture.pixels = pixels;
  picture.name = from_json_name(members.text("name"));
  picture.warning = from_json_name(members.text("warning"));
  picture.path = from_json_name(members.text("path"));
  Input input;
  input.kind = members.word("kind", k_kinds, Input::Kind::picture);
  input.picture = std::make_shared<const Picture>(std::move(picture));
  const auto size = members.wholes<2>("size", {0, 0}, 1, k_longest_side);
  if (size[0] == 0) members.fail("size", "a size");
  input.width = size[0];
  input.height = size[1];
  input.crop = crop_of(members.in("crop"));
  input.preprocessing = preprocessing_of(members.in("preprocessing"));
  for (const char* part : {"crop", "preprocessing"}) members.leave(part);
  document.input = std::make_shared<const Input>(std::move(input));
  shape_document(document);
}

void ProjectReading::read_filter(Document& document, const Tensor& kernel) {
  document =
      set_filter(document, filter_from(Members(json_, {}).in("filter"), kernel), "open").document;
}

void ProjectReading::read_selection(Document& document) {
  document.selection = selection_from(Members(json_, {}).in("selection"), document);
}

void ProjectReading::read_view(View& view) { view = view_from(Members(json_, {}).in("view")); }

void ProjectReading::read_look(const Graph& graph, Look& look) {
  Members members = Members(json_, {}).in("look");
  look.details = members.flag("details", false);
  look.covered = members.flag("covered", false);
  look.truth = class_of(members, "truth");
  look.predicted = class_of(members, "predicted");
  const auto scroll = members.take("scroll").value_or(Json::array({0, 0}));
  if (!scroll.is_array() || scroll.size() != 2) members.fail("scroll", "a list of 2 numbers");
  look.scroll_x = members.number_of(scroll[0], "scroll");
  look.scroll_y = members.number_of(scroll[1], "scroll");
  const auto expanded = members.take("expanded").value_or(Json::array());
  if (!expanded.is_array()) members.fail("expanded", "a list");
  for (const Json& name : expanded) {
    if (!name.is_string()) members.fail("expanded", "a list of names");
    const ValueId value = graph.find_value(from_json_name(name.get<std::string>()));
    if (value != k_no_value) look.expanded.insert(value);
  }
  look.kernel = kernel_look_from(members.in("kernel"));
  members.leave("kernel");
  const auto figure = Members(json_, {}).take("figure");
  if (figure && !figure->is_object()) members.fail("figure", "an object");
  if (figure) look.figure = figure->dump();
}

}  // namespace fovea
