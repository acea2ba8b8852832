#pragma once

#include <cstddef>
#include <cstdint>

namespace fovea {

/// Dot products of the rows of a matrix with one vector, as fast as memory gives the rows:
/// out[r · out_stride] = start[r] + Σₖ rows[r · stride + k] · x[k]. A null `start` means zeros.
struct DotCall {
  const float* rows = nullptr;
  std::ptrdiff_t stride = 0;
  std::int64_t count = 0;
  const float* x = nullptr;
  std::int64_t depth = 0;
  const float* start = nullptr;
  float* out = nullptr;
  std::ptrdiff_t out_stride = 1;
};
void dot_rows(const DotCall&);

}  // namespace fovea
