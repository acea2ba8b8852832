#pragma once

#include "core/filter/filter.h"

namespace fovea {

struct KernelSize {
  std::int64_t rows = 1, columns = 1;
  friend auto operator<=>(const KernelSize&, const KernelSize&) = default;
};

/// Nanoseconds that a method takes for an output [C, H, W], from what a tile of it took on this
/// machine, on one thread; measured once for each method and size of kernel (a millisecond).
double filter_cost(FilterMethod, const KernelSize&, const Shape& output, int threads);

}  // namespace fovea
