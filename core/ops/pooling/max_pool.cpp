#include <cmath>

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

/// Index of the largest sample under the window at `position`, the first of equals, or of one that
/// is NaN.
std::int64_t largest_under(const PoolGeometry& pool, const double* plane,
                           const PoolGeometry::Position& position) {
  std::int64_t largest = -1;
  pool.for_samples(position, [&](std::int64_t sample) {
    const bool wins = largest < 0 || plane[sample] > plane[largest] || std::isnan(plane[sample]);
    if (wins) largest = sample;
  });
  return largest;
}

std::vector<std::int64_t> routes(const Params& params, std::span<const Tensor> inputs) {
  const PoolGeometry pool(params.as<PoolSettings>(), inputs[0].shape());
  const double* x = inputs[0].values<double>().data();
  std::vector<std::int64_t> sources;
  for (std::int64_t first = 0; first < pool.planes * pool.in_plane(); first += pool.in_plane()) {
    pool.for_positions([&](const PoolGeometry::Position& position) {
      sources.push_back(first + largest_under(pool, x + first, position));
    });
  }
  return sources;
}

void reference(const ReferenceCall& call) {
  const double* x = call.inputs[0].values<double>().data();
  double* y = call.outputs[0].mutable_values<double>().data();
  for (const std::int64_t source : routes(call.params, call.inputs)) *y++ = x[source];
}

/// A window's gradient goes to its largest sample; of equals, which have no derivative, to the
/// first.
void gradient(const GradientCall& call) {
  if (call.wanted(0).empty()) return;
  const double* dy = call.output_gradients[0].values<double>().data();
  double* dx = call.wanted(0).data();
  for (const std::int64_t source : routes(call.params, call.inputs)) dx[source] += *dy++;
}

}  // namespace

const Operator max_pool{
    .name = "MaxPool",
    .kind = LayerKind::pooling,
    .parse = parse,
    .infer = infer_pool,
    .reads = pool_reads,
    .reference = reference,
    .gradient = gradient,
    .routes = routes,
    .cpu = pool_cpu,
    .batch = &pool_batch,
    .vulkan = plan_pool,
    .vulkan_gradient = plan_pool_gradient,
};

}  // namespace fovea::ops
