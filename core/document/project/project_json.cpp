#include "core/document/project/project_json.h"

#include "core/base/version.h"
#include "core/document/project/names.h"
#include "core/document/project/parts.h"
#include "core/document/project/words.h"

namespace fovea {
namespace {

using namespace project_words;
using Json = nlohmann::ordered_json;

Json places_json(const TensorPlaces& places) {
  Json json = Json::object();
  for (const auto& [name, place] : places) json[json_name(name)] = place;
  return json;
}

Json muted_json(const Network& network) {
  Json json = Json::object();
  for (const Unit& unit : network.muted)
    json[json_name(name_of_node(network.graph, unit.node))].push_back(unit.index);
  return json;
}

Json network_json(const Project& project, const WeightPlaces& places) {
  const Network& network = project.document.network;
  const NetworkOrigin& origin = *network.origin;
  Json json{{"name", json_name(origin.name)},
            {"path", json_name(origin.path)},
            {"graph_name", json_name(origin.model.name)},
            {"producer", json_name(origin.model.producer)}};
  if (!project.run.empty()) json["run"] = json_name(project.run);
  json["weights"] = places_json(places.edited);
  if (!places.originals.empty()) json["original_weights"] = places_json(places.originals);
  json["muted"] = muted_json(network);
  return json;
}

Json input_json(const Input& input) {
  Json json{{"kind", word_of(k_kinds, input.kind)},
            {"name", json_name(input.picture->name)},
            {"warning", json_name(input.picture->warning)},
            {"path", json_name(input.picture->path)},
            {"size", {input.width, input.height}}};
  json["crop"] = {{"x", input.crop.x},
                  {"y", input.crop.y},
                  {"width", input.crop.width},
                  {"height", input.crop.height}};
  json["preprocessing"] = Json::parse(to_json(input.preprocessing));
  json["preprocessing"]["known"] = input.preprocessing.known;
  return json;
}

Json look_json(const Graph& graph, const Look& look) {
  Json json{{"details", look.details},
            {"covered", look.covered},
            {"truth", look.truth},
            {"predicted", look.predicted},
            {"scroll", {look.scroll_x, look.scroll_y}},
            {"kernel", kernel_look_json(look.kernel)}};
  json["expanded"] = Json::array();
  for (const ValueId value : look.expanded)
    json["expanded"].push_back(json_name(graph.name_of(value)));
  return json;
}

/// Puts members that were not understood into the objects that they were in.
void put_back(Json& json, const Json& left) {
  for (const auto& [key, value] : left.items()) {
    if (!json.contains(key)) {
      json[key] = value;
    } else if (json[key].is_object() && value.is_object()) {
      put_back(json[key], value);
    }
  }
}

}  // namespace

std::string project_text(const Project& project, const WeightPlaces& places) {
  const Document& document = project.document;
  Json json{{"format", "fovea-project"}, {"version", k_project_version}, {"written_by", version()}};
  if (project.copy_of) json["copy_of"] = json_name(*project.copy_of);
  if (!project.copy_stamp.empty()) json["copy_stamp"] = json_name(project.copy_stamp);
  json["network"] = network_json(project, places);
  json["input"] = input_json(*document.input);
  json["filter"] = filter_json(document.filter);
  json["selection"] = selection_json(document.network.graph, document.selection);
  json["view"] = view_json(document.view);
  json["look"] = look_json(document.network.graph, project.look);
  if (!project.look.figure.empty()) json["figure"] = Json::parse(project.look.figure);
  json["runs"] = Json::array();
  for (const std::string& run : project.runs) json["runs"].push_back(json_name(run));
  put_back(json, Json::parse(project.not_understood.json));
  return json.dump(2) + '\n';
}

}  // namespace fovea
