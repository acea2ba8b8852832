#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

namespace fovea {

/// Extents of a tensor, outermost first, rank 0 (a scalar) to 8. A small value without allocation.
class Shape {
 public:
  static constexpr std::size_t k_max_rank = 8;

  constexpr Shape() = default;
  Shape(std::initializer_list<std::int64_t> dims) : Shape(std::span(dims.begin(), dims.size())) {}
  /// Throws Error where `dims` has more than k_max_rank entries.
  explicit Shape(std::span<const std::int64_t> dims);

  std::size_t rank() const { return rank_; }
  std::int64_t operator[](std::size_t axis) const {
    assert(axis < rank_);
    return dims_[axis];
  }
  std::int64_t& operator[](std::size_t axis) {
    assert(axis < rank_);
    return dims_[axis];
  }
  std::span<const std::int64_t> dims() const { return {dims_.data(), rank_}; }

  /// Number of elements; 1 for a scalar. Throws Error where it does not fit in 63 bits or an
  /// extent is negative, so that sizes read from files can be asked without fear.
  std::int64_t elements() const;

  /// Elements of the axes [first, last).
  std::int64_t elements(std::size_t first, std::size_t last) const;

  /// "3 × 32 × 32"; "scalar" for rank 0; a negative extent prints as "?".
  std::string to_string() const;

  friend bool operator==(const Shape& a, const Shape& b) {
    return std::ranges::equal(a.dims(), b.dims());
  }

 private:
  std::array<std::int64_t, k_max_rank> dims_{};
  std::size_t rank_ = 0;
};

/// Product of two non-negative counts; throws Error where it does not fit in 63 bits.
std::int64_t checked_multiply(std::int64_t a, std::int64_t b);

}  // namespace fovea
