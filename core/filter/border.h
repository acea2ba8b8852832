#pragma once

#include <cstdint>

namespace fovea {

/// What stands around a picture where a window reaches over its edge.
enum class Border {
  zero,
  reflect,    ///< mirrored at the edge sample, which is not repeated: c b | a b c | b a
  replicate,  ///< the edge sample again and again: a a | a b c | c c
  wrap        ///< the picture again: b c | a b c | a b
};

/// Index of the sample that stands at `position` of an axis of `extent` samples, for any position;
/// -1 where a zero does.
std::int64_t border_source(Border border, std::int64_t position, std::int64_t extent);

/// A part of a plane [height, width], by its first row and column, which may lie outside.
struct Patch {
  std::int64_t row = 0, column = 0;
  std::int64_t rows = 0, columns = 0;
};

/// A plane of floats, row-major.
struct Plane {
  const float* values = nullptr;
  std::int64_t height = 0, width = 0;
};

/// Copies the patch, border and all, to `out`, whose rows are `pitch` floats apart.
void copy_patch(const Plane& plane, Border border, const Patch& patch, float* out,
                std::int64_t pitch);

}  // namespace fovea
