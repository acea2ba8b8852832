#include "core/document/project/members.h"
#include "core/document/project/project_json.h"

namespace fovea {
namespace {

/// Version 1 had muted units as pairs, ["conv1", 3], of which there could be two alike.
void from_first(nlohmann::json& json) {
  Members members(json, {});
  Members network = members.in("network");
  const auto pairs = network.take("muted");
  nlohmann::json muted = nlohmann::json::object();
  if (pairs && !pairs->is_array()) network.fail("muted", "a list");
  for (const auto& pair : pairs.value_or(nlohmann::json::array())) {
    const bool is_pair = pair.is_array() && pair.size() == 2 && pair[0].is_string();
    if (!is_pair) network.fail("muted", "a list of pairs");
    auto& units = muted[pair[0].get<std::string>()];
    if (std::ranges::find(units, pair[1]) == units.end()) units.push_back(pair[1]);
  }
  network.json()["muted"] = std::move(muted);
}

}  // namespace

void upgrade_project(nlohmann::json& json, int version) {
  if (version < 2) from_first(json);
}

}  // namespace fovea
