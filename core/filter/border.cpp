#include "core/filter/border.h"

#include <algorithm>

namespace fovea {
namespace {

void copy_row(const float* row, std::int64_t width, Border border, std::int64_t first,
              std::int64_t count, float* out) {
  const std::int64_t inside = std::clamp<std::int64_t>(-first, 0, count);
  const std::int64_t outside = std::clamp<std::int64_t>(width - first, inside, count);
  const auto beyond = [&](std::int64_t from, std::int64_t to) {
    for (std::int64_t i = from; i < to; ++i) {
      const std::int64_t source = border_source(border, first + i, width);
      out[i] = source < 0 ? 0 : row[source];
    }
  };
  beyond(0, inside);
  std::copy(row + first + inside, row + first + outside, out + inside);
  beyond(outside, count);
}

}  // namespace

std::int64_t border_source(Border border, std::int64_t position, std::int64_t extent) {
  if (position >= 0 && position < extent) return position;
  const auto modulo = [&](std::int64_t period) { return (position % period + period) % period; };
  switch (border) {
    case Border::zero:
      break;
    case Border::replicate:
      return std::clamp<std::int64_t>(position, 0, extent - 1);
    case Border::wrap:
      return modulo(extent);
    case Border::reflect: {
      if (extent == 1) return 0;
      const std::int64_t period = 2 * (extent - 1), within = modulo(period);
      return within < extent ? within : period - within;
    }
  }
  return -1;
}

void copy_patch(const Plane& plane, Border border, const Patch& patch, float* out,
                std::int64_t pitch) {
  for (std::int64_t i = 0; i < patch.rows; ++i, out += pitch) {
    const std::int64_t row = border_source(border, patch.row + i, plane.height);
    if (row < 0) {
      std::fill(out, out + patch.columns, 0.0F);
    } else {
      copy_row(plane.values + row * plane.width, plane.width, border, patch.column, patch.columns,
               out);
    }
  }
}

}  // namespace fovea
