#include "core/cpu/tile.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/tile.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fovea::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::ScalableTag<float>;
using Vector = hn::Vec<Tag>;

// The sums, one row of `b` and one broadcast must fit into the registers: 32 of AVX-512, 16 else.
#if HWY_TARGET == HWY_AVX3
constexpr int k_rows = 8, k_vectors = 3;
#elif HWY_TARGET == HWY_AVX2
constexpr int k_rows = 4, k_vectors = 3;
#else
constexpr int k_rows = 4, k_vectors = 2;
#endif

template <int rows, int vectors, bool has_offsets>
HWY_INLINE void accumulate(const TileCall& call, Vector (&sums)[rows][vectors]) {
  const Tag d;
  const auto lanes = static_cast<std::ptrdiff_t>(hn::Lanes(d));
  const float* HWY_RESTRICT a = call.a;
  const float* HWY_RESTRICT b = call.b;
  const std::int32_t* HWY_RESTRICT offsets = call.offsets;
  for (std::int64_t k = 0; k < call.depth; ++k) {
    const float* step = has_offsets ? call.b + offsets[k] : b;
    Vector columns[vectors];
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) columns[v] = hn::LoadU(d, step + v * lanes);
#pragma GCC unroll 16
    for (int r = 0; r < rows; ++r) {
      const Vector factor = hn::Set(d, a[r]);
#pragma GCC unroll 4
      for (int v = 0; v < vectors; ++v) sums[r][v] = hn::MulAdd(factor, columns[v], sums[r][v]);
    }
    a += rows;
    if constexpr (!has_offsets) b += call.stride;
  }
}

template <int rows, int vectors>
void tile(const TileCall& call) {
  const Tag d;
  const auto lanes = static_cast<std::ptrdiff_t>(hn::Lanes(d));
  Vector sums[rows][vectors];
#pragma GCC unroll 16
  for (int r = 0; r < rows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) {
      sums[r][v] = call.start == nullptr ? hn::Zero(d) : hn::Set(d, call.start[r]);
    }
  }
  if (call.offsets != nullptr) {
    accumulate<rows, vectors, true>(call, sums);
  } else {
    accumulate<rows, vectors, false>(call, sums);
  }
#pragma GCC unroll 16
  for (int r = 0; r < rows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < vectors; ++v) {
      hn::StoreU(sums[r][v], d, call.out + r * call.out_stride + v * lanes);
    }
  }
}

template <int rows>
void add_row_of_kernels(TileKernels& all) {
  all.kernels[rows - 1][0] = tile<rows, 1>;
  if constexpr (k_vectors >= 2) all.kernels[rows - 1][1] = tile<rows, 2>;
  if constexpr (k_vectors >= 3) all.kernels[rows - 1][2] = tile<rows, 3>;
  if constexpr (rows > 1) add_row_of_kernels<rows - 1>(all);
}

TileKernels make_kernels() {
  TileKernels all{
      .lanes = static_cast<int>(hn::Lanes(Tag())), .max_rows = k_rows, .max_vectors = k_vectors};
  add_row_of_kernels<k_rows>(all);
  return all;
}

const TileKernels& kernels() {
  static const TileKernels all = make_kernels();
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
const TileKernels& tile_kernels() { return HWY_DYNAMIC_DISPATCH(kernels)(); }
}  // namespace fovea
#endif
