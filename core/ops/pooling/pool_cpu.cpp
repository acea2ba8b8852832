#include <limits>

#include "core/base/divide_up.h"
#include "core/cpu/parallel.h"
#include "core/ops/pooling/pool.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/pooling/pool_cpu.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

#ifndef FOVEA_POOL_ROWS
#define FOVEA_POOL_ROWS
namespace fovea::ops {

/// Rows [first_row, last_row) of one output plane, a row being a line of columns.
struct PoolRows {
  const PoolGeometry& pool;
  bool average, include_pad;
  const float* plane;         ///< [depth, height, width]
  float* out;                 ///< the output plane
  const CancelToken& cancel;  ///< looked at within a row too: windows may be millions wide
  std::int64_t first_row, last_row;
};

}  // namespace fovea::ops
#endif

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

struct Largest {
  static constexpr float k_nothing = -std::numeric_limits<float>::infinity();
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return max_of(a, b);
  }
};

struct Sum {
  static constexpr float k_nothing = 0;
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return hn::Add(a, b);
  }
};

/// Column by column over the rows under the window: what is left to reduce is one row.
template <class Reduce>
void reduce_rows(const std::vector<const float*>& rows, std::int64_t width, float* result) {
  if (rows.empty()) {
    std::fill_n(result, width, Reduce::k_nothing);
    return;
  }
  cover(width, [&](auto d, std::int64_t i) HWY_ATTR {
    auto reduced = hn::LoadU(d, rows[0] + i);
    for (std::size_t row = 1; row < rows.size(); ++row) {
      reduced = Reduce()(reduced, hn::LoadU(d, rows[row] + i));
    }
    hn::StoreU(reduced, d, result + i);
  });
}

/// Every `stride`-th float from `from` on.
template <class D>
HWY_INLINE hn::Vec<D> load_strided(D d, const float* from, std::int64_t stride) {
  if constexpr (hn::MaxLanes(d) > 1) {
    if (stride == 2) {
      hn::Vec<D> even, odd;
      hn::LoadInterleaved2(d, from, even, odd);
      return even;
    }
  }
  return hn::LoadU(d, from);
}

/// Windows along a row between two looks at the token: some milliseconds' worth.
std::int64_t columns_at_once(const Window& window) {
  constexpr std::int64_t k_taps = std::int64_t{1} << 22, k_widest_vector = 64;
  return std::max(k_taps / window.kernel, k_widest_vector);
}

/// Along the padded row, window by window.
template <class Reduce>
void reduce_columns(const Window& window, const float* padded, float* out, std::int64_t count) {
  const std::int64_t stride = window.stride;
  const auto step = [&](auto d, std::int64_t i) HWY_ATTR {
    auto reduced = load_strided(d, padded + i * stride, stride);
    for (std::int64_t tap = 1; tap < window.kernel; ++tap) {
      const float* from = padded + i * stride + tap * window.dilation;
      reduced = Reduce()(reduced, load_strided(d, from, stride));
    }
    hn::StoreU(reduced, d, out + i);
  };
  if (stride <= 2) return cover(count, step);
  cover(count, step, hn::CappedTag<float, 1>());
}

void divide(float* out, const std::vector<float>& columns, std::int64_t taps_of_row) {
  const auto taps = static_cast<float>(std::max<std::int64_t>(taps_of_row, 1));
  for (std::size_t i = 0; i < columns.size(); ++i) out[i] /= taps * columns[i];
}

/// The rows of samples under the window at row `d`, `h` of the output.
void gather_rows(const PoolRows& work, std::int64_t d, std::int64_t h,
                 std::vector<const float*>& rows) {
  const Window &deep = work.pool.windows[0], &high = work.pool.windows[1];
  const auto& in = work.pool.in;
  const Range taps_d = deep.taps(d, in[0]), taps_h = high.taps(h, in[1]);
  rows.clear();
  for (std::int64_t i = taps_d.first; i < taps_d.last; ++i) {
    const std::int64_t z = d * deep.stride - deep.pad_begin + i * deep.dilation;
    for (std::int64_t j = taps_h.first; j < taps_h.last; ++j) {
      const std::int64_t y = h * high.stride - high.pad_begin + j * high.dilation;
      rows.push_back(work.plane + (z * in[1] + y) * in[2]);
    }
  }
}

std::vector<float> counts_of_columns(const PoolRows& work) {
  std::vector<float> counts;
  for (std::int64_t w = 0; w < work.pool.out[2]; ++w) {
    const std::int64_t taps = work.pool.counted_taps(2, w, work.include_pad);
    counts.push_back(static_cast<float>(std::max<std::int64_t>(taps, 1)));
  }
  return counts;
}

/// Separable: first down the rows under a window, then along the row that is left. That row is
/// kept with its padding filled in, so that no tap has to be asked whether it is inside.
template <class Reduce>
void pool_with(const PoolRows& work) {
  const PoolGeometry& pool = work.pool;
  const Window& wide = pool.windows[2];
  const std::int64_t reach = (pool.out[2] - 1) * wide.stride + wide.span();
  const std::int64_t begin = std::min(wide.pad_begin, reach);
  const std::int64_t width = std::min(pool.in[2], reach - begin);
  // One more: taking every second float reads the one after the last too.
  std::vector<float> padded(static_cast<std::size_t>(reach) + 1, Reduce::k_nothing);
  const std::vector<float> columns = work.average ? counts_of_columns(work) : std::vector<float>();
  std::vector<const float*> rows;
  for (std::int64_t row = work.first_row; row < work.last_row; ++row) {
    const std::int64_t d = row / pool.out[1], h = row % pool.out[1];
    float* out = work.out + row * pool.out[2];
    gather_rows(work, d, h, rows);
    reduce_rows<Reduce>(rows, width, padded.data() + begin);
    const std::int64_t at_once = columns_at_once(wide);
    for (std::int64_t first = 0; first < pool.out[2]; first += at_once) {
      if (work.cancel.cancelled()) return;
      reduce_columns<Reduce>(wide, padded.data() + first * wide.stride, out + first,
                             std::min(at_once, pool.out[2] - first));
    }
    if (work.average) {
      divide(out, columns,
             pool.counted_taps(0, d, work.include_pad) * pool.counted_taps(1, h, work.include_pad));
    }
  }
}

void pool_rows(const PoolRows& work) {
  if (work.average) return pool_with<Sum>(work);
  pool_with<Largest>(work);
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {

HWY_EXPORT(pool_rows);

void pool_cpu(const CpuCall& call) {
  constexpr std::int64_t k_tile = 16384;  // samples under the rows that a thread takes at a time
  const auto& settings = call.params.as<PoolSettings>();
  const PoolGeometry pool(settings, call.inputs[0].shape());
  const std::int64_t rows = pool.out[0] * pool.out[1];
  const std::int64_t work_of_row = pool.in[2] * pool.windows[0].kernel * pool.windows[1].kernel +
                                   pool.out[2] * pool.windows[2].kernel;
  const std::int64_t rows_at_once =
      std::clamp<std::int64_t>(k_tile / std::max<std::int64_t>(work_of_row, 1), 1, rows);
  const std::int64_t tiles = divide_up(rows, rows_at_once);
  const float* x = call.inputs[0].floats().data();
  float* y = call.outputs[0].mutable_values<float>().data();
  parallel_for(
      {.count = pool.planes * tiles,
       .nanoseconds_each = static_cast<double>(rows_at_once * work_of_row) / k_floats_per_ns,
       .threads = call.threads},
      call.cancel, [&](std::int64_t index) {
        const std::int64_t plane = index / tiles;
        const std::int64_t first = index % tiles * rows_at_once;
        HWY_DYNAMIC_DISPATCH(pool_rows)
        ({.pool = pool,
          .average = settings.average,
          .include_pad = settings.count_include_pad,
          .plane = x + plane * pool.in_plane(),
          .out = y + plane * pool.out_plane(),
          .cancel = call.cancel,
          .first_row = first,
          .last_row = std::min(first + rows_at_once, rows)});
      });
}

}  // namespace fovea::ops
#endif
