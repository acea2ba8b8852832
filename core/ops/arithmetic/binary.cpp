#include "core/ops/arithmetic/binary.h"

#include "core/ops/arithmetic/broadcast.h"
#include "core/ops/checks.h"
#include "core/ops/line_dispatch.h"
#include "shaders/params.h"

namespace fovea::ops {
namespace {

constexpr std::size_t k_shader_axes = 4;

double combine(Arithmetic arithmetic, double a, double b) {
  return arithmetic == Arithmetic::add ? a + b : a * b;
}

/// The walk for the shader, whose missing axes come first with one position; more axes than it has
/// are left to the CPU.
std::optional<BinaryParams> shader_walk(const BroadcastWalk& walk) {
  if (walk.dims.size() > k_shader_axes) return std::nullopt;
  BinaryParams params{.count = 1, .dims = {}, .a_strides = {}, .b_strides = {}};
  const std::size_t missing = k_shader_axes - walk.dims.size();
  for (std::size_t axis = 0; axis < k_shader_axes; ++axis) {
    params.dims[axis] = axis < missing ? 1 : static_cast<uint>(walk.dims[axis - missing]);
    params.a_strides[axis] = axis < missing ? 0 : static_cast<uint>(walk.a_strides[axis - missing]);
    params.b_strides[axis] = axis < missing ? 0 : static_cast<uint>(walk.b_strides[axis - missing]);
    params.count *= params.dims[axis];
  }
  return params;
}

}  // namespace

std::vector<ValueType> infer_binary(const Params&, std::span<const InferInput> inputs,
                                    std::size_t) {
  require_floats(inputs);
  return {{.shape = broadcast(inputs[0].type.shape, inputs[1].type.shape)}};
}

void binary_reference(const ReferenceCall& call) {
  const Arithmetic arithmetic = call.params.as<BinarySettings>().arithmetic;
  const Tensor &a = call.inputs[0], &b = call.inputs[1];
  const BroadcastWalk walk(a.shape(), b.shape(), call.outputs[0].shape());
  const std::span<double> y = call.outputs[0].mutable_values<double>();
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(y.size()); ++i) {
    const auto [from_a, from_b] = walk.offsets(i / walk.row());
    const std::int64_t column = i % walk.row();
    const double left = a.values<double>().data()[from_a + column * walk.a_strides.back()];
    const double right = b.values<double>().data()[from_b + column * walk.b_strides.back()];
    y.data()[i] = combine(arithmetic, left, right);
  }
}

std::optional<VulkanPlan> plan_binary(const PlanContext& context) {
  const std::int64_t count = context.outputs[0].shape.elements();
  std::optional<Dispatch> dispatch = line_dispatch("ops/arithmetic/binary", count, context.limits);
  if (!dispatch) return std::nullopt;
  const BroadcastWalk walk(context.inputs[0].shape, context.inputs[1].shape,
                           context.outputs[0].shape);
  const std::optional<BinaryParams> params = shader_walk(walk);
  if (!params) return std::nullopt;
  const bool multiplies = context.params.as<BinarySettings>().arithmetic == Arithmetic::multiply;
  const bool stretches =
      context.inputs[0].shape.elements() != count || context.inputs[1].shape.elements() != count;
  dispatch->specialization.push_back(multiplies ? 1 : 0);
  dispatch->specialization.push_back(stretches ? 1 : 0);
  dispatch->push = push_bytes(*params);
  dispatch->bindings = {
      {Binding::Kind::input, 0}, {Binding::Kind::input, 1}, {Binding::Kind::output, 0}};
  return VulkanPlan{.dispatches = {std::move(*dispatch)}, .scratch_bytes = {}};
}

}  // namespace fovea::ops
