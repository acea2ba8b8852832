#pragma once

#include <cassert>
#include <memory>
#include <typeinfo>
#include <utility>

namespace fovea {

/// What an operator's `parse` made of a node's attributes: a value whose type only that operator
/// knows. Copies share it.
class Params {
 public:
  Params() = default;

  template <typename T>
  static Params of(T value) {
    Params params;
    params.value_ = std::make_shared<const T>(std::move(value));
    params.type_ = &typeid(T);
    return params;
  }

  template <typename T>
  const T& as() const {
    assert(type_ != nullptr && *type_ == typeid(T));
    return *static_cast<const T*>(value_.get());
  }

 private:
  std::shared_ptr<const void> value_;
  const std::type_info* type_ = nullptr;
};

}  // namespace fovea
