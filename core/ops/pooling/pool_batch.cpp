#include <limits>

#include "core/ops/pooling/global_pool.h"
#include "core/ops/pooling/pool.h"

// clang-format off
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/pooling/pool_batch.cpp"
#include "hwy/foreach_target.h"
#include "core/ops/rows-inl.h"
// clang-format on

#ifndef FOVEA_BATCH_WINDOWS
#define FOVEA_BATCH_WINDOWS
namespace fovea::ops {

/// The samples that each window of a plane covers: window i has samples [first[i], first[i + 1])
/// of the list, as floats from the plane's start.
struct BatchWindows {
  std::vector<std::int64_t> first{0};
  std::vector<std::int64_t> samples = {};
  std::vector<float> shares = {};  ///< by window: what an average multiplies its sum by
  std::int64_t planes = 0, plane_floats = 0, lanes = 0;

  std::int64_t count() const { return static_cast<std::int64_t>(first.size()) - 1; }
};

}  // namespace fovea::ops
#endif

HWY_BEFORE_NAMESPACE();
namespace fovea::ops::HWY_NAMESPACE {
namespace {

/// Calls step(d, lane) for vectors that cover the lanes.
template <class Step>
HWY_INLINE void over_lanes(std::int64_t lanes, const Step& step) {
  const hn::ScalableTag<float> d;
  for (std::int64_t i = 0; i < lanes; i += static_cast<std::int64_t>(hn::Lanes(d))) step(d, i);
}

void max_forward(const BatchWindows& w, const float* x, float* y) {
  for (std::int64_t plane = 0; plane < w.planes; ++plane, x += w.plane_floats) {
    for (std::int64_t i = 0; i < w.count(); ++i, y += w.lanes) {
      over_lanes(w.lanes, [&](auto d, std::int64_t lane) HWY_ATTR {
        auto largest = hn::LoadU(d, x + w.samples[w.first[i]] + lane);
        for (std::int64_t k = w.first[i] + 1; k < w.first[i + 1]; ++k) {
          largest = max_of(largest, hn::LoadU(d, x + w.samples[k] + lane));
        }
        hn::StoreU(largest, d, y + lane);
      });
    }
  }
}

/// The first of equally large samples gets the gradient.
void max_backward(const BatchWindows& w, const float* x, const float* y, const float* dy,
                  float* dx) {
  std::fill_n(dx, w.planes * w.plane_floats, 0.0F);
  for (std::int64_t plane = 0; plane < w.planes; ++plane) {
    for (std::int64_t i = 0; i < w.count(); ++i, y += w.lanes, dy += w.lanes) {
      over_lanes(w.lanes, [&](auto d, std::int64_t lane) HWY_ATTR {
        const auto largest = hn::LoadU(d, y + lane);
        auto left = hn::LoadU(d, dy + lane);
        for (std::int64_t k = w.first[i]; k < w.first[i + 1]; ++k) {
          const auto is_it = hn::Eq(hn::LoadU(d, x + w.samples[k] + lane), largest);
          float* to = dx + w.samples[k] + lane;
          hn::StoreU(hn::Add(hn::LoadU(d, to), hn::IfThenElseZero(is_it, left)), d, to);
          left = hn::IfThenZeroElse(is_it, left);
        }
      });
    }
    x += w.plane_floats;
    dx += w.plane_floats;
  }
}

void average_forward(const BatchWindows& w, const float* x, float* y) {
  for (std::int64_t plane = 0; plane < w.planes; ++plane, x += w.plane_floats) {
    for (std::int64_t i = 0; i < w.count(); ++i, y += w.lanes) {
      over_lanes(w.lanes, [&](auto d, std::int64_t lane) HWY_ATTR {
        auto sum = hn::Zero(d);
        for (std::int64_t k = w.first[i]; k < w.first[i + 1]; ++k) {
          sum = hn::Add(sum, hn::LoadU(d, x + w.samples[k] + lane));
        }
        hn::StoreU(hn::Mul(sum, hn::Set(d, w.shares[i])), d, y + lane);
      });
    }
  }
}

void average_backward(const BatchWindows& w, const float* dy, float* dx) {
  std::fill_n(dx, w.planes * w.plane_floats, 0.0F);
  for (std::int64_t plane = 0; plane < w.planes; ++plane, dx += w.plane_floats) {
    for (std::int64_t i = 0; i < w.count(); ++i, dy += w.lanes) {
      over_lanes(w.lanes, [&](auto d, std::int64_t lane) HWY_ATTR {
        const auto share = hn::Mul(hn::LoadU(d, dy + lane), hn::Set(d, w.shares[i]));
        for (std::int64_t k = w.first[i]; k < w.first[i + 1]; ++k) {
          float* to = dx + w.samples[k] + lane;
          hn::StoreU(hn::Add(hn::LoadU(d, to), share), d, to);
        }
      });
    }
  }
}

}  // namespace
}  // namespace fovea::ops::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fovea::ops {
namespace {

HWY_EXPORT(max_forward);
HWY_EXPORT(max_backward);
HWY_EXPORT(average_forward);
HWY_EXPORT(average_backward);

/// The samples of window (d, h, w), first to last.
void add_samples(const PoolGeometry& pool, const std::array<std::int64_t, 3>& position,
                 BatchWindows& windows) {
  std::array<Range, 3> taps;
  std::array<std::int64_t, 3> start;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    taps[axis] = pool.windows[axis].taps(position[axis], pool.in[axis]);
    start[axis] = position[axis] * pool.windows[axis].stride - pool.windows[axis].pad_begin;
  }
  for (std::int64_t d = taps[0].first; d < taps[0].last; ++d) {
    for (std::int64_t h = taps[1].first; h < taps[1].last; ++h) {
      for (std::int64_t w = taps[2].first; w < taps[2].last; ++w) {
        const std::int64_t z = start[0] + d * pool.windows[0].dilation;
        const std::int64_t y = start[1] + h * pool.windows[1].dilation;
        const std::int64_t x = start[2] + w * pool.windows[2].dilation;
        windows.samples.push_back(((z * pool.in[1] + y) * pool.in[2] + x) * windows.lanes);
      }
    }
  }
  windows.first.push_back(static_cast<std::int64_t>(windows.samples.size()));
}

BatchWindows windows_of(const BatchContext& context) {
  const auto& settings = context.params.as<PoolSettings>();
  Shape one = context.inputs[0].shape;
  one[0] = 1;
  const PoolGeometry pool(settings, one);
  BatchWindows result{.planes = pool.planes,
                      .plane_floats = pool.in_plane() * context.lanes,
                      .lanes = context.lanes};
  for (std::int64_t d = 0; d < pool.out[0]; ++d) {
    for (std::int64_t h = 0; h < pool.out[1]; ++h) {
      for (std::int64_t w = 0; w < pool.out[2]; ++w) {
        add_samples(pool, {d, h, w}, result);
        std::int64_t taps = 1;
        const std::array position{d, h, w};
        for (std::size_t axis = 0; axis < 3; ++axis) {
          taps *= pool.counted_taps(axis, position[axis], settings.count_include_pad);
        }
        result.shares.push_back(1.0F / static_cast<float>(std::max<std::int64_t>(taps, 1)));
      }
    }
  }
  return result;
}

/// One window that is the whole plane.
BatchWindows global_window_of(const BatchContext& context) {
  const Shape& shape = context.inputs[0].shape;
  const std::int64_t plane = shape.elements(2, shape.rank());
  BatchWindows result{.shares = {1.0F / static_cast<float>(plane)},
                      .planes = shape[1],
                      .plane_floats = plane * context.lanes,
                      .lanes = context.lanes};
  for (std::int64_t i = 0; i < plane; ++i) result.samples.push_back(i * context.lanes);
  result.first.push_back(plane);
  return result;
}

void forward(bool average, const BatchWindows& windows, const BatchForward& call) {
  if (average) {
    HWY_DYNAMIC_DISPATCH(average_forward)(windows, call.inputs[0], call.outputs[0]);
  } else {
    HWY_DYNAMIC_DISPATCH(max_forward)(windows, call.inputs[0], call.outputs[0]);
  }
}

void backward(bool average, const BatchWindows& windows, const BatchBackward& call) {
  float* dx = call.input_gradients[0];
  if (dx == nullptr) return;
  if (average) {
    HWY_DYNAMIC_DISPATCH(average_backward)(windows, call.output_gradient, dx);
  } else {
    HWY_DYNAMIC_DISPATCH(max_backward)
    (windows, call.inputs[0], call.outputs[0], call.output_gradient, dx);
  }
}

template <class Settings>
bool averages(const BatchContext& context) {
  return context.params.as<Settings>().average;
}

}  // namespace

const BatchKernels pool_batch{
    .forward =
        [](const BatchForward& call) {
          forward(averages<PoolSettings>(call.context), windows_of(call.context), call);
        },
    .backward =
        [](const BatchBackward& call) {
          backward(averages<PoolSettings>(call.context), windows_of(call.context), call);
        },
    .reads_output = true,
};

const BatchKernels global_pool_batch{
    .forward =
        [](const BatchForward& call) {
          forward(averages<GlobalPoolSettings>(call.context), global_window_of(call.context), call);
        },
    .backward =
        [](const BatchBackward& call) {
          backward(averages<GlobalPoolSettings>(call.context), global_window_of(call.context),
                   call);
        },
    .reads_output = true,
};

}  // namespace fovea::ops
#endif
