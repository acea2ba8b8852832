#pragma once

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/base/error.h"

namespace fovea {

/// How deep objects and lists may lie in each other: what copies and writes them recurses.
inline constexpr int k_deepest_json = 64;
inline constexpr std::size_t k_longest_json = std::size_t{64} << 20;

/// JSON that anybody may have written. Throws Error where it is larger or deeper than is read,
/// Json::exception where it is no JSON.
template <typename Json>
Json parse_untrusted(std::string_view text) {
  if (text.size() > k_longest_json) throw Error{"its JSON is too long"};
  const auto not_too_deep = [](int depth, typename Json::parse_event_t, Json&) {
    if (depth > k_deepest_json) throw Error{"its JSON is nested too deeply"};
    return true;
  };
  return Json::parse(text, not_too_deep);
}

}  // namespace fovea
