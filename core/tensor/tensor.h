#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/tensor/shape.h"

namespace fovea {

enum class ElementType { float32, float64, int64, uint8 };

std::size_t size_of(ElementType type);
std::string_view name_of(ElementType type);

template <typename T>
constexpr ElementType element_type_of();
template <>
constexpr ElementType element_type_of<float>() {
  return ElementType::float32;
}
template <>
constexpr ElementType element_type_of<double>() {
  return ElementType::float64;
}
template <>
constexpr ElementType element_type_of<std::int64_t>() {
  return ElementType::int64;
}
template <>
constexpr ElementType element_type_of<std::uint8_t>() {
  return ElementType::uint8;
}

/// A contiguous array, row-major, channels first ([N, C, H, W]) where it holds feature maps.
/// Copies share the elements. Whoever makes one may write to it through `mutable_values` until
/// the first copy; from then on it is immutable, which is what lets threads share it.
class Tensor {
 public:
  Tensor() = default;
  /// Elements are uninitialised, 64-byte aligned. Throws Error where the bytes exceed
  /// `memory_budget()` or cannot be had.
  explicit Tensor(const Shape& shape, ElementType type = ElementType::float32);

  template <typename T>
  static Tensor of(const Shape& shape, std::span<const T> values) {
    Tensor tensor(shape, element_type_of<T>());
    assert(static_cast<std::int64_t>(values.size()) == shape.elements());
    std::ranges::copy(values, tensor.mutable_values<T>().begin());
    return tensor;
  }
  template <typename T>
  static Tensor of(const Shape& shape, const std::vector<T>& values) {
    return of(shape, std::span<const T>(values));
  }
  template <typename T>
  static Tensor filled(const Shape& shape, T value) {
    Tensor tensor(shape, element_type_of<T>());
    std::ranges::fill(tensor.mutable_values<T>(), value);
    return tensor;
  }

  bool empty() const { return storage_ == nullptr; }
  const Shape& shape() const { return shape_; }
  ElementType type() const { return type_; }
  std::int64_t elements() const { return elements_; }
  std::size_t bytes() const { return static_cast<std::size_t>(elements_) * size_of(type_); }

  template <typename T>
  std::span<const T> values() const {
    assert(type_ == element_type_of<T>());
    return {static_cast<const T*>(data()), static_cast<std::size_t>(elements_)};
  }
  template <typename T>
  std::span<T> mutable_values() {
    assert(type_ == element_type_of<T>());
    assert(storage_.use_count() == 1 && "a tensor is immutable once shared");
    return {static_cast<T*>(storage_.get()), static_cast<std::size_t>(elements_)};
  }
  std::span<const float> floats() const { return values<float>(); }
  const void* data() const { return storage_.get(); }

  /// Same elements under another shape of as many elements; shares them.
  Tensor reshaped(const Shape& shape) const;
  /// A copy that may be written to.
  Tensor clone() const;
  /// Converted element by element (a copy, unless the type is the same already).
  Tensor to(ElementType type) const;

  /// Whether this is the only copy, so that its elements may be written to.
  bool is_unique() const { return storage_.use_count() == 1; }

  /// Two tensors with the same identity hold the very same elements; what caches are keyed by.
  /// Valid while a copy of the tensor is kept.
  const void* identity() const { return storage_.get(); }
  friend bool same(const Tensor& a, const Tensor& b) {
    return a.identity() == b.identity() && a.shape_ == b.shape_;
  }

 private:
  std::shared_ptr<void> storage_;
  Shape shape_;
  std::int64_t elements_ = 0;
  ElementType type_ = ElementType::float32;
};

/// Bytes that one tensor, or one run's values together, may take: half of the machine's memory.
std::int64_t memory_budget();

/// "1.5 GB", for messages.
std::string human_bytes(std::int64_t bytes);

}  // namespace fovea
