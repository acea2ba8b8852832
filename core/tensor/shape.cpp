#include "core/tensor/shape.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea {

std::int64_t checked_multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product)) {
    throw Error{"the size is not one that a computer can hold", fmt::format("{} × {}", a, b)};
  }
  return product;
}

Shape::Shape(std::span<const std::int64_t> dims) : rank_(dims.size()) {
  if (dims.size() > k_max_rank) {
    throw Error{fmt::format("a tensor of {} axes is not supported", dims.size()),
                {},
                fmt::format("Fovea works with up to {} axes", k_max_rank)};
  }
  std::ranges::copy(dims, dims_.begin());
}

std::int64_t Shape::elements() const { return elements(0, rank_); }

std::int64_t Shape::elements(std::size_t first, std::size_t last) const {
  std::int64_t count = 1;
  for (std::size_t axis = first; axis < last; ++axis) count = checked_multiply(count, dims_[axis]);
  return count;
}

std::string Shape::to_string() const {
  if (rank_ == 0) return "scalar";
  std::string text;
  for (std::int64_t dim : dims()) {
    if (!text.empty()) text += " × ";
    text += dim < 0 ? "?" : std::to_string(dim);
  }
  return text;
}

}  // namespace fovea
