#include <QByteArray>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/untrusted_json.h"
#include "core/figure/recipe.h"

namespace fovea {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_few = 32;  // values that are written as numbers

/// Text that a file may not hold as it is: base64.
std::string base64_of(std::string_view bytes) {
  return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()))
      .toBase64()
      .toStdString();
}

std::string from_base64(const std::string& text) {
  return QByteArray::fromBase64(QByteArray::fromStdString(text)).toStdString();
}

Json part_json(const RecipePart& part) {
  Json json{{"name", part.name}, {"path", part.path}, {"sha256", part.sha256}};
  if (!part.data.empty()) json["data"] = base64_of(part.data);
  return json;
}

std::string text_at(const Json& json, const char* key) { return json.value(key, std::string()); }

RecipePart part_from(const Json& json) {
  return {text_at(json, "name"), text_at(json, "path"), text_at(json, "sha256"),
          from_base64(text_at(json, "data"))};
}

/// Numbers where there are few, which a person can read, and JSON knows them all; else base64 of
/// little-endian float32.
Json run_json(const WeightRun& run) {
  Json json{{"weight", run.weight}, {"first", run.first}};
  const auto is_number = [](float value) { return std::isfinite(value); };
  if (run.values.size() <= k_few && std::ranges::all_of(run.values, is_number)) {
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

MutedUnit muted_from(const Json& json) {
  return {json.at("node").get<std::string>(), json.at("unit").get<std::int64_t>()};
}

template <typename T>
std::vector<T> all_of(const Json& list, T (*one_of)(const Json&)) {
  std::vector<T> all;
  for (const Json& one : list) all.push_back(one_of(one));
  return all;
}

/// Reads the members of a recipe, one after the other.
class RecipeReader {
 public:
  RecipeReader(const Json& json, Reading reading) : json_(json), reading_(reading) {}

  FigureRecipe read() {
    recipe_.version = text_at(json_, "fovea");
    part("model", [&](const Json& it) { recipe_.model = part_from(it); });
    part("inputs", [&](const Json& it) { recipe_.inputs = all_of(it, part_from); });
    part("edits", [&](const Json& it) { recipe_.edits = all_of(it, run_from); });
    part("edits_left_out", [&](const Json& it) { recipe_.edits_left_out = it.get<bool>(); });
    part("muted", [&](const Json& it) { recipe_.muted = all_of(it, muted_from); });
    part("preprocessing",
         [&](const Json& it) { recipe_.preprocessing = preprocessing_from_json(it.dump()); });
    part("crop", [&](const Json& it) {
      const auto sides = it.get<std::array<double, 4>>();
      recipe_.crop = Crop{sides[0], sides[1], sides[2], sides[3]};
    });
    part("seed", [&](const Json& it) { recipe_.seed = it.get<std::uint64_t>(); });
    part("picture", [&](const Json& it) { recipe_.picture = part_from(it); });
    part("window", [&](const Json& it) { recipe_.window = dumped(it); });
    part("figure", [&](const Json& it) { recipe_.spec = spec_of(it); });
    part("clip", [&](const Json& it) {
      recipe_.clip = clip_from_json(it);
      recipe_.clip->figure = recipe_.spec;
    });
    return std::move(recipe_);
  }

  static std::string dumped(const Json& json) {
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
  }

 private:
  template <typename Take>
  void part(const char* key, Take take) {
    const auto found = json_.find(key);
    const bool needed = std::string_view(key) == "model" || std::string_view(key) == "figure";
    if (found == json_.end() && !needed) return;
    try {
      take(json_.at(key));
    } catch (const std::exception&) {
      if (reading_ == Reading::strict) throw;
      recipe_.not_understood.emplace_back(key);
    }
  }

  /// Setting by setting, where it is lenient.
  FigureSpec spec_of(const Json& json) {
    constexpr std::size_t k_most_settings = 256;
    if (reading_ == Reading::strict || !json.is_object()) return spec_from_json(json);
    if (json.size() > k_most_settings) throw Error{"the figure's settings are damaged"};
    Json understood = Json::object();
    FigureSpec spec;
    for (const auto& [key, value] : json.items()) {
      Json more = understood;
      more[key] = value;
      try {
        spec = spec_from_json(more);
        understood = std::move(more);
      } catch (const std::exception&) {
        recipe_.not_understood.push_back("figure." + key);
      }
    }
    return spec;
  }

  const Json& json_;
  Reading reading_;
  FigureRecipe recipe_;
};

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
  if (recipe.edits_left_out) json["edits_left_out"] = true;
  if (recipe.picture) json["picture"] = part_json(*recipe.picture);
  if (!recipe.window.empty()) json["window"] = Json::parse(recipe.window);
  json["figure"] = json_of(recipe.spec);
  if (recipe.clip) {
    json["clip"] = json_of(*recipe.clip);
    json["clip"].erase("figure");  // is there already
  }
  return RecipeReader::dumped(json);
}

FigureRecipe recipe_from_json(std::string_view text, Reading reading) {
  try {
    const auto json = parse_untrusted<Json>(text);
    if (!json.is_object()) throw Error{"the figure's recipe is damaged"};
    return RecipeReader(json, reading).read();
  } catch (const nlohmann::json::exception&) {
    throw Error{"the figure's recipe is damaged"};
  }
}

}  // namespace fovea
