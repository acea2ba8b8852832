#include "core/ops/pooling/global_pool.h"

namespace fovea::ops {
namespace {

Params parse(const Attributes&, const ParseContext&) {
  return Params::of(GlobalPoolSettings{.average = true});
}

}  // namespace

const Operator global_average_pool{
    .name = "GlobalAveragePool",
    .kind = LayerKind::pooling,
    .parse = parse,
    .infer = infer_global_pool,
    .reads = global_pool_reads,
    .reference = global_pool_reference,
    .gradient = global_pool_gradient,
    .cpu = global_pool_cpu,
    .batch = &global_pool_batch,
    .vulkan = plan_global_pool,
    .vulkan_gradient = plan_global_pool_gradient,
};

}  // namespace fovea::ops
