#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/ops/pooling/pool.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes& attributes, const ParseContext&) {
  if (attributes.integer("storage_order", 0) != 0) {
    throw Error{"column-major indices (storage_order 1) are not supported"};
  }
  return Params::of(PoolSettings{.window = parse_pool_window(attributes)});
}

/// Largest sample under the window at `position`; NaN where one of them is.
double largest_under(const PoolGeometry& pool, const double* plane,
                     const std::array<std::int64_t, 3>& position) {
  std::array<Range, 3> taps;
  std::array<std::int64_t, 3> start;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Window& window = pool.windows[axis];
    taps[axis] = window.taps(position[axis], pool.in[axis]);
    start[axis] = position[axis] * window.stride - window.pad_begin;
  }
  double largest = -std::numeric_limits<double>::infinity();
  for (std::int64_t d = taps[0].first; d < taps[0].last; ++d) {
    for (std::int64_t h = taps[1].first; h < taps[1].last; ++h) {
      for (std::int64_t w = taps[2].first; w < taps[2].last; ++w) {
        const std::int64_t z = start[0] + d * pool.windows[0].dilation;
        const std::int64_t y = start[1] + h * pool.windows[1].dilation;
        const std::int64_t x = start[2] + w * pool.windows[2].dilation;
        const double sample = plane[(z * pool.in[1] + y) * pool.in[2] + x];
        if (sample > largest || std::isnan(sample)) largest = sample;
      }
    }
  }
  return largest;
}

void reference(const ReferenceCall& call) {
  const PoolGeometry pool(call.params.as<PoolSettings>(), call.inputs[0].shape());
  const double* x = call.inputs[0].values<double>().data();
  double* y = call.outputs[0].mutable_values<double>().data();
  for (std::int64_t plane = 0; plane < pool.planes; ++plane) {
    for (std::int64_t d = 0; d < pool.out[0]; ++d) {
      for (std::int64_t h = 0; h < pool.out[1]; ++h) {
        for (std::int64_t w = 0; w < pool.out[2]; ++w) {
          *y++ = largest_under(pool, x + plane * pool.in_plane(), {d, h, w});
        }
      }
    }
  }
}

}  // namespace

const Operator max_pool{
    .name = "MaxPool",
    .kind = LayerKind::pooling,
    .parse = parse,
    .infer = infer_pool,
    .reads = pool_reads,
    .reference = reference,
    .cpu = pool_cpu,
    .batch = &pool_batch,
    .vulkan = plan_pool,
};

}  // namespace fovea::ops
