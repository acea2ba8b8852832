#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/base/error.h"

namespace fovea {

/// The members of one JSON object. Each is taken out as it is understood; what is left in the end
/// was not. A member that is not there is `absent`, which need not be in the range; one that is
/// there, `null` too, must be of the kind that is asked for and in the range, `least` to `most`,
/// both of them included. Throws Error (where: the member) where it is not.
class Members {
 public:
  using Json = nlohmann::json;

  Members(Json& object, std::string place) : object_(object), place_(std::move(place)) {
    if (!object_.is_object()) throw Error{"the project is damaged: no object is here", place_};
  }

  /// Members of the object `key`, which is made where there is none.
  Members in(const std::string& key) {
    if (!object_.contains(key)) object_[key] = Json::object();
    return {object_[key], path_of(key)};
  }
  /// After the last member of `in(key)`: takes it out where all of it was understood.
  void leave(const std::string& key) {
    if (object_.contains(key) && object_[key].empty()) object_.erase(key);
  }

  std::optional<Json> take(const std::string& key) {
    const auto found = object_.find(key);
    if (found == object_.end()) return std::nullopt;
    std::optional<Json> value = std::move(*found);
    object_.erase(found);
    return value;
  }

  bool flag(const std::string& key, bool absent) {
    const auto value = take(key);
    if (value && !value->is_boolean()) fail(key, "true or false");
    return value ? value->get<bool>() : absent;
  }
  std::string text(const std::string& key, const std::string& absent = {}) {
    const auto value = take(key);
    if (value && !value->is_string()) fail(key, "a text");
    return value ? value->get<std::string>() : absent;
  }
  /// A number without a fraction; 1.0 is none.
  std::int64_t whole(const std::string& key, std::int64_t absent, std::int64_t least,
                     std::int64_t most) {
    const auto value = take(key);
    return value ? whole_of(*value, key, least, most) : absent;
  }
  /// Whole or not, finite.
  double number(const std::string& key, double absent) {
    const auto value = take(key);
    return value ? number_of(*value, key) : absent;
  }
  /// A list of exactly N, each in the range.
  template <std::size_t N>
  std::array<std::int64_t, N> wholes(const std::string& key, std::array<std::int64_t, N> absent,
                                     std::int64_t least, std::int64_t most) {
    const auto value = take(key);
    if (!value) return absent;
    if (!value->is_array() || value->size() != N) fail(key, fmt::format("a list of {} numbers", N));
    std::array<std::int64_t, N> result{};
    for (std::size_t i = 0; i < N; ++i) result[i] = whole_of((*value)[i], key, least, most);
    return result;
  }
  /// One of the words, which stand in the order of the enumeration from 0 on. Any other is refused:
  /// a new word makes a new version of the format.
  template <typename Enum, std::size_t N>
  Enum word(const std::string& key, const std::array<std::string_view, N>& words, Enum absent) {
    const auto value = take(key);
    if (!value) return absent;
    for (std::size_t i = 0; i < N; ++i)
      if (value->is_string() && value->get_ref<const std::string&>() == words[i])
        return static_cast<Enum>(i);
    fail(key, fmt::format("one of {}", fmt::join(words, ", ")));
  }

  // What is in a member already: `key` is for the error's place.
  std::int64_t whole_of(const Json& value, const std::string& key, std::int64_t least,
                        std::int64_t most) const {
    const bool is_right = value.is_number_integer() &&
                          !(value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) &&
                          value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
    if (!is_right) fail(key, fmt::format("a whole number from {} to {}", least, most));
    return value.get<std::int64_t>();
  }
  double number_of(const Json& value, const std::string& key) const {
    if (!value.is_number() || !std::isfinite(value.get<double>())) fail(key, "a number");
    return value.get<double>();
  }

  [[noreturn]] void fail(const std::string& key, const std::string& wanted) const {
    throw Error{fmt::format("the project is damaged: here should be {}", wanted), path_of(key)};
  }
  std::string path_of(const std::string& key) const {
    return place_.empty() ? key : place_ + '.' + key;
  }
  Json& json() { return object_; }

 private:
  Json& object_;
  std::string place_;
};

}  // namespace fovea
