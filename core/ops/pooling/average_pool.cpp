#include "core/ops/pooling/pool.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes& attributes, const ParseContext&) {
  return Params::of(
      PoolSettings{.window = parse_pool_window(attributes),
                   .average = true,
                   .count_include_pad = attributes.integer("count_include_pad", 0) != 0});
}

/// What the mean at `position` divides by; 1 where nothing lies under the window.
double divisor(const PoolGeometry& pool, bool include_pad, const PoolGeometry::Position& position) {
  std::int64_t count = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    count *= pool.counted_taps(axis, position[axis], include_pad);
  }
  return count == 0 ? 1 : static_cast<double>(count);
}

void reference(const ReferenceCall& call) {
  const auto& settings = call.params.as<PoolSettings>();
  const PoolGeometry pool(settings, call.inputs[0].shape());
  const double* x = call.inputs[0].values<double>().data();
  double* y = call.outputs[0].mutable_values<double>().data();
  for (std::int64_t i = 0; i < pool.planes; ++i, x += pool.in_plane()) {
    pool.for_positions([&](const PoolGeometry::Position& position) {
      double sum = 0;
      pool.for_samples(position, [&](std::int64_t sample) { sum += x[sample]; });
      *y++ = sum / divisor(pool, settings.count_include_pad, position);
    });
  }
}

void gradient(const GradientCall& call) {
  if (call.wanted(0).empty()) return;
  const auto& settings = call.params.as<PoolSettings>();
  const PoolGeometry pool(settings, call.inputs[0].shape());
  const double* dy = call.output_gradients[0].values<double>().data();
  double* dx = call.wanted(0).data();
  for (std::int64_t i = 0; i < pool.planes; ++i, dx += pool.in_plane()) {
    pool.for_positions([&](const PoolGeometry::Position& position) {
      const double share = *dy++ / divisor(pool, settings.count_include_pad, position);
      pool.for_samples(position, [&](std::int64_t sample) { dx[sample] += share; });
    });
  }
}

}  // namespace

const Operator average_pool{
    .name = "AveragePool",
    .kind = LayerKind::pooling,
    .parse = parse,
    .infer = infer_pool,
    .reads = pool_reads,
    .reference = reference,
    .gradient = gradient,
    .cpu = pool_cpu,
    .batch = &pool_batch,
    .vulkan = plan_pool,
    .vulkan_gradient = plan_pool_gradient,
};

}  // namespace fovea::ops
