#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cancel.h"

namespace fovea {

/// A matrix somewhere in memory: element (row, column) is at values[row · row_step + column ·
/// column_step].
struct MatrixView {
  const float* values = nullptr;
  std::ptrdiff_t row_step = 0, column_step = 1;
};

/// out[i · columns + j] = scale · Σₖ a(i, k) · b(k, j), i < rows, j < columns, k < depth.
struct GemmCall {
  MatrixView a, b;
  std::int64_t rows = 0, columns = 0, depth = 0;
  float scale = 1;
  float* out = nullptr;
};

/// Products of few rows, or with one column, run as fast as memory gives the larger matrix where
/// that is stored along k; all others near the processor's peak. Throws Cancelled.
void gemm(const GemmCall&, int threads, const CancelToken&);

}  // namespace fovea
