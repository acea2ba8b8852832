#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/tensor/tensor.h"

namespace fovea {

using AttributeValue = std::variant<std::int64_t, float, std::string, std::vector<std::int64_t>,
                                    std::vector<float>, Tensor>;

/// A node's attributes as neutral values, so that operators know nothing of the file they came
/// from. Each getter returns the fallback where the attribute is absent and throws Error, naming
/// the attribute, where it has another type.
class Attributes {
 public:
  Attributes() = default;
  Attributes(std::initializer_list<std::pair<const std::string, AttributeValue>> values)
      : values_(values) {}

  void set(std::string name, AttributeValue value) {
    values_.insert_or_assign(std::move(name), std::move(value));
  }
  bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  const std::map<std::string, AttributeValue, std::less<>>& all() const { return values_; }

  std::int64_t integer(std::string_view name, std::int64_t fallback) const;
  float number(std::string_view name, float fallback) const;
  std::string text(std::string_view name, std::string_view fallback) const;
  std::vector<std::int64_t> integers(std::string_view name,
                                     std::vector<std::int64_t> fallback = {}) const;
  std::vector<float> numbers(std::string_view name, std::vector<float> fallback = {}) const;
  /// An empty tensor where absent.
  Tensor tensor(std::string_view name) const;

 private:
  std::map<std::string, AttributeValue, std::less<>> values_;
};

}  // namespace fovea
