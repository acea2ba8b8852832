#include <QByteArray>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/figure/recipe.h"

namespace fovea {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_few = 32;  // values that are written as numbers

Json part_json(const RecipePart& part) {
  return {{"name", part.name}, {"path", part.path}, {"sha256", part.sha256}};
}

std::string text_at(const Json& json, const char* key) { return json.value(key, std::string()); }

RecipePart part_from(const Json& json) {
  return {text_at(json, "name"), text_at(json, "path"), text_at(json, "sha256")};
}

/// Numbers where there are few, which a person can read; else base64 of little-endian float32.
Json run_json(const WeightRun& run) {
  Json json{{"weight", run.weight}, {"first", run.first}};
  if (run.values.size() <= k_few) {
    json["values"] = run.values;
  } else {
    const auto size = static_cast<qsizetype>(run.values.size() * sizeof(float));
    json["float32"] =
        QByteArray(reinterpret_cast<const char*>(run.values.data()), size).toBase64().toStdString();
  }
  return json;
}

WeightRun run_from(const Json& json) {
  WeightRun run{.weight = json.at("weight").get<std::string>(),
                .first = json.at("first").get<std::int64_t>(),
                .values = {}};
  if (const auto found = json.find("float32"); found != json.end()) {
    const QByteArray bytes =
        QByteArray::fromBase64(QByteArray::fromStdString(found->get<std::string>()));
    run.values.resize(static_cast<std::size_t>(bytes.size()) / sizeof(float));
    std::memcpy(run.values.data(), bytes.data(), run.values.size() * sizeof(float));
    return run;
  }
  // JSON has no word for what is no finite number.
  for (const Json& value : json.at("values"))
    run.values.push_back(value.is_null() ? std::numeric_limits<float>::quiet_NaN()
                                         : value.get<float>());
  return run;
}

FigureRecipe recipe_of(const Json& json) {
  FigureRecipe recipe{.version = text_at(json, "fovea"), .model = part_from(json.at("model"))};
  for (const Json& input : json.value("inputs", Json::array()))
    recipe.inputs.push_back(part_from(input));
  for (const Json& run : json.value("edits", Json::array())) recipe.edits.push_back(run_from(run));
  for (const Json& unit : json.value("muted", Json::array()))
    recipe.muted.push_back(
        {unit.at("node").get<std::string>(), unit.at("unit").get<std::int64_t>()});
  if (const auto found = json.find("preprocessing"); found != json.end())
    recipe.preprocessing = preprocessing_from_json(found->dump());
  if (const auto found = json.find("crop"); found != json.end()) {
    const auto sides = found->get<std::array<double, 4>>();
    recipe.crop = Crop{sides[0], sides[1], sides[2], sides[3]};
  }
  recipe.seed = json.value("seed", std::uint64_t{0});
  recipe.spec = spec_from_json(json.at("figure"));
  if (const auto found = json.find("clip"); found != json.end()) {
    recipe.clip = clip_from_json(*found);
    recipe.clip->figure = recipe.spec;
  }
  return recipe;
}

}  // namespace

std::string to_json(const FigureRecipe& recipe) {
  Json json{{"fovea", recipe.version}, {"model", part_json(recipe.model)}};
  if (!recipe.inputs.empty()) json["inputs"] = Json::array();
  for (const RecipePart& input : recipe.inputs) json["inputs"].push_back(part_json(input));
  for (const WeightRun& run : recipe.edits) json["edits"].push_back(run_json(run));
  for (const MutedUnit& unit : recipe.muted)
    json["muted"].push_back({{"node", unit.node}, {"unit", unit.unit}});
  if (recipe.preprocessing) json["preprocessing"] = Json::parse(to_json(*recipe.preprocessing));
  if (recipe.crop)
    json["crop"] = {recipe.crop->x, recipe.crop->y, recipe.crop->width, recipe.crop->height};
  json["seed"] = recipe.seed;
  json["figure"] = json_of(recipe.spec);
  if (recipe.clip) {
    json["clip"] = json_of(*recipe.clip);
    json["clip"].erase("figure");  // is there already
  }
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

FigureRecipe recipe_from_json(std::string_view text) {
  try {
    return recipe_of(Json::parse(text));
  } catch (const nlohmann::json::exception&) {
    throw Error{"the figure's recipe is damaged"};
  }
}

}  // namespace fovea
