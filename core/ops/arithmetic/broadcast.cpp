#include "core/ops/arithmetic/broadcast.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace fovea::ops {
namespace {

/// Extent of the axis that ends up as `axis` of an output of `rank` axes; 1 where there is none.
std::int64_t aligned_dim(const Shape& shape, std::size_t axis, std::size_t rank) {
  const std::size_t missing = rank - shape.rank();
  return axis < missing ? 1 : shape[axis - missing];
}

/// Elements between neighbours along each axis of the output; 0 where the input is stretched.
std::vector<std::int64_t> strides_in(const Shape& input, std::size_t rank) {
  std::vector<std::int64_t> strides(rank);
  std::int64_t stride = 1;
  for (std::size_t axis = rank; axis-- > 0;) {
    const std::int64_t dim = aligned_dim(input, axis, rank);
    strides[axis] = dim == 1 ? 0 : stride;
    stride *= dim;
  }
  return strides;
}

}  // namespace

Shape broadcast(const Shape& a, const Shape& b) {
  const std::size_t rank = std::max(a.rank(), b.rank());
  Shape result = a.rank() < b.rank() ? b : a;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::int64_t from_a = aligned_dim(a, axis, rank), from_b = aligned_dim(b, axis, rank);
    if (from_a != from_b && from_a != 1 && from_b != 1) {
      throw Error{fmt::format("shapes {} and {} do not go together: {} against {}", a.to_string(),
                              b.to_string(), from_a, from_b)};
    }
    result[axis] = from_a == 1 ? from_b : from_a;
  }
  return result;
}

BroadcastWalk::BroadcastWalk(const Shape& a, const Shape& b, const Shape& output) {
  const std::vector<std::int64_t> steps_a = strides_in(a, output.rank());
  const std::vector<std::int64_t> steps_b = strides_in(b, output.rank());
  for (std::size_t axis = 0; axis < output.rank(); ++axis) {
    const std::int64_t dim = output[axis];
    if (dim == 1) continue;
    // The axis before goes on where this one ends: in both inputs one step of it is all of this.
    const bool continues = !dims.empty() && a_strides.back() == steps_a[axis] * dim &&
                           b_strides.back() == steps_b[axis] * dim;
    if (continues) {
      dims.back() *= dim;
      a_strides.back() = steps_a[axis];
      b_strides.back() = steps_b[axis];
    } else {
      dims.push_back(dim);
      a_strides.push_back(steps_a[axis]);
      b_strides.push_back(steps_b[axis]);
    }
  }
  if (dims.empty()) {
    dims = {1};
    a_strides = b_strides = {0};
  }
}

std::int64_t BroadcastWalk::rows() const {
  std::int64_t count = 1;
  for (std::size_t axis = 0; axis + 1 < dims.size(); ++axis) count *= dims[axis];
  return count;
}

BroadcastWalk::Offsets BroadcastWalk::offsets(std::int64_t row) const {
  Offsets at;
  for (std::size_t axis = dims.size() - 1; axis-- > 0;) {
    const std::int64_t position = row % dims[axis];
    row /= dims[axis];
    at.a += position * a_strides[axis];
    at.b += position * b_strides[axis];
  }
  return at;
}

}  // namespace fovea::ops
