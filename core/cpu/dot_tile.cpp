#include "core/cpu/dot_tile.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/dot_tile.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::ScalableTag<float>;
using Vector = hn::Vec<Tag>;

// The sums, one vector of `a` a row and one of `b` must fit into the registers.
#if HWY_TARGET == HWY_AVX3
constexpr int k_rows = 6, k_columns = 4;
#else
constexpr int k_rows = 4, k_columns = 3;
#endif

template <int rows, int columns>
void dot_tile(const DotTileCall& call) {
  const Tag d;
  const auto lanes = static_cast<std::int64_t>(hn::Lanes(d));
  Vector sums[rows][columns];
#pragma GCC unroll 8
  for (int r = 0; r < rows; ++r) {
#pragma GCC unroll 4
    for (int c = 0; c < columns; ++c) sums[r][c] = hn::Zero(d);
  }
  const float* b_rows[columns];
  for (int c = 0; c < columns; ++c) b_rows[c] = call.b + call.offsets[c];
  const float* a_row = call.a;
  for (std::int64_t i = 0; i < call.count; ++i) {
    for (std::int64_t j = 0; j < call.length; j += lanes) {
      Vector right[columns];
#pragma GCC unroll 4
      for (int c = 0; c < columns; ++c) right[c] = hn::LoadU(d, b_rows[c] + j);
#pragma GCC unroll 8
      for (int r = 0; r < rows; ++r) {
        const Vector left = hn::LoadU(d, a_row + r * call.a_stride + j);
#pragma GCC unroll 4
        for (int c = 0; c < columns; ++c) sums[r][c] = hn::MulAdd(left, right[c], sums[r][c]);
      }
    }
    a_row += call.a_step;
    for (int c = 0; c < columns; ++c) b_rows[c] += call.b_step;
  }
#pragma GCC unroll 8
  for (int r = 0; r < rows; ++r) {
#pragma GCC unroll 4
    for (int c = 0; c < columns; ++c) {
      call.out[r * call.out_stride + c] += hn::GetLane(hn::SumOfLanes(d, sums[r][c]));
    }
  }
}

template <int rows>
void add_row_of_kernels(DotTileKernels& all) {
  all.kernels[rows - 1][0] = dot_tile<rows, 1>;
  all.kernels[rows - 1][1] = dot_tile<rows, 2>;
  all.kernels[rows - 1][2] = dot_tile<rows, 3>;
  if constexpr (k_columns >= 4) all.kernels[rows - 1][3] = dot_tile<rows, 4>;
  if constexpr (rows > 1) add_row_of_kernels<rows - 1>(all);
}

const DotTileKernels& kernels() {
  static const DotTileKernels all = [] {
    DotTileKernels made{.max_rows = k_rows, .max_columns = k_columns};
    add_row_of_kernels<k_rows>(made);
    return made;
  }();
  return all;
}

}  // namespace
}  // namespace fovea::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea {
namespace {
HWY_EXPORT(kernels);
}
const DotTileKernels& dot_tile_kernels() { return HWY_DYNAMIC_DISPATCH(kernels)(); }
}  // namespace fovea
#endif
