#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/document/document.h"

namespace fovea {
namespace {

/// The JSON of a metadata entry as `T`; a default one where there is no such entry.
template <typename T>
T metadata_as(const Model& model, const std::string& key, const char* expected) {
  const auto found = model.metadata.find(key);
  if (found == model.metadata.end()) return {};
  try {
    return nlohmann::json::parse(found->second).get<T>();
  } catch (const nlohmann::json::exception&) {
    throw Error{fmt::format("the model's metadata entry {} is damaged", key),
                {},
                fmt::format("It must be {}", expected)};
  }
}

}  // namespace

std::shared_ptr<const NetworkOrigin> make_origin(Model model, std::string name, std::string path) {
  auto origin = std::make_shared<NetworkOrigin>();
  origin->name = std::move(name);
  origin->path = std::move(path);
  origin->classes =
      metadata_as<std::vector<std::string>>(model, "fovea.classes", "a JSON array of names");
  origin->unit_names = metadata_as<std::map<std::string, std::vector<std::string>>>(
      model, "fovea.units", "a JSON object of arrays of names");
  const auto input = model.metadata.find("fovea.input");
  if (input != model.metadata.end()) origin->preprocessing = preprocessing_from_json(input->second);
  origin->model = std::move(model);
  return origin;
}

}  // namespace fovea
