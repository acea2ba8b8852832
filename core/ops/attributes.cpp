#include "core/ops/attributes.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {
namespace {

using Values = std::map<std::string, AttributeValue, std::less<>>;

template <typename T>
T get(const Values& values, std::string_view name, T fallback, std::string_view expected) {
  const auto found = values.find(name);
  if (found == values.end()) return fallback;
  if (const T* value = std::get_if<T>(&found->second)) return *value;
  throw Error{fmt::format("the attribute “{}” must be {}", name, expected)};
}

}  // namespace

std::int64_t Attributes::integer(std::string_view name, std::int64_t fallback) const {
  return get(values_, name, fallback, "a whole number");
}

float Attributes::number(std::string_view name, float fallback) const {
  return get(values_, name, fallback, "a number");
}

std::string Attributes::text(std::string_view name, std::string_view fallback) const {
  return get(values_, name, std::string(fallback), "a text");
}

std::vector<std::int64_t> Attributes::integers(std::string_view name,
                                               std::vector<std::int64_t> fallback) const {
  return get(values_, name, std::move(fallback), "a list of whole numbers");
}

std::vector<float> Attributes::numbers(std::string_view name, std::vector<float> fallback) const {
  return get(values_, name, std::move(fallback), "a list of numbers");
}

Tensor Attributes::tensor(std::string_view name) const {
  return get(values_, name, Tensor{}, "a tensor");
}

}  // namespace fovea
