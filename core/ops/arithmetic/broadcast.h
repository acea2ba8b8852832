#pragma once

#include <vector>

#include "core/tensor/shape.h"

namespace fovea::ops {

/// Shape that numpy's rule makes of two: axes are aligned at the end, an extent of 1 stretches.
/// Throws Error with both shapes where they do not go together.
Shape broadcast(const Shape& a, const Shape& b);

/// How two inputs are walked to fill their broadcast output, with as few axes as will do: axes
/// along which both inputs step alike are one. Outermost first, at least one axis.
struct BroadcastWalk {
  std::vector<std::int64_t> dims;
  std::vector<std::int64_t> a_strides, b_strides;  ///< in elements; 0 where the input is stretched

  BroadcastWalk(const Shape& a, const Shape& b, const Shape& output);

  std::int64_t row() const { return dims.back(); }  ///< elements of the innermost axis
  std::int64_t rows() const;

  struct Offsets {
    std::int64_t a = 0, b = 0;
  };
  /// Where the inputs' elements of that innermost row begin.
  Offsets offsets(std::int64_t row) const;
};

}  // namespace fovea::ops
